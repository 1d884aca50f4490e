/*
 * The mode of a video signal that comes in by cable (HDMI, SDI).
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef V4L2_TIMINGS_H
#define V4L2_TIMINGS_H

#include "v4l2_device.h"

/*
 * Set the device to the mode of the signal, if it takes one by cable.
 *
 * Returns 0, also for other cameras; or a negative errno and the reason: there
 * is no signal, it is not steady, or the device cannot take it.
 */
int v4l2_timings_follow(const struct v4l2_device *device,
			struct reason *reason);

/* Have poll() return POLLPRI when the signal changes. */
void v4l2_timings_subscribe(const struct v4l2_device *device);

/* Whether a change was reported since the last call; takes the events. */
bool v4l2_timings_changed(const struct v4l2_device *device);

#endif
