/*
 * Names of pixel formats.
 *
 * SPDX-License-Identifier: MIT
 */
#include <linux/videodev2.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "v4l2_format.h"

static void test_our_names_are_found_in_any_case(void **state)
{
	(void)state;
	assert_int_equal(v4l2_format_parse("MJPEG"), V4L2_PIX_FMT_MJPEG);
	assert_int_equal(v4l2_format_parse("nv12"), V4L2_PIX_FMT_NV12);
	assert_int_equal(v4l2_format_parse("Yvu420"), V4L2_PIX_FMT_YVU420);
}

static void test_letters_of_v4l2_ctl_are_understood(void **state)
{
	(void)state;
	assert_int_equal(v4l2_format_parse("YU12"), V4L2_PIX_FMT_YUV420);
	assert_int_equal(v4l2_format_parse("Y10"), V4L2_PIX_FMT_Y10);
}

static void test_what_is_no_format_is_refused(void **state)
{
	(void)state;
	assert_int_equal(v4l2_format_parse(""), 0);
	assert_int_equal(v4l2_format_parse("MOTION"), 0);
	assert_int_equal(v4l2_format_parse("A\nB"), 0);
}

static void test_name_reads_back_as_the_same_format(void **state)
{
	const uint32_t formats[] = { V4L2_PIX_FMT_MJPEG, V4L2_PIX_FMT_BGR24,
				     V4L2_PIX_FMT_NV12M, V4L2_PIX_FMT_SRGGB8 };
	char name[V4L2_FORMAT_NAME_BYTES];

	(void)state;
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		v4l2_format_name(formats[i], name);
		assert_int_equal(v4l2_format_parse(name), formats[i]);
	}
}

static void test_jpeg_comes_before_raw_and_grey_comes_last(void **state)
{
	int grey = v4l2_format_find(V4L2_PIX_FMT_GREY)->rank;
	int yuyv = v4l2_format_find(V4L2_PIX_FMT_YUYV)->rank;

	(void)state;
	assert_true(v4l2_format_find(V4L2_PIX_FMT_MJPEG)->rank < yuyv);
	assert_true(v4l2_format_find(V4L2_PIX_FMT_BGR24)->rank < grey);
	assert_null(v4l2_format_find(V4L2_PIX_FMT_SRGGB8));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_our_names_are_found_in_any_case),
		cmocka_unit_test(test_letters_of_v4l2_ctl_are_understood),
		cmocka_unit_test(test_what_is_no_format_is_refused),
		cmocka_unit_test(test_name_reads_back_as_the_same_format),
		cmocka_unit_test(
			test_jpeg_comes_before_raw_and_grey_comes_last),
	};

	return cmocka_run_group_tests_name("v4l2_format", tests, NULL, NULL);
}
