/*
 * A file that holds one secret.
 *
 * SPDX-License-Identifier: MIT
 */
#include "secret_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"

/* What nobody but the owner, or a group that reads, may do. */
#define FORBIDDEN (S_IWGRP | S_IRWXO)

/* One more than a secret, CR and LF have, to see that there is more. */
#define FILE_BYTES (SECRET_BYTES_MAX + 3)

/* A pipe, as the shell's <(...) makes, is as good as a file. */
static int file_check(int fd, const char *path, const char *what)
{
	struct stat file;

	if (fstat(fd, &file) < 0)
		return -errno;
	if (S_ISDIR(file.st_mode))
		return -EISDIR;
	if (file.st_mode & FORBIDDEN) {
		log_error("%s %s: others may read or write it; `chmod 640 %s` "
			  "keeps them out",
			  what, path, path);
		return -EPERM;
	}
	if (file.st_uid != geteuid() && file.st_uid != 0) {
		log_error("%s %s: it belongs to user %u; it has to be yours "
			  "or root's",
			  what, path, (unsigned)file.st_uid);
		return -EPERM;
	}
	return 0;
}

/* Returns the bytes that were there, or a negative errno. */
static ssize_t bytes_read(int fd, char *bytes, size_t size_bytes)
{
	size_t count = 0;
	ssize_t length;

	do {
		length = read(fd, bytes + count, size_bytes - count);
		if (length < 0 && errno != EINTR)
			return -errno;
		count += length > 0 ? (size_t)length : 0;
	} while (length != 0 && count < size_bytes);
	return (ssize_t)count;
}

/* Returns whether the bytes are one line, and cuts off its line end. */
static bool line_cut(char *bytes, size_t length)
{
	if (length > 0 && bytes[length - 1] == '\n')
		length--;
	if (length > 0 && bytes[length - 1] == '\r')
		length--;
	bytes[length] = '\0';
	return length > 0 && length <= SECRET_BYTES_MAX &&
	       strcspn(bytes, "\r\n") == length;
}

static int secret_read(int fd, const char *path, const char *what,
		       char **secret)
{
	char bytes[FILE_BYTES + 1];
	int result = file_check(fd, path, what);
	ssize_t length;

	if (result < 0)
		return result;
	length = bytes_read(fd, bytes, FILE_BYTES);
	if (length < 0)
		return (int)length;
	if (!line_cut(bytes, (size_t)length)) {
		log_error("%s %s: expected one line of 1 to %d characters",
			  what, path, SECRET_BYTES_MAX);
		result = -EPERM;
	} else {
		*secret = strdup(bytes);
		result = *secret ? 0 : -ENOMEM;
	}
	explicit_bzero(bytes, sizeof(bytes));
	return result;
}

int secret_file_read(const char *path, const char *what, char **secret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	int result = fd < 0 ? -errno : secret_read(fd, path, what, secret);

	if (fd >= 0)
		close(fd);
	/* What -EPERM means has been logged. */
	if (result < 0 && result != -EPERM)
		log_error("%s %s: %s", what, path, strerror(-result));
	return result;
}

void secret_free(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	free(secret);
}
