/*
 * Chooses the format, size and rate of a camera.
 *
 * SPDX-License-Identifier: MIT
 */
#include "v4l2_mode.h"

#include <errno.h>
#include <stdlib.h>

#include "v4l2_format.h"
#include "v4l2_pixels.h"

/* Fast enough when no rate is asked for. */
#define USEFUL_RATE_FPS 30

double v4l2_mode_rate_fps(const struct v4l2_mode *mode)
{
	if (mode->interval.numerator == 0)
		return 0;
	return (double)mode->interval.denominator / mode->interval.numerator;
}

static unsigned wished_rate_fps(const struct v4l2_wish *wish)
{
	return wish->rate_fps ? wish->rate_fps : USEFUL_RATE_FPS;
}

static long size_distance(const struct v4l2_mode *mode,
			  const struct v4l2_wish *wish)
{
	return labs((long)mode->width_px - (long)wish->width_px) +
	       labs((long)mode->height_px - (long)wish->height_px);
}

/* How many whole frames a second are lacking; an unknown rate will do. */
static int rate_shortfall(const struct v4l2_mode *mode,
			  const struct v4l2_wish *wish)
{
	double rate_fps = v4l2_mode_rate_fps(mode);
	double missing_fps = wished_rate_fps(wish) - rate_fps;

	return rate_fps == 0 || missing_fps < 0 ? 0 : (int)(missing_fps + 0.5);
}

static int mode_rank(const struct v4l2_mode *mode)
{
	const struct v4l2_format_row *row = v4l2_format_find(mode->fourcc);

	return row ? row->rank : INT32_MAX;
}

bool v4l2_mode_is_nearer(const struct v4l2_mode *one,
			 const struct v4l2_mode *other,
			 const struct v4l2_wish *wish)
{
	long closer = size_distance(other, wish) - size_distance(one, wish);
	int faster = rate_shortfall(other, wish) - rate_shortfall(one, wish);

	if (closer != 0)
		return closer > 0;
	if (faster != 0)
		return faster > 0;
	return mode_rank(one) < mode_rank(other);
}

uint32_t v4l2_mode_step(uint32_t wanted, uint32_t minimum, uint32_t maximum,
			uint32_t step)
{
	if (wanted <= minimum || maximum <= minimum)
		return minimum;
	if (wanted >= maximum)
		return maximum;
	if (step < 2)
		return wanted;
	return minimum + (wanted - minimum + step / 2) / step * step;
}

static void size_take(struct v4l2_mode *mode, uint32_t width_px,
		      uint32_t height_px, const struct v4l2_wish *wish)
{
	struct v4l2_mode other = *mode;

	other.width_px = width_px;
	other.height_px = height_px;
	if (mode->width_px == 0 ||
	    size_distance(&other, wish) < size_distance(mode, wish))
		*mode = other;
}

/* A driver that lists no sizes adjusts the one that we set. */
static void size_choose(const struct v4l2_device *device,
			const struct v4l2_wish *wish, struct v4l2_mode *mode)
{
	struct v4l2_frmsizeenum size = { .pixel_format = mode->fourcc };

	while (size.index < V4L2_LIST_MAX &&
	       v4l2_device_call(device, VIDIOC_ENUM_FRAMESIZES, &size) == 0) {
		const struct v4l2_frmsize_stepwise *range = &size.stepwise;

		if (size.type != V4L2_FRMSIZE_TYPE_DISCRETE) {
			size_take(mode,
				  v4l2_mode_step(
					  wish->width_px, range->min_width,
					  range->max_width, range->step_width),
				  v4l2_mode_step(wish->height_px,
						 range->min_height,
						 range->max_height,
						 range->step_height),
				  wish);
			return;
		}
		size_take(mode, size.discrete.width, size.discrete.height,
			  wish);
		size.index++;
	}
	if (mode->width_px == 0)
		size_take(mode, wish->width_px, wish->height_px, wish);
}

static double rate_distance(struct v4l2_fract interval, unsigned rate_fps)
{
	double found_fps = (double)interval.denominator / interval.numerator;

	return found_fps < rate_fps ? rate_fps - found_fps
				    : found_fps - rate_fps;
}

static void rate_take(struct v4l2_mode *mode, struct v4l2_fract interval,
		      const struct v4l2_wish *wish)
{
	unsigned rate_fps = wished_rate_fps(wish);

	if (interval.numerator == 0 || interval.denominator == 0)
		return;
	if (mode->interval.numerator == 0 ||
	    rate_distance(interval, rate_fps) <
		    rate_distance(mode->interval, rate_fps))
		mode->interval = interval;
}

/* Every rate of the range is possible: take the wished one, or an end. */
static void rate_take_range(struct v4l2_mode *mode,
			    const struct v4l2_frmival_stepwise *range,
			    const struct v4l2_wish *wish)
{
	struct v4l2_fract wished = { 1, wished_rate_fps(wish) };
	double seconds = 1.0 / wished_rate_fps(wish);

	rate_take(mode, range->min, wish);
	rate_take(mode, range->max, wish);
	if (seconds * range->min.denominator >= range->min.numerator &&
	    seconds * range->max.denominator <= range->max.numerator)
		rate_take(mode, wished, wish);
}

static void rate_choose(const struct v4l2_device *device,
			const struct v4l2_wish *wish, struct v4l2_mode *mode)
{
	struct v4l2_frmivalenum rate = { .pixel_format = mode->fourcc,
					 .width = mode->width_px,
					 .height = mode->height_px };

	while (rate.index < V4L2_LIST_MAX &&
	       v4l2_device_call(device, VIDIOC_ENUM_FRAMEINTERVALS, &rate) ==
		       0) {
		if (rate.type != V4L2_FRMIVAL_TYPE_DISCRETE) {
			rate_take_range(mode, &rate.stepwise, wish);
			return;
		}
		rate_take(mode, rate.discrete, wish);
		rate.index++;
	}
}

/*
 * We choose a format that only libv4l2 can convert only when it is asked for.
 */
static bool is_usable(const struct v4l2_wish *wish, uint32_t fourcc)
{
	return (wish->fourcc == 0 || wish->fourcc == fourcc) &&
	       v4l2_format_find(fourcc);
}

/* Complete the wish with what the camera has now. */
static int wish_complete(const struct v4l2_device *device,
			 struct v4l2_wish *wish)
{
	struct v4l2_format now = { .type = device->type };
	struct v4l2_pixels pixels;
	int result;

	if (wish->width_px != 0)
		return 0;
	result = v4l2_device_call(device, VIDIOC_G_FMT, &now);
	pixels = v4l2_pixels_of(&now);
	wish->width_px = pixels.width_px;
	wish->height_px = pixels.height_px;
	return result;
}

int v4l2_mode_choose(const struct v4l2_device *device,
		     const struct v4l2_wish *wish, struct v4l2_mode *mode)
{
	struct v4l2_fmtdesc listed = { .type = device->type };
	struct v4l2_wish whole = *wish;
	int result = wish_complete(device, &whole);

	if (result < 0)
		return result;
	*mode = (struct v4l2_mode){ 0 };
	while (listed.index < V4L2_LIST_MAX &&
	       v4l2_device_call(device, VIDIOC_ENUM_FMT, &listed) == 0) {
		struct v4l2_mode found = { .fourcc = listed.pixelformat };

		listed.index++;
		if (!is_usable(wish, found.fourcc))
			continue;
		size_choose(device, &whole, &found);
		rate_choose(device, &whole, &found);
		if (mode->fourcc == 0 ||
		    v4l2_mode_is_nearer(&found, mode, &whole))
			*mode = found;
	}
	return mode->fourcc != 0 ? 0 : -ENOTSUP;
}

/* A camera whose rate cannot be set still has one, so that is no error. */
static void rate_set(const struct v4l2_device *device, struct v4l2_mode *mode)
{
	struct v4l2_streamparm parameters = { .type = device->type };
	struct v4l2_captureparm *capture = &parameters.parm.capture;

	if (v4l2_device_call(device, VIDIOC_G_PARM, &parameters) < 0)
		return;
	if (mode->interval.numerator != 0 &&
	    capture->capability & V4L2_CAP_TIMEPERFRAME) {
		capture->timeperframe = mode->interval;
		v4l2_device_call(device, VIDIOC_S_PARM, &parameters);
	}
	mode->interval = capture->timeperframe;
	if (mode->interval.denominator == 0)
		mode->interval = (struct v4l2_fract){ 0 };
}

static void size_set(struct v4l2_format *format, const struct v4l2_mode *mode)
{
	if (format->type == V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE) {
		format->fmt.pix_mp = (struct v4l2_pix_format_mplane){
			.width = mode->width_px,
			.height = mode->height_px,
			.pixelformat = mode->fourcc,
			.field = V4L2_FIELD_ANY,
		};
		return;
	}
	format->fmt.pix = (struct v4l2_pix_format){
		.width = mode->width_px,
		.height = mode->height_px,
		.pixelformat = mode->fourcc,
		.field = V4L2_FIELD_ANY,
	};
}

int v4l2_mode_set(const struct v4l2_device *device, struct v4l2_mode *mode,
		  struct v4l2_format *format)
{
	struct v4l2_pixels pixels;
	int result;

	*format = (struct v4l2_format){ .type = device->type };
	size_set(format, mode);
	result = v4l2_device_call(device, VIDIOC_S_FMT, format);
	if (result < 0)
		return result;
	pixels = v4l2_pixels_of(format);
	if (pixels.fourcc != mode->fourcc)
		return -ENOTSUP;
	mode->width_px = pixels.width_px;
	mode->height_px = pixels.height_px;
	rate_set(device, mode);
	return 0;
}
