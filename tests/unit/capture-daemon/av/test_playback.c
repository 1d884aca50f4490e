/*
 * Recordings play at their own rate and loop without a gap.
 *
 * SPDX-License-Identifier: MIT
 */
#include "playback.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "clock.h"

#define NOW_NS	  (1000 * NS_PER_S)
#define PERIOD_NS (40 * NS_PER_MS)

static void test_pictures_keep_their_distances(void **state)
{
	struct playback playback;

	(void)state;
	playback_start(&playback, 25);
	assert_int_equal(playback_due_ns(&playback, 700, NOW_NS), NOW_NS);
	assert_int_equal(playback_due_ns(&playback, 700 + 50, NOW_NS),
			 NOW_NS + 50);
	assert_int_equal(playback_due_ns(&playback, 700 + 80, NOW_NS),
			 NOW_NS + 80);
}

static void test_loop_goes_on_one_period_after_the_end(void **state)
{
	struct playback playback;
	uint64_t end_ns;

	(void)state;
	playback_start(&playback, 25);
	playback_due_ns(&playback, 0, NOW_NS);
	end_ns = playback_due_ns(&playback, (int64_t)PERIOD_NS, NOW_NS);
	playback_rewind(&playback);
	assert_int_equal(playback_due_ns(&playback, 0, end_ns),
			 end_ns + PERIOD_NS);
}

static void test_single_picture_is_shown_once_a_second(void **state)
{
	struct playback playback;

	(void)state;
	playback_start(&playback, 25);
	playback_due_ns(&playback, 0, NOW_NS);
	playback_rewind(&playback);
	assert_int_equal(playback_due_ns(&playback, 0, NOW_NS),
			 NOW_NS + NS_PER_S);
}

static void test_period_stands_in_for_missing_and_wild_times(void **state)
{
	struct playback playback;

	(void)state;
	playback_start(&playback, 25);
	playback_due_ns(&playback, PLAYBACK_UNKNOWN, NOW_NS);
	assert_int_equal(playback_due_ns(&playback, PLAYBACK_UNKNOWN, NOW_NS),
			 NOW_NS + PERIOD_NS);
	assert_int_equal(
		playback_due_ns(&playback, 1000 * (int64_t)NS_PER_S, NOW_NS),
		NOW_NS + 2 * PERIOD_NS);
	assert_int_equal(playback_due_ns(&playback, 0, NOW_NS),
			 NOW_NS + 3 * PERIOD_NS);
	assert_int_equal(playback_due_ns(&playback, INT64_MAX, NOW_NS),
			 NOW_NS + 4 * PERIOD_NS);
	assert_int_equal(playback_due_ns(&playback, -INT64_MAX, NOW_NS),
			 NOW_NS + 5 * PERIOD_NS);
}

static void test_late_playback_does_not_catch_up(void **state)
{
	struct playback playback;

	(void)state;
	playback_start(&playback, 0);
	playback_due_ns(&playback, 0, NOW_NS);
	assert_int_equal(playback_due_ns(&playback, (int64_t)PERIOD_NS,
					 NOW_NS + 10 * NS_PER_S),
			 NOW_NS + 10 * NS_PER_S);
	assert_int_equal(playback_due_ns(&playback, 2 * (int64_t)PERIOD_NS,
					 NOW_NS + 10 * NS_PER_S),
			 NOW_NS + 10 * NS_PER_S + PERIOD_NS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pictures_keep_their_distances),
		cmocka_unit_test(test_loop_goes_on_one_period_after_the_end),
		cmocka_unit_test(test_single_picture_is_shown_once_a_second),
		cmocka_unit_test(
			test_period_stands_in_for_missing_and_wild_times),
		cmocka_unit_test(test_late_playback_does_not_catch_up),
	};

	return cmocka_run_group_tests_name("playback", tests, NULL, NULL);
}
