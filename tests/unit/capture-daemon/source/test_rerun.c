/*
 * What a live stream shows a second time is known again.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rerun.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const uint8_t picture[] = "a keyframe";

static bool note(struct rerun *rerun, int64_t time)
{
	return rerun_note(rerun, time, picture, sizeof(picture));
}

static void test_keyframe_is_new_once(void **state)
{
	struct rerun rerun = { 0 };

	(void)state;
	assert_false(rerun_has_begun(&rerun));
	assert_false(note(&rerun, 7));
	assert_true(rerun_has_begun(&rerun));
	assert_true(note(&rerun, 7));
}

/* A scene in which nothing moves; a sender whose clock begins anew. */
static void test_same_bytes_or_same_time_alone_are_new(void **state)
{
	static const uint8_t other[] = "b keyframe";
	struct rerun rerun = { 0 };

	(void)state;
	assert_false(note(&rerun, 7));
	assert_false(note(&rerun, 8));
	assert_false(rerun_note(&rerun, 7, other, sizeof(other)));
	assert_false(rerun_note(&rerun, 7, picture, sizeof(picture) - 1));
}

static void test_the_latest_keyframes_are_known(void **state)
{
	struct rerun rerun = { 0 };

	(void)state;
	for (int64_t time = 0; time < 2 * RERUN_KEYFRAMES; time++)
		assert_false(note(&rerun, time));
	for (int64_t time = RERUN_KEYFRAMES; time < 2 * RERUN_KEYFRAMES; time++)
		assert_true(note(&rerun, time));
	assert_false(note(&rerun, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keyframe_is_new_once),
		cmocka_unit_test(test_same_bytes_or_same_time_alone_are_new),
		cmocka_unit_test(test_the_latest_keyframes_are_known),
	};

	return cmocka_run_group_tests_name("rerun", tests, NULL, NULL);
}
