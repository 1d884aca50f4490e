/*
 * Pictures are left out only while they come faster than they can be decoded.
 *
 * SPDX-License-Identifier: MIT
 */
#include "lateness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "clock.h"

#define PERIOD_NS  (33 * NS_PER_MS)
#define KEY_PERIOD 30

/* A source and a decoder: when each picture comes, and how long it takes. */
struct play {
	struct lateness lateness;
	uint64_t now_ns, due_ns, begin_ns;
	unsigned pictures, decoded, dropped;
	bool has_keys;
};

static void play_start(struct play *play)
{
	*play = (struct play){ .now_ns = NS_PER_S,
			       .due_ns = NS_PER_S,
			       .has_keys = true };
}

static uint64_t picture_age_ns(const struct play *play)
{
	return play->now_ns - play->due_ns;
}

static enum lateness_cure picture_read(struct play *play, uint64_t decode_ns)
{
	uint64_t began_ns = play->now_ns;
	bool is_key = play->has_keys && play->pictures++ % KEY_PERIOD == 0;
	enum lateness_cure cure;

	play->due_ns += PERIOD_NS;
	if (play->now_ns < play->due_ns)
		play->now_ns = play->due_ns;
	cure = lateness_note(&play->lateness, play->now_ns,
			     play->now_ns - began_ns, is_key);
	if (cure == LATENESS_DROP) {
		play->dropped++;
	} else {
		play->decoded++;
		play->now_ns += decode_ns;
	}
	return cure;
}

static void test_who_keeps_up_decodes_everything(void **state)
{
	struct play play;

	(void)state;
	play_start(&play);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(picture_read(&play, PERIOD_NS * 9 / 10),
				 LATENESS_DECODE_ALL);
}

static void test_age_does_not_grow_when_decoding_is_too_slow(void **state)
{
	struct play play;
	uint64_t oldest_ns = 0;

	(void)state;
	play_start(&play);
	for (int i = 0; i < 18000; i++)
		if (picture_read(&play, PERIOD_NS * 6 / 5) != LATENESS_DROP &&
		    picture_age_ns(&play) > oldest_ns)
			oldest_ns = picture_age_ns(&play);
	assert_in_range(oldest_ns, 0, 500 * NS_PER_MS);
	assert_true(play.decoded > 18000 / 3);
}

static void test_what_is_not_needed_is_left_out_first(void **state)
{
	struct play play;
	enum lateness_cure cure = LATENESS_DECODE_ALL;

	(void)state;
	play_start(&play);
	while (cure == LATENESS_DECODE_ALL)
		cure = picture_read(&play, PERIOD_NS * 6 / 5);
	assert_int_equal(cure, LATENESS_DECODE_NEEDED);
	for (int i = 0; i < 1000; i++)
		assert_int_not_equal(picture_read(&play, PERIOD_NS / 2),
				     LATENESS_DROP);
}

static void test_burst_after_a_gap_is_decoded(void **state)
{
	struct play play;

	(void)state;
	play_start(&play);
	for (int i = 0; i < 100; i++)
		picture_read(&play, PERIOD_NS / 5);
	play.now_ns += NS_PER_S; /* the link was away */
	for (int i = 0; i < 100; i++)
		picture_read(&play, PERIOD_NS / 5);
	assert_int_equal(play.dropped, 0);
	assert_in_range(picture_age_ns(&play), 0, PERIOD_NS);
}

static void test_it_goes_on_with_a_keyframe(void **state)
{
	struct play play;
	enum lateness_cure cure = LATENESS_DECODE_ALL;

	(void)state;
	play_start(&play);
	while (cure != LATENESS_DROP)
		cure = picture_read(&play, PERIOD_NS * 2);
	while (cure == LATENESS_DROP)
		cure = picture_read(&play, PERIOD_NS * 2);
	assert_int_equal((play.pictures - 1) % KEY_PERIOD, 0);
}

static void test_keyframes_are_not_waited_for_for_ever(void **state)
{
	struct play play;

	(void)state;
	play_start(&play);
	play.has_keys = false;
	for (int i = 0; i < 1000; i++)
		picture_read(&play, PERIOD_NS * 2);
	assert_true(play.dropped > 0);
	assert_true(play.decoded > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_who_keeps_up_decodes_everything),
		cmocka_unit_test(
			test_age_does_not_grow_when_decoding_is_too_slow),
		cmocka_unit_test(test_what_is_not_needed_is_left_out_first),
		cmocka_unit_test(test_burst_after_a_gap_is_decoded),
		cmocka_unit_test(test_it_goes_on_with_a_keyframe),
		cmocka_unit_test(test_keyframes_are_not_waited_for_for_ever),
	};

	return cmocka_run_group_tests_name("lateness", tests, NULL, NULL);
}
