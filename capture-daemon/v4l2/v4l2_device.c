/*
 * One opened camera.
 *
 * SPDX-License-Identifier: MIT
 */
#include "v4l2_device.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <libv4l2.h>

#include "device_node.h"
#include "v4l2_fault.h"

static int open_fail(const char *path, int error, struct reason *reason)
{
	char what[96];

	switch (error) {
	case -ENOENT:
	case -ENOTDIR:
		return reason_give(
			reason, error,
			"there is no %s: the camera is not plugged in", path);
	case -ENODEV:
	case -ENXIO:
		return reason_give(reason, error, "the camera at %s is gone",
				   path);
	case -EACCES:
	case -EPERM:
		return reason_give(
			reason, error,
			"this user may not open %s; the group \"video\" may",
			path);
	case -EBUSY:
		device_node_holder(path, what, sizeof(what));
		return reason_give(reason, error, "%s has %s open", what, path);
	default:
		return reason_give(reason, error, "cannot open %s: %s", path,
				   v4l2_fault_words(error));
	}
}

static int not_a_camera(const char *path, struct reason *reason)
{
	char what[96];

	device_node_describe(path, what, sizeof(what));
	return reason_give(reason, -ENOTTY, "%s is not a camera but %s", path,
			   what);
}

bool v4l2_device_captures(const struct v4l2_capability *capability,
			  enum v4l2_buf_type *type)
{
	uint32_t can = (capability->capabilities & V4L2_CAP_DEVICE_CAPS)
			       ? capability->device_caps
			       : capability->capabilities;

	*type = (can & V4L2_CAP_VIDEO_CAPTURE)
			? V4L2_BUF_TYPE_VIDEO_CAPTURE
			: V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE;
	return can & (V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_VIDEO_CAPTURE_MPLANE) &&
	       can & V4L2_CAP_STREAMING;
}

/*
 * Calls for a descriptor that libv4l2 does not know go straight to the driver.
 * That is right for several planes: libv4l2 would turn them into one, with
 * fewer formats. When we need its conversions, we accept that.
 */
static void library_open(struct v4l2_device *device)
{
	struct v4l2_capability capability = { 0 };

	/*
	 * While libv4l2 converts, it writes each failed call to our stderr. A
	 * log file prevents that, but also gets a line for each call that
	 * succeeds, so there is none unless libv4l2 converts.
	 */
	if (device->converts && !v4l2_log_file)
		v4l2_log_file = fopen("/dev/null", "we");
	if (device->converts)
		v4l2_fd_open(device->fd, 0);
	else if (device->type == V4L2_BUF_TYPE_VIDEO_CAPTURE)
		v4l2_fd_open(device->fd, V4L2_DISABLE_CONVERSION);
	if (v4l2_device_call(device, VIDIOC_QUERYCAP, &capability) == 0)
		v4l2_device_captures(&capability, &device->type);
}

int v4l2_device_open(struct v4l2_device *device, const char *path,
		     bool converts, struct reason *reason)
{
	struct v4l2_capability capability = { 0 };
	int result;

	*device = (struct v4l2_device){ .name = path, .converts = converts };
	device->fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (device->fd < 0)
		return errno == EISDIR ? not_a_camera(path, reason)
				       : open_fail(path, -errno, reason);
	result = v4l2_device_call(device, VIDIOC_QUERYCAP, &capability);
	if (result == -ENODEV)
		result = open_fail(path, result, reason);
	else if (result < 0 ||
		 !v4l2_device_captures(&capability, &device->type))
		result = not_a_camera(path, reason);
	if (result < 0) {
		close(device->fd);
		return result;
	}
	snprintf(device->card, sizeof(device->card), "%s", capability.card);
	library_open(device);
	return 0;
}

void v4l2_device_close(struct v4l2_device *device)
{
	v4l2_close(device->fd);
}

int v4l2_device_call(const struct v4l2_device *device, unsigned long request,
		     void *argument)
{
	int result;

	do
		result = v4l2_ioctl(device->fd, request, argument);
	while (result < 0 && errno == EINTR);
	return result < 0 ? -errno : 0;
}

int v4l2_device_fail(const struct v4l2_device *device, struct reason *reason,
		     const char *what, int error)
{
	switch (error) {
	case -ENODEV:
		return reason_give(reason, error,
				   "the camera at %s was unplugged",
				   device->name);
	case -EBUSY:
		return open_fail(device->name, error, reason);
	case -EFBIG:
		return reason_give(
			reason, error,
			"the pictures of %s are larger than " PICTURE_LIMIT_TEXT
			"; choose a smaller --size",
			device->name);
	case -ENOSPC:
		return reason_give(
			reason, error,
			"the USB bus has no room for the pictures of %s; "
			"choose a smaller --size or --fps, or another port",
			device->name);
	default:
		return reason_give(reason, error,
				   "the camera at %s fails to %s: %s",
				   device->name, what, v4l2_fault_words(error));
	}
}
