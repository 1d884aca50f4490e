/*
 * Letters can be told apart and stay in their cells.
 *
 * SPDX-License-Identifier: MIT
 */
#include "text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define CELL_PX (TEXT_ADVANCE_DOTS * TEXT_HEIGHT_DOTS)

static const struct ink white = { 255, 128, 128 };

/* The dots of one letter at scale 1. */
static void letter_dots(const char *letter, uint8_t *dots)
{
	struct canvas canvas;

	assert_int_equal(
		canvas_create(&canvas, TEXT_ADVANCE_DOTS, TEXT_HEIGHT_DOTS), 0);
	text_draw(&canvas, 0, 0, 1, white, letter);
	memcpy(dots, canvas.planes[0], CELL_PX);
	canvas_destroy(&canvas);
}

static void test_no_two_letters_look_alike(void **state)
{
	uint8_t seen[127][CELL_PX];

	(void)state;
	for (char letter = ' '; letter <= '~'; letter++) {
		letter_dots((char[]){ letter, '\0' }, seen[(int)letter]);
		for (char before = ' '; before < letter; before++)
			assert_memory_not_equal(seen[(int)letter],
						seen[(int)before], CELL_PX);
	}
}

static void test_letter_leaves_a_gap_to_the_next(void **state)
{
	uint8_t dots[CELL_PX];

	(void)state;
	for (char letter = ' '; letter <= '~'; letter++) {
		letter_dots((char[]){ letter, '\0' }, dots);
		for (int row = 0; row < TEXT_HEIGHT_DOTS; row++)
			assert_int_equal(dots[row * TEXT_ADVANCE_DOTS +
					      TEXT_ADVANCE_DOTS - 1],
					 0);
	}
}

static void test_anything_else_is_a_block(void **state)
{
	uint8_t block[CELL_PX], other[CELL_PX];

	(void)state;
	letter_dots("\x7f", block);
	assert_int_equal(block[0], 255);
	letter_dots("\n", other);
	assert_memory_equal(block, other, CELL_PX);
	letter_dots("\xff", other);
	assert_memory_equal(block, other, CELL_PX);
}

static void test_scale_makes_dots_into_squares(void **state)
{
	struct canvas canvas;

	(void)state;
	assert_int_equal(canvas_create(&canvas, 18, 24), 0);
	text_draw(&canvas, 0, 0, 3, white, "|");
	for (int y = 0; y < 24; y++)
		for (int x = 0; x < 18; x++)
			assert_int_equal(canvas.planes[0][y * 18 + x],
					 x >= 6 && x < 9 ? 255 : 0);
	canvas_destroy(&canvas);
}

static void test_scale_is_the_largest_that_fits(void **state)
{
	(void)state;
	assert_int_equal(text_width_px("", 5), 0);
	assert_int_equal(text_width_px("a", 5), 25);
	assert_int_equal(text_width_px("ab", 2), 22);
	assert_int_equal(text_scale_for_width("ab", 22), 2);
	assert_int_equal(text_scale_for_width("ab", 21), 1);
	assert_int_equal(text_scale_for_width("ab", 3), 1);
	assert_int_equal(text_scale_for_width("", 100), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_two_letters_look_alike),
		cmocka_unit_test(test_letter_leaves_a_gap_to_the_next),
		cmocka_unit_test(test_anything_else_is_a_block),
		cmocka_unit_test(test_scale_makes_dots_into_squares),
		cmocka_unit_test(test_scale_is_the_largest_that_fits),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
