/*
 * A slot's object in /dev/shm: how it is created, named, locked and replaced.
 *
 * SPDX-License-Identifier: MIT
 */
#include "shm_object.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "slot_lock.h"
#include "slot_name.h"

static int object_allocate(int fd, size_t size_bytes)
{
	/* fallocate(2) also sets the length; a signal may interrupt it. */
	while (fallocate(fd, 0, 0, (off_t)size_bytes) < 0)
		if (errno != EINTR)
			return -errno;
	return 0;
}

int shm_object_create(size_t size_bytes)
{
	int fd = open(SLOT_FOLDER, O_TMPFILE | O_RDWR | O_CLOEXEC, 0644);
	int result;

	if (fd < 0)
		return -errno;
	result = object_allocate(fd, size_bytes);
	if (result < 0) {
		close(fd);
		return result;
	}
	return fd;
}

int shm_object_open(const char *name, bool writable)
{
	char path[SLOT_PATH_BYTES];
	struct stat file;
	int fd, result = slot_path(path, name);

	if (result < 0)
		return result;
	/* O_NONBLOCK: a fifo of that name must not hold us up. */
	fd = open(path, (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC |
				O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return errno == ELOOP || errno == EISDIR ? -EBADMSG : -errno;
	if (fstat(fd, &file) < 0 || !S_ISREG(file.st_mode)) {
		close(fd);
		return -EBADMSG;
	}
	return fd;
}

/*
 * The owner of the file can change its mode, its length and its bytes at any
 * time: do not publish in a slot that another user created.
 */
static bool object_belongs_to_us(int fd)
{
	struct stat file;

	return fstat(fd, &file) == 0 && file.st_uid == geteuid();
}

int shm_object_open_locked(const char *name, bool *is_ours)
{
	int fd = shm_object_open(name, true);
	int result;

	if (fd < 0)
		return fd;
	result = object_belongs_to_us(fd) ? slot_lock_writer(fd) : -EACCES;
	*is_ours = result == 0;
	if (result == -EPERM)
		result = 0;
	if (result == 0 && !shm_object_is_named(fd, name))
		result = -EAGAIN;
	if (result < 0) {
		close(fd);
		return result;
	}
	return fd;
}

bool shm_object_is_named(int fd, const char *name)
{
	char path[SLOT_PATH_BYTES];
	struct stat held, named;

	return slot_path(path, name) == 0 && fstat(fd, &held) == 0 &&
	       lstat(path, &named) == 0 && held.st_dev == named.st_dev &&
	       held.st_ino == named.st_ino;
}

int shm_object_mode_copy(int to_fd, int from_fd)
{
	struct stat file;

	if (fstat(from_fd, &file) < 0 || fchmod(to_fd, file.st_mode & 0777) < 0)
		return -errno;
	return 0;
}

static int object_link(int fd, const char *path)
{
	char nameless[32];

	snprintf(nameless, sizeof(nameless), "/proc/self/fd/%d", fd);
	if (linkat(AT_FDCWD, nameless, AT_FDCWD, path, AT_SYMLINK_FOLLOW) < 0)
		return -errno;
	return 0;
}

int shm_object_link(int fd, const char *name)
{
	char path[SLOT_PATH_BYTES];
	int result = slot_path(path, name);

	return result < 0 ? result : object_link(fd, path);
}

int shm_object_link_over(int fd, const char *name)
{
	char path[SLOT_PATH_BYTES], waiting[SLOT_PATH_BYTES];
	int result = slot_path(path, name);

	if (result < 0)
		return result;
	shm_object_sweep(name);
	slot_new_path(waiting, name);
	result = object_link(fd, waiting);
	if (result < 0)
		return result;
	if (rename(waiting, path) < 0) {
		result = -errno;
		unlink(waiting);
	}
	return result;
}

void shm_object_sweep(const char *name)
{
	char waiting[SLOT_PATH_BYTES];

	if (slot_new_path(waiting, name) == 0)
		unlink(waiting);
}

void shm_object_unlink(int fd, const char *name)
{
	char path[SLOT_PATH_BYTES];

	if (shm_object_is_named(fd, name) && slot_path(path, name) == 0)
		unlink(path);
}
