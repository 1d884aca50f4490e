/*
 * The placeholder says something else when the reason is another, and no text
 * or size breaks it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "placeholder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "clock.h"

#define WALL_NS (1790000000 * NS_PER_S)

static uint64_t picture_sum(const char *slot, const char *reason,
			    uint64_t wall_ns)
{
	struct canvas canvas;
	uint64_t sum = 0;

	assert_int_equal(canvas_create(&canvas, 640, 360), 0);
	placeholder_draw(&canvas,
			 &(struct placeholder){ slot, "NO SIGNAL", reason },
			 wall_ns);
	for (int i = 0; i < 640 * 360; i++)
		sum = sum * 31 + canvas.planes[0][i];
	canvas_destroy(&canvas);
	return sum;
}

static void test_slot_reason_and_time_are_visible(void **state)
{
	uint64_t sum = picture_sum("main", "no answer", WALL_NS);

	(void)state;
	assert_true(picture_sum("main", "no answer", WALL_NS) == sum);
	assert_true(picture_sum("yard", "no answer", WALL_NS) != sum);
	assert_true(picture_sum("main", "no anger", WALL_NS) != sum);
	assert_true(picture_sum("main", "no answer", WALL_NS + NS_PER_S) !=
		    sum);
}

/* Rows between the headline and the time that are not just background. */
static int text_rows(const char *reason)
{
	struct canvas canvas;
	int rows = 0;

	assert_int_equal(canvas_create(&canvas, 640, 360), 0);
	placeholder_draw(&canvas,
			 &(struct placeholder){ "main", "NO SIGNAL", reason },
			 WALL_NS);
	for (int y = 175; y < 310; y++)
		for (int x = 0; x < 640; x++)
			if (canvas.planes[0][y * 640 + x] > 100) {
				rows++;
				break;
			}
	canvas_destroy(&canvas);
	return rows;
}

static void test_long_reason_is_wrapped(void **state)
{
	int one_line = text_rows("connection refused");

	(void)state;
	assert_in_range(one_line, 5, 25);
	assert_true(text_rows("cannot open rtsp://192.168.100.200:8554/drone: "
			      "connection refused") >= 2 * one_line - 4);
}

static void test_no_text_breaks_a_tiny_picture(void **state)
{
	static const int sizes[][2] = { { 16, 16 }, { 17, 100 }, { 100, 17 } };
	char endless[300];

	(void)state;
	memset(endless, 'W', sizeof(endless) - 1);
	endless[sizeof(endless) - 1] = '\0';
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct canvas canvas;

		assert_int_equal(
			canvas_create(&canvas, sizes[i][0], sizes[i][1]), 0);
		placeholder_draw(
			&canvas,
			&(struct placeholder){ endless, endless, endless },
			WALL_NS);
		placeholder_draw(&canvas, &(struct placeholder){ "", "", "" },
				 0);
		canvas_destroy(&canvas);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_slot_reason_and_time_are_visible),
		cmocka_unit_test(test_long_reason_is_wrapped),
		cmocka_unit_test(test_no_text_breaks_a_tiny_picture),
	};

	return cmocka_run_group_tests_name("placeholder", tests, NULL, NULL);
}
