/*
 * The cameras of this machine, for people to choose from.
 *
 * SPDX-License-Identifier: MIT
 */
#include "v4l2_list.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "v4l2_controls.h"
#include "v4l2_device.h"
#include "v4l2_format.h"
#include "v4l2_mode.h"

#define LINKS "/dev/v4l/by-id"

static int is_video_node(const struct dirent *entry)
{
	return strncmp(entry->d_name, "video", strlen("video")) == 0;
}

/* Print the names that udev gives by maker and serial number. */
static void links_print(const char *path)
{
	char link[sizeof(LINKS) + sizeof(((struct dirent *)0)->d_name)];
	struct stat node, target;
	struct dirent *entry;
	DIR *folder = opendir(LINKS);

	while (folder && stat(path, &node) == 0 && (entry = readdir(folder))) {
		snprintf(link, sizeof(link), "%s/%s", LINKS, entry->d_name);
		if (stat(link, &target) == 0 && S_ISCHR(target.st_mode) &&
		    target.st_rdev == node.st_rdev)
			printf("  %s\n", link);
	}
	if (folder)
		closedir(folder);
}

static double fract_rate_fps(struct v4l2_fract interval)
{
	return interval.numerator == 0
		       ? 0
		       : (double)interval.denominator / interval.numerator;
}

static void rates_print(const struct v4l2_device *device, uint32_t fourcc,
			uint32_t width_px, uint32_t height_px)
{
	struct v4l2_frmivalenum rate = { .pixel_format = fourcc,
					 .width = width_px,
					 .height = height_px };

	while (rate.index < V4L2_LIST_MAX &&
	       v4l2_device_call(device, VIDIOC_ENUM_FRAMEINTERVALS, &rate) ==
		       0) {
		if (rate.type != V4L2_FRMIVAL_TYPE_DISCRETE) {
			printf("  %.4g to %.4g",
			       fract_rate_fps(rate.stepwise.max),
			       fract_rate_fps(rate.stepwise.min));
			rate.index = 1;
			break;
		}
		printf("%s%.4g", rate.index == 0 ? "  " : ", ",
		       fract_rate_fps(rate.discrete));
		rate.index++;
	}
	puts(rate.index > 0 ? " fps" : "");
}

static void sizes_print(const struct v4l2_device *device, uint32_t fourcc)
{
	struct v4l2_frmsizeenum size = { .pixel_format = fourcc };
	const struct v4l2_frmsize_stepwise *range = &size.stepwise;

	while (size.index < V4L2_LIST_MAX &&
	       v4l2_device_call(device, VIDIOC_ENUM_FRAMESIZES, &size) == 0) {
		if (size.type != V4L2_FRMSIZE_TYPE_DISCRETE) {
			printf("    %ux%u to %ux%u", range->min_width,
			       range->min_height, range->max_width,
			       range->max_height);
			rates_print(device, fourcc, range->max_width,
				    range->max_height);
			return;
		}
		printf("    %ux%u", size.discrete.width, size.discrete.height);
		rates_print(device, fourcc, size.discrete.width,
			    size.discrete.height);
		size.index++;
	}
}

/* Returns whether there is one that can be used. */
static bool formats_print(const struct v4l2_device *device)
{
	struct v4l2_fmtdesc format = { .type = device->type };
	char name[V4L2_FORMAT_NAME_BYTES];
	bool has_one = false;

	while (format.index < V4L2_LIST_MAX &&
	       v4l2_device_call(device, VIDIOC_ENUM_FMT, &format) == 0) {
		if (v4l2_format_find(format.pixelformat)) {
			v4l2_format_name(format.pixelformat, name);
			printf("  --format %s%s\n", name,
			       device->converts ? " (by libv4l2)" : "");
			sizes_print(device, format.pixelformat);
			has_one = true;
		}
		format.index++;
	}
	return has_one;
}

/* Print what libv4l2 makes of formats that are none of ours. */
static void conversions_print(const char *path)
{
	struct reason reason;
	struct v4l2_device device;

	if (v4l2_device_open(&device, path, true, &reason) < 0)
		return;
	formats_print(&device);
	v4l2_device_close(&device);
}

static void control_print(const struct v4l2_query_ext_ctrl *query, void *user)
{
	char name[64];

	(void)user;
	v4l2_control_name(query->name, name, sizeof(name));
	printf("  --control %s=%lld  from %lld to %lld\n", name,
	       (long long)query->default_value, (long long)query->minimum,
	       (long long)query->maximum);
}

/* Returns whether it is a camera; other nodes are passed over. */
static bool camera_print(const char *path)
{
	struct reason reason;
	struct v4l2_device device;

	if (v4l2_device_open(&device, path, false, &reason) < 0)
		return false;
	printf("%s  %s\n", path, device.card);
	links_print(path);
	if (!formats_print(&device))
		conversions_print(path);
	v4l2_controls_list(&device, control_print, NULL);
	v4l2_device_close(&device);
	return true;
}

int v4l2_list_print(void)
{
	struct dirent **nodes;
	int cameras = 0,
	    count = scandir("/dev", &nodes, is_video_node, versionsort);

	if (count < 0)
		return -errno;
	for (int i = 0; i < count; i++) {
		char path[sizeof("/dev/") + sizeof(nodes[i]->d_name)];

		snprintf(path, sizeof(path), "/dev/%s", nodes[i]->d_name);
		cameras += camera_print(path);
		free(nodes[i]);
	}
	free(nodes);
	if (cameras == 0)
		puts("no camera that this user may open");
	return cameras;
}
