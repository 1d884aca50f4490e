/*
 * Cameras of this machine.
 *
 * The source thread sleeps in poll() until the camera has a picture, a picture
 * was given back, or the program ends. A camera that says nothing for too long
 * is given up: the producer then opens it anew.
 *
 * SPDX-License-Identifier: MIT
 */
#include "v4l2_source.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "clock.h"
#include "device_watch.h"
#include "log.h"
#include "v4l2_controls.h"
#include "v4l2_device.h"
#include "v4l2_format.h"
#include "v4l2_mode.h"
#include "v4l2_stream.h"
#include "v4l2_timings.h"

/* Exposure has to settle before some cameras send their first picture. */
#define FIRST_PICTURE_NS (5 * NS_PER_S)
#define SILENCE_NS	 (2 * NS_PER_S)

/* A few pictures that are not whole are not worth reporting. */
#define SHORTFALL_NS NS_PER_S

struct v4l2_source {
	struct source source;
	const struct source_request *request;
	struct stop *stop;
	struct v4l2_device device;
	bool is_open; /* false after it failed to open anew */
	struct v4l2_mode mode;
	struct v4l2_stream *stream;
	uint64_t silence_ns;  /* longer is too long, by the rate it has now */
	uint64_t deadline_ns; /* for the next picture */
	uint64_t short_ns;    /* since when none was whole; 0: the last was */
	struct reason shortfall;
};

static struct v4l2_wish wish_of(const struct source_request *request)
{
	return (struct v4l2_wish){
		.fourcc = request->format ? v4l2_format_parse(request->format)
					  : 0,
		.width_px = (uint32_t)request->width_px,
		.height_px = (uint32_t)request->height_px,
		.rate_fps = request->rate_fps,
	};
}

static void mode_log(const struct v4l2_source *camera)
{
	const struct source_request *wanted = camera->request;
	const struct v4l2_mode *mode = &camera->mode;
	char format[V4L2_FORMAT_NAME_BYTES], wish[64] = "";
	double rate_fps = v4l2_mode_rate_fps(mode);
	bool has_size = wanted->width_px == 0 ||
			(wanted->width_px == (int)mode->width_px &&
			 wanted->height_px == (int)mode->height_px);
	bool has_rate = wanted->rate_fps == 0 || rate_fps == 0 ||
			(rate_fps > wanted->rate_fps - 0.5 &&
			 rate_fps < wanted->rate_fps + 0.5);

	v4l2_format_name(mode->fourcc, format);
	if (!has_size && !has_rate)
		snprintf(wish, sizeof(wish), ", the nearest to %dx%d at %u fps",
			 wanted->width_px, wanted->height_px, wanted->rate_fps);
	else if (!has_size)
		snprintf(wish, sizeof(wish), ", the nearest to %dx%d",
			 wanted->width_px, wanted->height_px);
	else if (!has_rate)
		snprintf(wish, sizeof(wish), ", the nearest to %u fps",
			 wanted->rate_fps);
	log_notice("%s: %s: %ux%u at %.4g fps as %s%s%s", camera->device.name,
		   camera->device.card, mode->width_px, mode->height_px,
		   rate_fps, format,
		   camera->device.converts ? " by libv4l2" : "", wish);
}

static int mode_apply(struct v4l2_source *camera, struct v4l2_format *format,
		      struct reason *reason)
{
	struct v4l2_wish wish = wish_of(camera->request);
	char name[V4L2_FORMAT_NAME_BYTES];
	int result = v4l2_mode_choose(&camera->device, &wish, &camera->mode);

	if (result == -ENOTSUP && wish.fourcc != 0) {
		v4l2_format_name(wish.fourcc, name);
		return reason_give(
			reason, result,
			"%s has no pictures of the format %s that we can "
			"use; `capture-daemon --list` shows what it has",
			camera->device.name, name);
	}
	if (result == 0)
		result = v4l2_mode_set(&camera->device, &camera->mode, format);
	return result == 0 ? 0
			   : v4l2_device_fail(&camera->device, reason,
					      "take a format", result);
}

static int camera_start(struct v4l2_source *camera, struct reason *reason)
{
	struct v4l2_format format;
	const char *what;
	int result = v4l2_timings_follow(&camera->device, reason);
	double rate_fps;

	if (result == 0)
		result = mode_apply(camera, &format, reason);
	if (result < 0)
		return result;
	result = v4l2_stream_start(&camera->stream, &camera->device, &format,
				   &what);
	if (result < 0)
		return v4l2_device_fail(&camera->device, reason, what, result);
	rate_fps = v4l2_mode_rate_fps(&camera->mode);
	camera->silence_ns = rate_fps > 0 && rate_fps < 2
				     ? (uint64_t)(4 * NS_PER_S / rate_fps)
				     : SILENCE_NS;
	camera->deadline_ns = clock_monotonic_ns() + FIRST_PICTURE_NS;
	camera->short_ns = 0;
	mode_log(camera);
	return 0;
}

static void camera_close(struct v4l2_source *camera)
{
	if (camera->stream)
		v4l2_stream_stop(camera->stream);
	camera->stream = NULL;
	v4l2_device_close(&camera->device);
}

/* When a camera has no format that we can use, libv4l2 may make one. */
static int device_open(struct v4l2_source *camera, struct reason *reason)
{
	const char *path = camera->request->url;
	struct v4l2_wish wish = wish_of(camera->request);
	struct v4l2_mode mode;
	int result = v4l2_device_open(&camera->device, path, false, reason);

	wish.fourcc = 0;
	if (result < 0 ||
	    v4l2_mode_choose(&camera->device, &wish, &mode) != -ENOTSUP)
		return result;
	v4l2_device_close(&camera->device);
	return v4l2_device_open(&camera->device, path, true, reason);
}

static int camera_open(struct v4l2_source *camera, struct reason *reason)
{
	int result = device_open(camera, reason);

	if (result < 0)
		return result;
	v4l2_timings_subscribe(&camera->device);
	v4l2_controls_set(&camera->device, camera->request->controls);
	result = camera_start(camera, reason);
	if (result < 0)
		camera_close(camera);
	return result;
}

/*
 * Open the camera anew, because the signal has another mode. While the device
 * is open, pictures that are still lent keep it in the old one.
 */
static int camera_reopen(struct v4l2_source *camera, struct reason *reason)
{
	camera_close(camera);
	return camera_open(camera, reason);
}

/* Report the shortfall when it goes on. */
static int shortfall_note(struct v4l2_source *camera, struct reason *reason)
{
	uint64_t now_ns = clock_monotonic_ns();

	if (camera->short_ns == 0)
		camera->short_ns = now_ns;
	if (now_ns >= camera->short_ns + SHORTFALL_NS)
		*reason = camera->shortfall;
	return -EAGAIN;
}

static int camera_take(struct v4l2_source *camera, short events,
		       struct picture **picture, struct reason *reason)
{
	struct v4l2_fill fill;
	int result =
		v4l2_buffers_take(v4l2_stream_buffers(camera->stream), &fill);

	/* poll() would report it again at once, without end. */
	if (result == -EAGAIN && events & POLLERR)
		result = -EIO;
	if (result == -EAGAIN)
		return result;
	if (result < 0)
		return v4l2_device_fail(&camera->device, reason,
					"hand pictures over", result);
	result = v4l2_stream_picture(camera->stream, &fill, picture,
				     &camera->shortfall);
	if (result == -EBADMSG)
		return shortfall_note(camera, reason);
	if (result < 0)
		return -EAGAIN;
	camera->short_ns = 0;
	camera->deadline_ns = clock_monotonic_ns() +
			      silence_learned_ns(camera->request->silence,
						 camera->silence_ns);
	return 0;
}

static int silence_fail(const struct v4l2_source *camera, struct reason *reason)
{
	if (camera->short_ns != 0)
		*reason = camera->shortfall;
	else
		reason_give(reason, -ETIMEDOUT,
			    "the camera at %s is there and sends no pictures",
			    camera->device.name);
	return -ETIMEDOUT;
}

/* Returns 0 when the device has something to report, -EAGAIN when not. */
static int camera_wait(struct v4l2_source *camera, short *events)
{
	struct pollfd wait[] = {
		{ .fd = camera->device.fd, .events = POLLIN | POLLPRI },
		{ .fd = camera->stop->fd, .events = POLLIN },
		{ .fd = v4l2_buffers_fd(v4l2_stream_buffers(camera->stream)),
		  .events = POLLIN },
	};
	int ready;

	stop_ask_later(camera->stop, camera->deadline_ns);
	ready = poll(wait, 3,
		     clock_poll_timeout_ms(clock_monotonic_ns(),
					   camera->deadline_ns));
	if (stop_is_requested(camera->stop))
		return -ECANCELED;
	if (ready == 0)
		return -ETIMEDOUT;
	*events = wait[0].revents;
	return *events ? 0 : -EAGAIN;
}

static int v4l2_next(struct source *source, struct picture **picture,
		     struct reason *reason)
{
	struct v4l2_source *camera = (struct v4l2_source *)source;
	short events;
	int result;

	/* Without a buffer the driver would be silent. */
	v4l2_buffers_requeue(v4l2_stream_buffers(camera->stream));
	result = camera_wait(camera, &events);
	if (result == -ETIMEDOUT)
		return silence_fail(camera, reason);
	if (result < 0)
		return result;
	if (events & POLLPRI && v4l2_timings_changed(&camera->device)) {
		result = camera_reopen(camera, reason);
		camera->is_open = result == 0;
		return result == 0 ? -EAGAIN : result;
	}
	return camera_take(camera, events, picture, reason);
}

static void v4l2_close_source(struct source *source)
{
	struct v4l2_source *camera = (struct v4l2_source *)source;

	if (camera->is_open)
		camera_close(camera);
	free(camera);
}

static int v4l2_open(struct source **source,
		     const struct source_request *request, struct stop *stop,
		     struct reason *reason)
{
	struct v4l2_source *camera = calloc(1, sizeof(*camera));
	int result;

	if (!camera)
		return reason_give(reason, -ENOMEM, "out of memory");
	camera->source.next = v4l2_next;
	camera->source.close = v4l2_close_source;
	camera->request = request;
	camera->stop = stop;
	result = camera_open(camera, reason);
	if (result < 0) {
		free(camera);
		return result;
	}
	camera->is_open = true;
	*source = &camera->source;
	return 0;
}

const struct source_driver v4l2_source_driver = {
	.open = v4l2_open,
	.wait_until = device_watch_until,
};
