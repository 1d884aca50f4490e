/*
 * The mode of a video signal that comes in by cable.
 *
 * SPDX-License-Identifier: MIT
 */
#include "v4l2_timings.h"

#include <errno.h>

static bool has_timings(const struct v4l2_device *device)
{
	struct v4l2_input input = { 0 };
	int index = 0;

	if (v4l2_device_call(device, VIDIOC_G_INPUT, &index) < 0)
		return false;
	input.index = (uint32_t)index;
	return v4l2_device_call(device, VIDIOC_ENUMINPUT, &input) == 0 &&
	       input.capabilities & V4L2_IN_CAP_DV_TIMINGS;
}

static int signal_fail(const struct v4l2_device *device, int error,
		       struct reason *reason)
{
	const char *what;

	switch (error) {
	case -ENOLINK:
		what = "no signal comes in";
		break;
	case -ENOLCK:
		what = "the signal that comes in is not steady";
		break;
	case -ERANGE:
		what = "the signal that comes in has a mode that it cannot "
		       "take";
		break;
	default:
		return v4l2_device_fail(device, reason, "measure the signal",
					error);
	}
	return reason_give(reason, error, "%s at %s", what, device->name);
}

int v4l2_timings_follow(const struct v4l2_device *device, struct reason *reason)
{
	struct v4l2_dv_timings timings = { 0 };
	int result;

	if (!has_timings(device))
		return 0;
	result = v4l2_device_call(device, VIDIOC_QUERY_DV_TIMINGS, &timings);
	/* It has timings and cannot measure them: its mode is set by hand. */
	if (result == -ENOTTY || result == -ENODATA)
		return 0;
	if (result == 0)
		result =
			v4l2_device_call(device, VIDIOC_S_DV_TIMINGS, &timings);
	return result == 0 ? 0 : signal_fail(device, result, reason);
}

void v4l2_timings_subscribe(const struct v4l2_device *device)
{
	struct v4l2_event_subscription subscription = {
		.type = V4L2_EVENT_SOURCE_CHANGE,
	};

	/* Most cameras do not have this event. */
	v4l2_device_call(device, VIDIOC_SUBSCRIBE_EVENT, &subscription);
}

bool v4l2_timings_changed(const struct v4l2_device *device)
{
	struct v4l2_event event;
	bool has_changed = false;

	do {
		event = (struct v4l2_event){ 0 };
		if (v4l2_device_call(device, VIDIOC_DQEVENT, &event) < 0)
			break;
		has_changed |= event.type == V4L2_EVENT_SOURCE_CHANGE;
	} while (event.pending > 0);
	return has_changed;
}
