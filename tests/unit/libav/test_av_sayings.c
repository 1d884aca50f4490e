/*
 * What the libraries tell in their logs alone is noted.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_sayings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_noted(const char *line, enum av_saying expected)
{
	av_sayings_forget();
	av_sayings_note(line);
	for (enum av_saying saying = AV_SAYING_OTHER_PATH;
	     saying <= AV_SAYING_LATE_PACKET; saying++)
		assert_int_equal(av_sayings_hold(saying), saying == expected);
}

static void test_lines_of_the_libraries_are_understood(void **state)
{
	(void)state;
	assert_noted("App field don't match up: live <-> x",
		     AV_SAYING_OTHER_PATH);
	assert_noted("Unexpected stream a, expecting b", AV_SAYING_OTHER_PATH);
	assert_noted("[srt @ 0x7f] failed to set option SRTO_PASSPHRASE on "
		     "socket: Operation not supported: Bad parameters",
		     AV_SAYING_BAD_PASSPHRASE);
	assert_noted("processConnectRequest: rsp(REJECT): 1010 - Incorrect "
		     "passphrase",
		     AV_SAYING_OTHER_PASSPHRASE);
	assert_noted("@1:newConnection: connection rejected due to: INTERNAL "
		     "REJECTION - ERROR:UNSECURE",
		     AV_SAYING_ONE_PASSPHRASE);
	assert_noted("[rtsp @ 0x7f] RTP: dropping old packet received too late",
		     AV_SAYING_LATE_PACKET);
}

static void test_what_is_forgotten_is_not_held_any_more(void **state)
{
	(void)state;
	av_sayings_note("ERROR:BADSECRET");
	av_sayings_note("ERROR:UNSECURE");
	assert_true(av_sayings_hold(AV_SAYING_OTHER_PASSPHRASE));
	assert_true(av_sayings_hold(AV_SAYING_ONE_PASSPHRASE));
	av_sayings_forget();
	assert_false(av_sayings_hold(AV_SAYING_OTHER_PASSPHRASE));
	assert_false(av_sayings_hold(AV_SAYING_ONE_PASSPHRASE));
}

static void test_one_that_is_taken_leaves_the_others(void **state)
{
	(void)state;
	av_sayings_forget();
	assert_false(av_sayings_take(AV_SAYING_LATE_PACKET));
	av_sayings_note("ERROR:UNSECURE");
	av_sayings_note("RTP: dropping old packet received too late");
	assert_true(av_sayings_take(AV_SAYING_LATE_PACKET));
	assert_false(av_sayings_take(AV_SAYING_LATE_PACKET));
	assert_true(av_sayings_hold(AV_SAYING_ONE_PASSPHRASE));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines_of_the_libraries_are_understood),
		cmocka_unit_test(test_what_is_forgotten_is_not_held_any_more),
		cmocka_unit_test(test_one_that_is_taken_leaves_the_others),
	};

	return cmocka_run_group_tests_name("av_sayings", tests, NULL, NULL);
}
