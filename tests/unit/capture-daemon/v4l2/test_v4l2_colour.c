/*
 * Colours of cameras, against the definition in floating point.
 *
 * SPDX-License-Identifier: MIT
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "v4l2_colour.h"

#define LIMITED V4L2_QUANTIZATION_LIM_RANGE
#define FULL	V4L2_QUANTIZATION_FULL_RANGE

struct yuv {
	uint8_t luma, cb, cr;
};

static uint8_t byte(double value)
{
	return (uint8_t)lround(fmin(fmax(value, 0), 255));
}

static struct yuv encode(const double rgb[3], double kr, double kb,
			 int is_limited)
{
	double luma = kr * rgb[0] + (1 - kr - kb) * rgb[1] + kb * rgb[2];
	double cb = (rgb[2] - luma) / (2 * (1 - kb));
	double cr = (rgb[0] - luma) / (2 * (1 - kr));

	if (is_limited)
		return (struct yuv){ byte(16 + luma * 219),
				     byte(128 + cb * 224),
				     byte(128 + cr * 224) };
	return (struct yuv){ byte(luma * 255), byte(128 + cb * 255),
			     byte(128 + cr * 255) };
}

static struct yuv convert(struct v4l2_colour colour, struct yuv from)
{
	uint8_t in[4][2] = { { from.luma, from.luma },
			     { from.luma, from.luma },
			     { from.cb, from.cb },
			     { from.cr, from.cr } };
	uint8_t out[4][2] = { 0 };
	const uint8_t *rows[4] = { in[0], in[1], in[2], in[3] };
	uint8_t *to[4] = { out[0], out[1], out[2], out[3] };

	v4l2_colour_rows(&colour, rows, to, 2);
	assert_int_equal(out[0][0], out[1][1]);
	return (struct yuv){ out[0][0], out[2][0], out[3][0] };
}

/* All corners and some of the inside of the colour cube. */
static void assert_right(struct v4l2_colour colour, double kr, double kb,
			 int is_limited)
{
	for (int i = 0; i < 5 * 5 * 5; i++) {
		double rgb[3] = { i % 5 / 4.0, i / 5 % 5 / 4.0, i / 25 / 4.0 };
		struct yuv seen =
			convert(colour, encode(rgb, kr, kb, is_limited));
		struct yuv right = encode(rgb, 0.299, 0.114, 0);

		assert_in_range(seen.luma - right.luma + 2, 0, 4);
		assert_in_range(seen.cb - right.cb + 2, 0, 4);
		assert_in_range(seen.cr - right.cr + 2, 0, 4);
	}
}

static void test_full_range_bt601_is_left_alone(void **state)
{
	(void)state;
	assert_false(v4l2_colour_of(V4L2_COLORSPACE_SRGB, V4L2_YCBCR_ENC_601,
				    FULL, false)
			     .is_needed);
	assert_false(
		v4l2_colour_of(V4L2_COLORSPACE_JPEG, 0, 0, false).is_needed);
}

static void test_limited_bt601_becomes_full_range(void **state)
{
	(void)state;
	assert_right(v4l2_colour_of(V4L2_COLORSPACE_SRGB, V4L2_YCBCR_ENC_601,
				    LIMITED, false),
		     0.299, 0.114, 1);
}

static void test_limited_bt709_becomes_full_range_bt601(void **state)
{
	(void)state;
	assert_right(v4l2_colour_of(V4L2_COLORSPACE_REC709, 0, 0, false),
		     0.2126, 0.0722, 1);
}

static void test_full_bt709_becomes_bt601(void **state)
{
	(void)state;
	assert_right(v4l2_colour_of(V4L2_COLORSPACE_REC709, 0, FULL, false),
		     0.2126, 0.0722, 0);
}

static void test_limited_bt2020_becomes_full_range_bt601(void **state)
{
	(void)state;
	assert_right(v4l2_colour_of(V4L2_COLORSPACE_BT2020, 0, 0, false),
		     0.2627, 0.0593, 1);
}

static void test_bytes_beyond_the_range_do_not_wrap(void **state)
{
	struct v4l2_colour colour =
		v4l2_colour_of(V4L2_COLORSPACE_REC709, 0, 0, false);

	(void)state;
	assert_int_equal(convert(colour, (struct yuv){ 255, 128, 128 }).luma,
			 255);
	assert_int_equal(convert(colour, (struct yuv){ 0, 0, 0 }).luma, 0);
	assert_int_equal(convert(colour, (struct yuv){ 255, 255, 255 }).cr,
			 255);
}

static void test_grey_is_full_range_unless_it_is_said(void **state)
{
	(void)state;
	assert_false(
		v4l2_colour_of(V4L2_COLORSPACE_SRGB, 0, 0, true).is_needed);
	assert_true(v4l2_colour_of(V4L2_COLORSPACE_SRGB, 0, LIMITED, true)
			    .is_needed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_full_range_bt601_is_left_alone),
		cmocka_unit_test(test_limited_bt601_becomes_full_range),
		cmocka_unit_test(test_limited_bt709_becomes_full_range_bt601),
		cmocka_unit_test(test_full_bt709_becomes_bt601),
		cmocka_unit_test(test_limited_bt2020_becomes_full_range_bt601),
		cmocka_unit_test(test_bytes_beyond_the_range_do_not_wrap),
		cmocka_unit_test(test_grey_is_full_range_unless_it_is_said),
	};

	return cmocka_run_group_tests_name("v4l2_colour", tests, NULL, NULL);
}
