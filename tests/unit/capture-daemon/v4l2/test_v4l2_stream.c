/*
 * What becomes of a filled buffer.
 *
 * SPDX-License-Identifier: MIT
 */
#include "v4l2_stream.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define WIDTH_PX      640
#define HEIGHT_PX     480
#define PICTURE_BYTES (WIDTH_PX * HEIGHT_PX * 2)

/* In place of v4l2_buffers.c: counts what comes back. */
static int given_back;

int v4l2_buffers_create(struct v4l2_buffers **buffers,
			const struct v4l2_device *device)
{
	(void)device;
	*buffers = NULL;
	return 0;
}

void v4l2_buffers_destroy(struct v4l2_buffers *buffers)
{
	(void)buffers;
}

int v4l2_buffers_start(struct v4l2_buffers *buffers)
{
	(void)buffers;
	return 0;
}

void v4l2_buffers_stop(struct v4l2_buffers *buffers)
{
	(void)buffers;
}

void v4l2_buffers_give_back(struct v4l2_buffers *buffers, unsigned index)
{
	(void)buffers;
	(void)index;
	given_back++;
}

static struct v4l2_stream *stream_start(void)
{
	static const struct v4l2_device device = { .name = "/dev/video9" };
	const struct v4l2_format format = {
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.fmt.pix = { .width = WIDTH_PX,
			     .height = HEIGHT_PX,
			     .pixelformat = V4L2_PIX_FMT_YUYV,
			     .bytesperline = WIDTH_PX * 2 },
	};
	struct v4l2_stream *stream;
	const char *what;

	given_back = 0;
	assert_int_equal(v4l2_stream_start(&stream, &device, &format, &what),
			 0);
	return stream;
}

static void test_whole_picture_keeps_its_buffer_until_released(void **state)
{
	const struct v4l2_fill fill = { .size_bytes = { PICTURE_BYTES } };
	struct v4l2_stream *stream = stream_start();
	struct reason reason = { "" };
	struct picture *picture;

	(void)state;
	assert_int_equal(v4l2_stream_picture(stream, &fill, &picture, &reason),
			 0);
	v4l2_stream_stop(stream);
	assert_int_equal(given_back, 0);
	picture->release(picture);
	assert_int_equal(given_back, 1);
	assert_string_equal(reason.text, "");
}

static void test_short_picture_says_how_short(void **state)
{
	const struct v4l2_fill fill = { .size_bytes = { 1000 } };
	struct v4l2_stream *stream = stream_start();
	struct reason reason = { "" };
	struct picture *picture;

	(void)state;
	assert_int_equal(v4l2_stream_picture(stream, &fill, &picture, &reason),
			 -EBADMSG);
	assert_string_equal(reason.text, "the camera at /dev/video9 sends 1000 "
					 "of 614400 bytes of a picture");
	assert_int_equal(given_back, 1);
	v4l2_stream_stop(stream);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_whole_picture_keeps_its_buffer_until_released),
		cmocka_unit_test(test_short_picture_says_how_short),
	};

	return cmocka_run_group_tests_name("v4l2_stream", tests, NULL, NULL);
}
