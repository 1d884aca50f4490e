/*
 * Recordings play at their own rate and loop without a gap; a live stream that
 * comes in bursts is shown at its own rate.
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

static void
test_recording_of_a_picture_in_half_a_minute_is_no_damage(void **state)
{
	struct playback playback;

	(void)state;
	playback_start(&playback, 1.0 / 30);
	playback_due_ns(&playback, 0, NOW_NS);
	assert_int_equal(
		playback_due_ns(&playback, 30 * (int64_t)NS_PER_S, NOW_NS),
		NOW_NS + 30 * NS_PER_S);
}

/* ------------------------------------------------------------ bursts ----- */

#define SEGMENT_PICTURES 20
#define PICTURE_NS	 (100 * NS_PER_MS)
#define SEGMENT_NS	 (SEGMENT_PICTURES * PICTURE_NS)

/* A stream of segments, and what a viewer sees of it. */
struct bursts {
	struct playback playback;
	uint64_t picture;     /* the next one, counted from 0 */
	int64_t begin_ns;     /* the sender's time of the first one */
	uint64_t last_due_ns; /* 0: none yet */
	uint64_t step_min_ns, step_max_ns;
};

static void bursts_forget(struct bursts *bursts)
{
	bursts->step_min_ns = UINT64_MAX;
	bursts->step_max_ns = 0;
}

static void bursts_start(struct bursts *bursts)
{
	*bursts = (struct bursts){ .begin_ns = 5 * (int64_t)NS_PER_S };
	playback_start(&bursts->playback, 10);
	bursts_forget(bursts);
}

static void step_note(struct bursts *bursts, uint64_t due_ns)
{
	uint64_t step_ns = due_ns - bursts->last_due_ns;

	assert_true(due_ns >= bursts->last_due_ns);
	if (bursts->last_due_ns != 0 && step_ns < bursts->step_min_ns)
		bursts->step_min_ns = step_ns;
	if (bursts->last_due_ns != 0 && step_ns > bursts->step_max_ns)
		bursts->step_max_ns = step_ns;
	bursts->last_due_ns = due_ns;
}

/* A segment arrives. Returns how long its first picture has to wait. */
static uint64_t segment_come(struct bursts *bursts, uint64_t arrived_ns)
{
	uint64_t wait_ns = 0;

	for (int i = 0; i < SEGMENT_PICTURES; i++) {
		int64_t time_ns = bursts->begin_ns +
				  (int64_t)(bursts->picture++ * PICTURE_NS);
		uint64_t due_ns = playback_live_due_ns(&bursts->playback,
						       time_ns, arrived_ns);

		assert_true(due_ns >= arrived_ns);
		if (i == 0)
			wait_ns = due_ns - arrived_ns;
		step_note(bursts, due_ns);
	}
	return wait_ns;
}

/* `count` segments, each `period_ns` after the one before. */
static uint64_t segments_come(struct bursts *bursts, int count,
			      uint64_t arrived_ns, uint64_t period_ns)
{
	for (int i = 0; i < count; i++, arrived_ns += period_ns)
		segment_come(bursts, arrived_ns);
	return arrived_ns;
}

static void test_bursts_are_shown_at_their_own_pace(void **state)
{
	struct bursts bursts;

	(void)state;
	bursts_start(&bursts);
	segments_come(&bursts, 20, NOW_NS, SEGMENT_NS);
	assert_int_equal(bursts.step_min_ns, PICTURE_NS);
	assert_int_equal(bursts.step_max_ns, PICTURE_NS);
	assert_int_equal(playback_live_awaited_ns(&bursts.playback),
			 bursts.last_due_ns + SEGMENT_NS);
}

/* One that was late slows the rest down, so that the next is not. */
static void test_late_segment_stops_the_picture_once(void **state)
{
	struct bursts bursts;
	uint64_t next_ns;

	(void)state;
	bursts_start(&bursts);
	next_ns = segments_come(&bursts, 5, NOW_NS, SEGMENT_NS) + NS_PER_S;
	segment_come(&bursts, next_ns);
	assert_int_equal(bursts.step_max_ns,
			 PICTURE_NS + NS_PER_S - PLAYBACK_RESERVE_NS);
	next_ns = segments_come(&bursts, 5, next_ns + SEGMENT_NS, SEGMENT_NS);
	bursts_forget(&bursts);
	assert_true(segment_come(&bursts, next_ns) >= PLAYBACK_RESERVE_NS);
	assert_int_equal(bursts.step_max_ns, PICTURE_NS);
}

/* Whatever clock the sender has, pictures neither stop nor grow old. */
static void assert_follows(uint64_t period_ns)
{
	struct bursts bursts;
	uint64_t next_ns;

	bursts_start(&bursts);
	next_ns = segments_come(&bursts, 2000, NOW_NS, period_ns);
	assert_true(bursts.step_min_ns >= PICTURE_NS - PICTURE_NS / 16);
	assert_true(bursts.step_max_ns <= PICTURE_NS + PICTURE_NS / 16 + 1);
	assert_in_range(segment_come(&bursts, next_ns), PLAYBACK_RESERVE_NS / 2,
			3 * PLAYBACK_RESERVE_NS);
}

static void test_quick_clock_of_the_sender_does_not_make_it_older(void **state)
{
	(void)state;
	assert_follows(SEGMENT_NS - SEGMENT_NS / 500);
}

static void test_slow_clock_of_the_sender_does_not_stop_it(void **state)
{
	(void)state;
	assert_follows(SEGMENT_NS + SEGMENT_NS / 500);
}

static void test_delay_that_is_not_needed_is_given_back(void **state)
{
	struct bursts bursts;
	uint64_t next_ns;

	(void)state;
	bursts_start(&bursts);
	/* The first one had been there for a while, so the next come sooner. */
	segment_come(&bursts, NOW_NS);
	next_ns = NOW_NS + SEGMENT_NS / 4;
	next_ns = segments_come(&bursts, 40, next_ns, SEGMENT_NS);
	assert_in_range(segment_come(&bursts, next_ns), PLAYBACK_RESERVE_NS,
			2 * PLAYBACK_RESERVE_NS);
	assert_true(bursts.step_min_ns >= PICTURE_NS - PICTURE_NS / 16);
}

/* The picture before it stands still; the clock goes on. */
static void test_lost_segment_is_a_gap(void **state)
{
	struct bursts bursts;
	uint64_t next_ns;

	(void)state;
	bursts_start(&bursts);
	next_ns = segments_come(&bursts, 5, NOW_NS, SEGMENT_NS);
	bursts.picture += SEGMENT_PICTURES;
	next_ns = segments_come(&bursts, 1, next_ns + SEGMENT_NS, SEGMENT_NS);
	assert_int_equal(bursts.step_max_ns, PICTURE_NS + SEGMENT_NS);
	bursts_forget(&bursts);
	segments_come(&bursts, 5, next_ns, SEGMENT_NS);
	assert_int_equal(bursts.step_max_ns, PICTURE_NS);
}

/* Discontinuities: no picture waits for the new clock, or hurries after it. */
static void test_new_clock_of_the_sender_is_no_gap(void **state)
{
	static const int64_t jumps_s[] = { 8, -8, 3600, -3600, 95443 };

	(void)state;
	for (size_t i = 0; i < sizeof(jumps_s) / sizeof(jumps_s[0]); i++) {
		struct bursts bursts;
		uint64_t next_ns;

		bursts_start(&bursts);
		next_ns = segments_come(&bursts, 5, NOW_NS, SEGMENT_NS);
		bursts.begin_ns += jumps_s[i] * (int64_t)NS_PER_S;
		segments_come(&bursts, 5, next_ns, SEGMENT_NS);
		assert_int_equal(bursts.step_min_ns, PICTURE_NS);
		assert_int_equal(bursts.step_max_ns, PICTURE_NS);
	}
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
		cmocka_unit_test(
			test_recording_of_a_picture_in_half_a_minute_is_no_damage),
		cmocka_unit_test(test_bursts_are_shown_at_their_own_pace),
		cmocka_unit_test(test_late_segment_stops_the_picture_once),
		cmocka_unit_test(
			test_quick_clock_of_the_sender_does_not_make_it_older),
		cmocka_unit_test(
			test_slow_clock_of_the_sender_does_not_stop_it),
		cmocka_unit_test(test_delay_that_is_not_needed_is_given_back),
		cmocka_unit_test(test_lost_segment_is_a_gap),
		cmocka_unit_test(test_new_clock_of_the_sender_is_no_gap),
	};

	return cmocka_run_group_tests_name("playback", tests, NULL, NULL);
}
