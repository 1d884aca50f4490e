/*
 * The pattern moves, and carries its stamp.
 *
 * SPDX-License-Identifier: MIT
 */
#include "pattern_scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "clock.h"
#include "stamp.h"

#define WALL_NS	  (1790000000 * NS_PER_S)
#define PERIOD_NS (NS_PER_S / 30)

/* A sum over a part of one plane, given in the plane's own samples. */
static uint64_t part_sum(const struct canvas *canvas, int plane, int left,
			 int top, int right, int bottom)
{
	uint64_t sum = 0;

	for (int y = top; y < bottom; y++)
		for (int x = left; x < right; x++)
			sum = sum * 31 +
			      canvas->planes[plane]
					    [y * canvas->strides[plane] + x];
	return sum;
}

static void test_ball_clock_and_hand_move_with_each_frame(void **state)
{
	struct pattern_scene scene;
	uint64_t ball = 0, clock = 0, hand = 0;

	(void)state;
	assert_int_equal(pattern_scene_create(&scene, 1280, 720, "main"), 0);
	for (uint64_t i = 1; i < 90; i++) {
		const struct canvas *canvas = &scene.canvas;
		uint64_t ball_now, clock_now, hand_now;

		pattern_scene_draw(&scene, i, WALL_NS + i * PERIOD_NS);
		ball_now = part_sum(canvas, 2, 0, 0, 640, 130);
		clock_now = part_sum(canvas, 0, 0, 310, 850, 450);
		hand_now = part_sum(canvas, 2, 440, 160, 640, 325);
		assert_true(ball_now != ball);
		assert_true(clock_now != clock);
		assert_true(hand_now != hand);
		ball = ball_now;
		clock = clock_now;
		hand = hand_now;
	}
	pattern_scene_destroy(&scene);
}

static void test_same_moment_gives_the_same_picture(void **state)
{
	struct pattern_scene scene;
	uint64_t sum;

	(void)state;
	assert_int_equal(pattern_scene_create(&scene, 640, 360, "main"), 0);
	pattern_scene_draw(&scene, 7, WALL_NS);
	sum = part_sum(&scene.canvas, 0, 0, 0, 640, 360);
	pattern_scene_draw(&scene, 8, WALL_NS + PERIOD_NS);
	assert_true(part_sum(&scene.canvas, 0, 0, 0, 640, 360) != sum);
	pattern_scene_draw(&scene, 7, WALL_NS);
	assert_true(part_sum(&scene.canvas, 0, 0, 0, 640, 360) == sum);
	pattern_scene_destroy(&scene);
}

static void test_stamp_says_serial_and_microseconds(void **state)
{
	static const int sizes[][2] = { { 1280, 720 },
					{ 641, 361 },
					{ 160, 120 } };

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct pattern_scene scene;
		struct stamp stamp;

		assert_int_equal(pattern_scene_create(&scene, sizes[i][0],
						      sizes[i][1], "main"),
				 0);
		pattern_scene_draw(&scene, 0x100000005, WALL_NS + 123456789);
		assert_int_equal(stamp_read(scene.canvas.planes[0],
					    scene.canvas.strides[0],
					    sizes[i][0], sizes[i][1], &stamp),
				 0);
		assert_int_equal(stamp.serial, 5);
		assert_int_equal(stamp.captured_wall_us,
				 WALL_NS / 1000 + 123456);
		pattern_scene_destroy(&scene);
	}
}

static void test_any_size_can_be_drawn(void **state)
{
	static const int sizes[][2] = {
		{ 16, 16 }, { 17, 8192 }, { 8192, 17 }, { 333, 1999 }
	};

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct pattern_scene scene;

		assert_int_equal(pattern_scene_create(&scene, sizes[i][0],
						      sizes[i][1], "main"),
				 0);
		pattern_scene_draw(&scene, 1, WALL_NS);
		pattern_scene_destroy(&scene);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ball_clock_and_hand_move_with_each_frame),
		cmocka_unit_test(test_same_moment_gives_the_same_picture),
		cmocka_unit_test(test_stamp_says_serial_and_microseconds),
		cmocka_unit_test(test_any_size_can_be_drawn),
	};

	return cmocka_run_group_tests_name("pattern_scene", tests, NULL, NULL);
}
