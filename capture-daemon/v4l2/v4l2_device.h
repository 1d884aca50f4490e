/*
 * One opened camera: its descriptor, and the calls that every part of the
 * driver makes through libv4l2.
 *
 * Only the source thread uses it: any call may block for seconds in a driver
 * whose camera does not answer.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef V4L2_DEVICE_H
#define V4L2_DEVICE_H

#include <linux/videodev2.h>
#include <stdbool.h>

#include "source.h"

struct v4l2_device {
	int fd;
	const char *name;	 /* its path */
	char card[32];		 /* its name for itself */
	enum v4l2_buf_type type; /* of its pictures: in one plane or several */
	bool converts;		 /* libv4l2 turns its formats into others */
};

/*
 * Open the camera at `path`, which must outlive it. With `converts`, libv4l2
 * offers formats that the driver does not have.
 *
 * Returns 0, or a negative errno and the reason.
 */
int v4l2_device_open(struct v4l2_device *device, const char *path,
		     bool converts, struct reason *reason);
void v4l2_device_close(struct v4l2_device *device);

/*
 * Whether capabilities belong to a node that gives pictures; fills `type`.
 */
bool v4l2_device_captures(const struct v4l2_capability *capability,
			  enum v4l2_buf_type *type);

/* ioctl(2), repeated after a signal. Returns 0 or a negative errno. */
int v4l2_device_call(const struct v4l2_device *device, unsigned long request,
		     void *argument);

/*
 * Give the reason why `what` ("start streaming") failed with `error`; returns
 * `error`.
 */
int v4l2_device_fail(const struct v4l2_device *device, struct reason *reason,
		     const char *what, int error);

#endif
