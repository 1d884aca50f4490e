/*
 * The mode of a video signal that comes in by cable (HDMI, SDI).
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef V4L2_TIMINGS_H
#define V4L2_TIMINGS_H

#include "v4l2_device.h"

/*
 * Set the device to the mode of the signal, where it has one of its own.
 *
 * Returns 0, also for cameras without; or a negative errno and the reason:
 * there is no signal, it is not steady, or beyond the device.
 */
int v4l2_timings_follow(const struct v4l2_device *device,
			struct reason *reason);

/* Be told by POLLPRI when the signal changes. */
void v4l2_timings_subscribe(const struct v4l2_device *device);

/* Whether a change was told since; takes the events. */
bool v4l2_timings_changed(const struct v4l2_device *device);

#endif
