/*
 * How a resting writer learns that somebody wants its frames.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_knock.h"

#include <errno.h>
#include <stdio.h>
#include <sys/inotify.h>
#include <unistd.h>

void slot_knock(int fd)
{
	char byte;

	/* The byte does not matter; a truncated slot is found later. */
	if (pread(fd, &byte, 1, 0) < 0)
		return;
}

int slot_knock_watch(int fd)
{
	int watch_fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	char path[32];
	int error;

	if (watch_fd < 0)
		return -errno;
	/* This object itself, wherever its name leads by now. */
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (inotify_add_watch(watch_fd, path, IN_ACCESS | IN_ATTRIB) >= 0)
		return watch_fd;
	error = errno;
	close(watch_fd);
	return -error;
}
