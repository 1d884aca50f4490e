/*
 * Drawing stays inside the picture and has the colours that were asked for.
 *
 * SPDX-License-Identifier: MIT
 */
#include "canvas.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static uint8_t at(const struct canvas *canvas, int plane, int x, int y)
{
	return canvas->planes[plane][y * canvas->strides[plane] + x];
}

static void assert_ink(struct ink ink, int luma, int cb, int cr)
{
	assert_int_equal(ink.luma, luma);
	assert_int_equal(ink.cb, cb);
	assert_int_equal(ink.cr, cr);
}

/* ITU-T T.871: full range, BT.601. */
static void test_ink_is_jpeg_colour(void **state)
{
	(void)state;
	assert_ink(ink_rgb(0, 0, 0), 0, 128, 128);
	assert_ink(ink_rgb(255, 255, 255), 255, 128, 128);
	assert_ink(ink_rgb(255, 0, 0), 76, 85, 255);
	assert_ink(ink_rgb(0, 255, 0), 150, 44, 21);
	assert_ink(ink_rgb(0, 0, 255), 29, 255, 107);
}

static void test_fill_covers_just_its_rectangle(void **state)
{
	const struct ink red = ink_rgb(255, 0, 0);
	struct canvas canvas;

	(void)state;
	assert_int_equal(canvas_create(&canvas, 16, 12), 0);
	canvas_fill(&canvas, 4, 2, 6, 4, red);
	for (int y = 0; y < 12; y++)
		for (int x = 0; x < 16; x++) {
			int is_in = x >= 4 && x < 10 && y >= 2 && y < 6;

			assert_int_equal(at(&canvas, 0, x, y),
					 is_in ? red.luma : 0);
			assert_int_equal(at(&canvas, 2, x / 2, y / 2),
					 is_in ? red.cr : 128);
		}
	canvas_destroy(&canvas);
}

static void test_colour_reaches_the_odd_edges(void **state)
{
	const struct ink red = ink_rgb(255, 0, 0);
	struct canvas canvas;

	(void)state;
	assert_int_equal(canvas_create(&canvas, 16, 12), 0);
	canvas_fill(&canvas, 3, 3, 4, 4, red);
	for (int y = 0; y < 6; y++)
		for (int x = 0; x < 8; x++) {
			int is_in = x >= 1 && x <= 3 && y >= 1 && y <= 3;

			assert_int_equal(at(&canvas, 1, x, y),
					 is_in ? red.cb : 128);
		}
	canvas_destroy(&canvas);
}

/* AddressSanitizer is what looks over the edges here. */
static void test_what_lies_outside_is_cut_off(void **state)
{
	static const int sizes[][2] = { { 16, 12 }, { 17, 13 }, { 1, 1 } };

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct canvas canvas;

		assert_int_equal(
			canvas_create(&canvas, sizes[i][0], sizes[i][1]), 0);
		for (int y = -30; y < 30; y += 3)
			for (int x = -30; x < 30; x += 3) {
				canvas_fill(&canvas, x, y, 9, 9,
					    ink_rgb(1, 2, 3));
				canvas_disc(&canvas, x, y, 7, ink_rgb(1, 2, 3));
			}
		canvas_fill(&canvas, 0, 0, 0, 5, ink_rgb(9, 9, 9));
		canvas_fill(&canvas, 0, 0, 5, -5, ink_rgb(9, 9, 9));
		canvas_destroy(&canvas);
	}
}

/* What TurboJPEG reads of an odd size is there. */
static void test_luma_is_padded_to_even(void **state)
{
	struct canvas canvas;

	(void)state;
	assert_int_equal(canvas_create(&canvas, 17, 13), 0);
	assert_int_equal(canvas.strides[0], 18);
	assert_int_equal(canvas.strides[1], 9);
	assert_ptr_equal(canvas.planes[1], canvas.planes[0] + 18 * 14);
	assert_ptr_equal(canvas.planes[2], canvas.planes[1] + 9 * 7);
	canvas_destroy(&canvas);
}

static void test_disc_is_round(void **state)
{
	struct canvas canvas;
	int dots = 0;

	(void)state;
	assert_int_equal(canvas_create(&canvas, 200, 200), 0);
	canvas_disc(&canvas, 100, 100, 50, ink_rgb(255, 255, 255));
	for (int y = 0; y < 200; y++)
		for (int x = 0; x < 200; x++) {
			int distance =
				(x - 100) * (x - 100) + (y - 100) * (y - 100);

			if (at(&canvas, 0, x, y) == 255) {
				assert_true(distance <= 50 * 50);
				dots++;
			}
		}
	assert_in_range(dots, 7700, 8000); /* pi r^2 is 7854 */
	canvas_destroy(&canvas);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ink_is_jpeg_colour),
		cmocka_unit_test(test_fill_covers_just_its_rectangle),
		cmocka_unit_test(test_colour_reaches_the_odd_edges),
		cmocka_unit_test(test_what_lies_outside_is_cut_off),
		cmocka_unit_test(test_luma_is_padded_to_even),
		cmocka_unit_test(test_disc_is_round),
	};

	return cmocka_run_group_tests_name("canvas", tests, NULL, NULL);
}
