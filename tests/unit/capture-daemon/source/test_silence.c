/*
 * How long a source may pause, by its own pace.
 *
 * SPDX-License-Identifier: MIT
 */
#include "silence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "clock.h"

#define BEGIN_NS (1000 * NS_PER_S)
#define LEAST_NS (5 * NS_PER_S)

/* `count` pictures; returns when the next would come. */
static uint64_t pictures_note(struct silence *silence, int count,
			      uint64_t begin_ns, uint64_t interval_ns)
{
	for (int i = 0; i < count; i++)
		silence_note_picture(silence,
				     begin_ns + (uint64_t)i * interval_ns);
	return begin_ns + (uint64_t)count * interval_ns;
}

static void test_quick_camera_is_silent_within_two_seconds(void **state)
{
	struct silence silence;

	(void)state;
	silence_start(&silence, 0);
	pictures_note(&silence, 10, BEGIN_NS, NS_PER_S / 30);
	assert_int_equal(silence_allowed_ns(&silence), SILENCE_LEAST_NS);
	assert_int_equal(silence_patience_ns(&silence, LEAST_NS), LEAST_NS);
}

static void test_slow_camera_may_pause_for_two_intervals(void **state)
{
	struct silence silence;

	(void)state;
	silence_start(&silence, 0);
	pictures_note(&silence, 10, BEGIN_NS, 10 * NS_PER_S);
	assert_int_equal(silence_allowed_ns(&silence), 20 * NS_PER_S);
	assert_int_equal(silence_patience_ns(&silence, LEAST_NS),
			 20 * NS_PER_S);
}

static void test_first_pictures_may_be_far_apart(void **state)
{
	struct silence silence;

	(void)state;
	silence_start(&silence, 0);
	for (int i = 0; i < 4; i++) {
		silence_note_picture(&silence, BEGIN_NS + (uint64_t)i);
		assert_true(silence_allowed_ns(&silence) > 12 * NS_PER_S);
		assert_true(silence_patience_ns(&silence, LEAST_NS) >=
			    silence_allowed_ns(&silence));
	}
}

/* Some servers send each picture twice; some cameras are slow by night. */
static void test_longest_of_the_latest_intervals_counts(void **state)
{
	struct silence silence;
	uint64_t now_ns;

	(void)state;
	silence_start(&silence, 0);
	now_ns = pictures_note(&silence, 8, BEGIN_NS, NS_PER_S / 30);
	for (int i = 0; i < 8; i++) {
		now_ns += i % 2 * 10 * NS_PER_S;
		silence_note_picture(&silence, now_ns);
	}
	assert_int_equal(silence_allowed_ns(&silence), 20 * NS_PER_S);
	pictures_note(&silence, 9, now_ns, NS_PER_S / 30);
	assert_int_equal(silence_allowed_ns(&silence), SILENCE_LEAST_NS);
}

static void test_time_away_is_no_interval(void **state)
{
	struct silence silence;

	(void)state;
	silence_start(&silence, 0);
	pictures_note(&silence, 10, BEGIN_NS, NS_PER_S);
	silence_open(&silence);
	pictures_note(&silence, 2, BEGIN_NS + 3600 * NS_PER_S, NS_PER_S);
	assert_int_equal(silence_allowed_ns(&silence), 2 * NS_PER_S);
}

/* Or the first picture of a rare camera would never be waited for. */
static void test_patience_doubles_with_each_loss(void **state)
{
	struct silence silence;

	(void)state;
	silence_start(&silence, 0);
	for (uint64_t factor = 1; factor <= 8; factor *= 2) {
		silence_open(&silence);
		assert_int_equal(silence_patience_ns(&silence, LEAST_NS),
				 factor * LEAST_NS);
		silence_note_loss(&silence);
	}
	assert_int_equal(silence_patience_ns(&silence, LEAST_NS), 8 * LEAST_NS);
	pictures_note(&silence, 10, BEGIN_NS, NS_PER_S);
	assert_int_equal(silence_patience_ns(&silence, LEAST_NS), LEAST_NS);
}

static void test_longest_pause_that_is_learned_is_limited(void **state)
{
	struct silence silence;

	(void)state;
	silence_start(&silence, 0);
	pictures_note(&silence, 10, BEGIN_NS, 7200 * NS_PER_S);
	assert_int_equal(silence_allowed_ns(&silence), 600 * NS_PER_S);
}

static void test_given_time_is_all_that_counts(void **state)
{
	struct silence silence;

	(void)state;
	silence_start(&silence, 60);
	assert_int_equal(silence_patience_ns(&silence, LEAST_NS),
			 60 * NS_PER_S);
	pictures_note(&silence, 10, BEGIN_NS, NS_PER_S / 30);
	silence_note_loss(&silence);
	assert_int_equal(silence_allowed_ns(&silence), 60 * NS_PER_S);
	assert_int_equal(silence_patience_ns(&silence, LEAST_NS),
			 60 * NS_PER_S);
	assert_int_equal(silence_learned_ns(&silence, LEAST_NS), 60 * NS_PER_S);
}

static void test_short_given_time_leaves_time_to_connect(void **state)
{
	struct silence silence;

	(void)state;
	silence_start(&silence, 2);
	assert_int_equal(silence_patience_ns(&silence, LEAST_NS), LEAST_NS);
	silence_note_picture(&silence, BEGIN_NS);
	assert_int_equal(silence_patience_ns(&silence, LEAST_NS), 2 * NS_PER_S);
}

/* A camera of this machine says its rate; nothing is guessed before. */
static void test_own_rate_is_not_second_guessed(void **state)
{
	struct silence silence;

	(void)state;
	silence_start(&silence, 0);
	silence_note_picture(&silence, BEGIN_NS);
	assert_int_equal(silence_learned_ns(&silence, 2 * NS_PER_S),
			 2 * NS_PER_S);
	silence_note_picture(&silence, BEGIN_NS + 4 * NS_PER_S);
	assert_int_equal(silence_learned_ns(&silence, 2 * NS_PER_S),
			 8 * NS_PER_S);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_quick_camera_is_silent_within_two_seconds),
		cmocka_unit_test(test_slow_camera_may_pause_for_two_intervals),
		cmocka_unit_test(test_first_pictures_may_be_far_apart),
		cmocka_unit_test(test_longest_of_the_latest_intervals_counts),
		cmocka_unit_test(test_time_away_is_no_interval),
		cmocka_unit_test(test_patience_doubles_with_each_loss),
		cmocka_unit_test(test_longest_pause_that_is_learned_is_limited),
		cmocka_unit_test(test_given_time_is_all_that_counts),
		cmocka_unit_test(test_short_given_time_leaves_time_to_connect),
		cmocka_unit_test(test_own_rate_is_not_second_guessed),
	};

	return cmocka_run_group_tests_name("silence", tests, NULL, NULL);
}
