/*
 * Which of a camera's modes is taken.
 *
 * The camera is a list here: v4l2_device_call() answers from it.
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>
#include <linux/videodev2.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "v4l2_mode.h"

struct offer {
	uint32_t fourcc, width_px, height_px, rate_fps;
};

/* As a usual webcam: high definition is fast as MJPEG only. */
static const struct offer webcam[] = {
	{ V4L2_PIX_FMT_YUYV, 640, 480, 30 },
	{ V4L2_PIX_FMT_YUYV, 1280, 720, 10 },
	{ V4L2_PIX_FMT_MJPEG, 640, 480, 30 },
	{ V4L2_PIX_FMT_MJPEG, 1280, 720, 30 },
	{ V4L2_PIX_FMT_MJPEG, 1280, 720, 15 },
	{ V4L2_PIX_FMT_SRGGB8, 1920, 1080, 60 },
};

/* High definition as raw pictures is faster than as JPEG. */
static const struct offer grabber[] = {
	{ V4L2_PIX_FMT_MJPEG, 1280, 720, 5 },
	{ V4L2_PIX_FMT_NV12, 1280, 720, 30 },
	{ V4L2_PIX_FMT_GREY, 1280, 720, 60 },
};

/* Each size in one format only. */
static const struct offer divided[] = {
	{ V4L2_PIX_FMT_MJPEG, 640, 480, 30 },
	{ V4L2_PIX_FMT_UYVY, 1280, 720, 10 },
};

static const struct offer *offers;
static uint32_t offer_count;

#define OFFER(list)                                                            \
	(offers = (list), offer_count = sizeof(list) / sizeof((list)[0]))

static int answer_format(struct v4l2_fmtdesc *listed)
{
	uint32_t found = 0;

	for (uint32_t i = 0; i < offer_count; i++) {
		if (i > 0 && offers[i].fourcc == offers[i - 1].fourcc)
			continue;
		if (found++ == listed->index) {
			listed->pixelformat = offers[i].fourcc;
			return 0;
		}
	}
	return -EINVAL;
}

static int answer_size(struct v4l2_frmsizeenum *size)
{
	uint32_t found = 0;

	size->type = V4L2_FRMSIZE_TYPE_DISCRETE;
	for (uint32_t i = 0; i < offer_count; i++)
		if (offers[i].fourcc == size->pixel_format &&
		    found++ == size->index) {
			size->discrete.width = offers[i].width_px;
			size->discrete.height = offers[i].height_px;
			return 0;
		}
	return -EINVAL;
}

static int answer_rate(struct v4l2_frmivalenum *rate)
{
	uint32_t found = 0;

	rate->type = V4L2_FRMIVAL_TYPE_DISCRETE;
	for (uint32_t i = 0; i < offer_count; i++)
		if (offers[i].fourcc == rate->pixel_format &&
		    offers[i].width_px == rate->width &&
		    found++ == rate->index) {
			rate->discrete.numerator = 1;
			rate->discrete.denominator = offers[i].rate_fps;
			return 0;
		}
	return -EINVAL;
}

int v4l2_device_call(const struct v4l2_device *device, unsigned long request,
		     void *argument)
{
	struct v4l2_format *format = argument;

	(void)device;
	switch (request) {
	case VIDIOC_ENUM_FMT:
		return answer_format(argument);
	case VIDIOC_ENUM_FRAMESIZES:
		return answer_size(argument);
	case VIDIOC_ENUM_FRAMEINTERVALS:
		return answer_rate(argument);
	case VIDIOC_G_FMT:
		format->fmt.pix.width = 640;
		format->fmt.pix.height = 480;
		return 0;
	}
	return -ENOTTY;
}

static struct v4l2_mode choose(struct v4l2_wish wish)
{
	const struct v4l2_device device = {
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
	};
	struct v4l2_mode mode;

	assert_int_equal(v4l2_mode_choose(&device, &wish, &mode), 0);
	return mode;
}

static void assert_mode(struct v4l2_mode mode, struct offer expected)
{
	assert_int_equal(mode.fourcc, expected.fourcc);
	assert_int_equal(mode.width_px, expected.width_px);
	assert_int_equal(mode.height_px, expected.height_px);
	assert_int_equal(mode.interval.denominator, expected.rate_fps);
}

static void test_mjpeg_in_the_present_size_when_nothing_is_wished(void **state)
{
	(void)state;
	OFFER(webcam);
	assert_mode(choose((struct v4l2_wish){ 0 }), webcam[2]);
}

static void test_nearest_size_and_rate_are_taken(void **state)
{
	(void)state;
	OFFER(webcam);
	assert_mode(choose((struct v4l2_wish){ .width_px = 1200,
					       .height_px = 700,
					       .rate_fps = 16 }),
		    webcam[4]);
}

static void test_raw_is_taken_when_mjpeg_is_too_slow(void **state)
{
	(void)state;
	OFFER(grabber);
	assert_mode(choose((struct v4l2_wish){ .width_px = 1280,
					       .height_px = 720,
					       .rate_fps = 25 }),
		    grabber[1]);
	assert_mode(choose((struct v4l2_wish){ .width_px = 1280,
					       .height_px = 720,
					       .rate_fps = 5 }),
		    grabber[0]);
}

static void test_size_counts_more_than_rate_and_format(void **state)
{
	(void)state;
	OFFER(divided);
	assert_mode(choose((struct v4l2_wish){ .width_px = 1200,
					       .height_px = 700 }),
		    divided[1]);
	assert_mode(
		choose((struct v4l2_wish){ .width_px = 700, .height_px = 500 }),
		divided[0]);
}

static void test_forced_format_is_taken_although_it_is_slower(void **state)
{
	(void)state;
	OFFER(webcam);
	assert_mode(choose((struct v4l2_wish){ .fourcc = V4L2_PIX_FMT_YUYV,
					       .width_px = 1280,
					       .height_px = 720 }),
		    webcam[1]);
}

static void test_format_that_is_not_ours_is_left_to_libv4l2(void **state)
{
	const struct v4l2_device device = { 0 };
	const struct v4l2_wish bayer = { .fourcc = V4L2_PIX_FMT_SRGGB8 };
	struct v4l2_mode mode;

	(void)state;
	OFFER(webcam);
	assert_int_equal(v4l2_mode_choose(&device, &bayer, &mode), -ENOTSUP);
}

static void test_stepwise_size_is_rounded_to_a_step_within_limits(void **state)
{
	(void)state;
	assert_int_equal(v4l2_mode_step(10, 32, 1920, 16), 32);
	assert_int_equal(v4l2_mode_step(9999, 32, 1920, 16), 1920);
	assert_int_equal(v4l2_mode_step(641, 32, 1920, 16), 640);
	assert_int_equal(v4l2_mode_step(652, 32, 1920, 16), 656);
	assert_int_equal(v4l2_mode_step(641, 1, 1920, 1), 641);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_mjpeg_in_the_present_size_when_nothing_is_wished),
		cmocka_unit_test(test_nearest_size_and_rate_are_taken),
		cmocka_unit_test(test_raw_is_taken_when_mjpeg_is_too_slow),
		cmocka_unit_test(test_size_counts_more_than_rate_and_format),
		cmocka_unit_test(
			test_forced_format_is_taken_although_it_is_slower),
		cmocka_unit_test(
			test_format_that_is_not_ours_is_left_to_libv4l2),
		cmocka_unit_test(
			test_stepwise_size_is_rounded_to_a_step_within_limits),
	};

	return cmocka_run_group_tests_name("v4l2_mode", tests, NULL, NULL);
}
