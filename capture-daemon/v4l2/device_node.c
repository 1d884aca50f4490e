/*
 * Describes what a path under /dev leads to, in words for people.
 *
 * SPDX-License-Identifier: MIT
 */
#include "device_node.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static const char *video_node_kind(uint32_t capabilities)
{
	static const struct {
		uint32_t capability;
		const char *kind;
	} kinds[] = {
		{ V4L2_CAP_META_CAPTURE, "the metadata node of a camera; the "
					 "pictures come from another node" },
		{ V4L2_CAP_VIDEO_OUTPUT, "a video output" },
		{ V4L2_CAP_VIDEO_OUTPUT_MPLANE, "a video output" },
		{ V4L2_CAP_VIDEO_M2M, "a codec" },
		{ V4L2_CAP_VIDEO_M2M_MPLANE, "a codec" },
		{ V4L2_CAP_VBI_CAPTURE, "a teletext receiver" },
		{ V4L2_CAP_SDR_CAPTURE, "a software radio" },
		{ V4L2_CAP_TUNER, "a radio" },
		{ V4L2_CAP_TOUCH, "a touch sensor" },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (capabilities & kinds[i].capability)
			return kinds[i].kind;
	return "a video device that takes no pictures";
}

static void character_device_describe(const char *path, dev_t number,
				      char *text, size_t size_bytes)
{
	struct v4l2_capability capability = { 0 };
	int fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	bool is_video = fd >= 0 && ioctl(fd, VIDIOC_QUERYCAP, &capability) == 0;

	if (fd >= 0)
		close(fd);
	if (is_video)
		snprintf(text, size_bytes, "%s",
			 video_node_kind(capability.device_caps));
	else
		snprintf(text, size_bytes, "another kind of device (%u:%u)",
			 major(number), minor(number));
}

void device_node_describe(const char *path, char *text, size_t size_bytes)
{
	struct stat file;

	if (stat(path, &file) < 0)
		snprintf(text, size_bytes, "nothing that can be looked at");
	else if (S_ISCHR(file.st_mode))
		character_device_describe(path, file.st_rdev, text, size_bytes);
	else if (S_ISDIR(file.st_mode))
		snprintf(text, size_bytes, "a directory");
	else if (S_ISREG(file.st_mode))
		snprintf(text, size_bytes, "a regular file");
	else if (S_ISBLK(file.st_mode))
		snprintf(text, size_bytes, "a disk");
	else
		snprintf(text, size_bytes, "a pipe or socket");
}

/* Whether the process has `device` open. */
static bool process_holds(pid_t pid, dev_t device)
{
	char folder[64], path[384];
	struct dirent *entry;
	struct stat file;
	bool holds = false;
	DIR *descriptors;

	snprintf(folder, sizeof(folder), "/proc/%d/fd", (int)pid);
	descriptors = opendir(folder);
	if (!descriptors)
		return false;
	while (!holds && (entry = readdir(descriptors))) {
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		holds = stat(path, &file) == 0 && S_ISCHR(file.st_mode) &&
			file.st_rdev == device;
	}
	closedir(descriptors);
	return holds;
}

static void process_name(pid_t pid, char *text, size_t size_bytes)
{
	char path[64], name[32] = "a program";
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/comm", (int)pid);
	file = fopen(path, "re");
	if (file) {
		if (fgets(name, sizeof(name), file))
			name[strcspn(name, "\n")] = '\0';
		fclose(file);
	}
	snprintf(text, size_bytes, "%s (process %d)", name, (int)pid);
}

void device_node_holder(const char *path, char *text, size_t size_bytes)
{
	struct dirent *entry;
	struct stat file;
	bool found = false;
	DIR *processes = opendir("/proc");

	snprintf(text, size_bytes, "another program");
	if (!processes)
		return;
	while (!found && stat(path, &file) == 0 &&
	       (entry = readdir(processes))) {
		pid_t pid = atoi(entry->d_name); /* 0: no process */

		found = pid != 0 && pid != getpid() &&
			process_holds(pid, file.st_rdev);
		if (found)
			process_name(pid, text, size_bytes);
	}
	closedir(processes);
}
