/*
 * The path of the slot of a name, and the list of all slots.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_name.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

/* Not isalnum(): the rule for names must not depend on the locale. */
static bool is_letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9');
}

bool frame_slot_name_is_valid(const char *name)
{
	size_t length;

	if (!is_letter_or_digit(name[0]))
		return false;
	for (length = 1; name[length] != '\0'; length++) {
		char c = name[length];

		if (length == FRAME_SLOT_NAME_MAX)
			return false;
		if (!is_letter_or_digit(c) && c != '.' && c != '_' && c != '-')
			return false;
	}
	return true;
}

int slot_path(char path[SLOT_PATH_BYTES], const char *name)
{
	if (!frame_slot_name_is_valid(name))
		return -EINVAL;
	snprintf(path, SLOT_PATH_BYTES, SLOT_FOLDER "/" SLOT_PREFIX "%s", name);
	return 0;
}

int slot_new_path(char path[SLOT_PATH_BYTES], const char *name)
{
	if (!frame_slot_name_is_valid(name))
		return -EINVAL;
	snprintf(path, SLOT_PATH_BYTES, SLOT_FOLDER "/." SLOT_PREFIX "%s.new",
		 name);
	return 0;
}

static int entry_is_slot(const struct dirent *entry)
{
	size_t prefix = sizeof(SLOT_PREFIX) - 1;

	return strncmp(entry->d_name, SLOT_PREFIX, prefix) == 0 &&
	       frame_slot_name_is_valid(entry->d_name + prefix);
}

static int entry_compare(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

int frame_slot_list(int (*visit)(const char *name, void *user), void *user)
{
	struct dirent **entries;
	int count =
		scandir(SLOT_FOLDER, &entries, entry_is_slot, entry_compare);
	int result = 0;

	if (count < 0)
		return -errno;
	for (int i = 0; i < count; i++) {
		if (result == 0)
			result = visit(entries[i]->d_name +
					       sizeof(SLOT_PREFIX) - 1,
				       user);
		free(entries[i]);
	}
	free(entries);
	return result;
}

int frame_slot_watch(void)
{
	int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	int error;

	if (fd < 0)
		return -errno;
	if (inotify_add_watch(fd, SLOT_FOLDER,
			      IN_CREATE | IN_DELETE | IN_MOVED_TO |
				      IN_MOVED_FROM | IN_ATTRIB | IN_ONLYDIR) >=
	    0)
		return fd;
	error = errno;
	close(fd);
	return -error;
}

/* Whether one of the notices is that there will be no more: see inotify(7). */
static bool notices_are_last(const char *notices, size_t size_bytes)
{
	struct inotify_event notice;
	bool are_last = false;

	for (size_t at = 0; at + sizeof(notice) <= size_bytes;
	     at += sizeof(notice) + notice.len) {
		memcpy(&notice, notices + at, sizeof(notice));
		are_last = are_last || (notice.mask & IN_IGNORED) != 0;
	}
	return are_last;
}

bool frame_slot_watch_clear(int fd)
{
	char notices[4096];
	ssize_t size_bytes;
	bool are_last = false;

	while ((size_bytes = read(fd, notices, sizeof(notices))) > 0)
		are_last = notices_are_last(notices, (size_t)size_bytes) ||
			   are_last;
	return !are_last;
}

bool frame_slot_is_there(const char *name)
{
	char path[SLOT_PATH_BYTES];
	struct stat file;

	return slot_path(path, name) == 0 && lstat(path, &file) == 0;
}
