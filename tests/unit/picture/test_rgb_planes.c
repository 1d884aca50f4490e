/*
 * RGB becomes the planes that a JPEG of it would hold (ITU-T T.871).
 *
 * SPDX-License-Identifier: MIT
 */
#include "rgb_planes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define WIDTH_PX     16
#define HEIGHT_PX    8
/* Between two rows, so that a wrong stride is seen. */
#define GAP_BYTES    5
#define STRIDE_BYTES (WIDTH_PX * 3 + GAP_BYTES)

static uint8_t luma[WIDTH_PX * HEIGHT_PX];
static uint8_t cb[WIDTH_PX * HEIGHT_PX / 4], cr[WIDTH_PX * HEIGHT_PX / 4];

/* The planes of a picture that is all of one pixel. */
static void planes_fill(const uint8_t pixel[3], bool is_bgr)
{
	static uint8_t bytes[STRIDE_BYTES * HEIGHT_PX];
	uint8_t *const planes[3] = { luma, cb, cr };
	const struct rgb_pixels pixels = { bytes, WIDTH_PX, HEIGHT_PX,
					   STRIDE_BYTES, is_bgr };
	struct rgb_planes *converter;

	for (int y = 0; y < HEIGHT_PX; y++)
		for (int i = 0; i < WIDTH_PX * 3; i++)
			bytes[y * STRIDE_BYTES + i] = pixel[i % 3];
	assert_int_equal(rgb_planes_create(&converter), 0);
	rgb_planes_make(converter, &pixels, planes);
	rgb_planes_destroy(converter);
}

static void assert_all(const uint8_t *plane, size_t count, int expected)
{
	for (size_t i = 0; i < count; i++)
		assert_in_range(plane[i], expected - 1, expected + 1);
}

static void assert_planes(int expected_luma, int expected_cb, int expected_cr)
{
	assert_all(luma, sizeof(luma), expected_luma);
	assert_all(cb, sizeof(cb), expected_cb);
	assert_all(cr, sizeof(cr), expected_cr);
}

static void test_red_is_red_in_either_order(void **state)
{
	static const uint8_t rgb[3] = { 254, 0, 0 }, bgr[3] = { 0, 0, 254 };

	(void)state;
	planes_fill(rgb, false);
	assert_planes(76, 85, 254);
	planes_fill(bgr, true);
	assert_planes(76, 85, 254);
}

static void test_grey_has_no_colour(void **state)
{
	static const uint8_t grey[3] = { 200, 200, 200 };

	(void)state;
	planes_fill(grey, false);
	assert_planes(200, 128, 128);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_red_is_red_in_either_order),
		cmocka_unit_test(test_grey_has_no_colour),
	};

	return cmocka_run_group_tests_name("rgb_planes", tests, NULL, NULL);
}
