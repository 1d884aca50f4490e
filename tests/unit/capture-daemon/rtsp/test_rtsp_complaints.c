/*
 * The same complaint is told once, and many are not told at all.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtsp_complaints.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_the_same_is_told_once(void **state)
{
	struct rtsp_complaints complaints = { 0 };

	(void)state;
	assert_true(rtsp_complaints_add(&complaints, "a", 1));
	for (uint64_t i = 2; i < 100; i++)
		assert_false(rtsp_complaints_add(&complaints, "a",
						 i * RTSP_COMPLAINT_EACH_NS));
	rtsp_complaints_forget(&complaints);
	assert_true(rtsp_complaints_add(&complaints, "a",
					100 * RTSP_COMPLAINT_EACH_NS));
}

static void test_many_different_ones_are_few_a_minute(void **state)
{
	struct rtsp_complaints complaints = { 0 };
	unsigned told = 0;
	char text[16];

	(void)state;
	for (unsigned i = 0; i < 1000; i++) {
		snprintf(text, sizeof(text), "%u", i);
		told += rtsp_complaints_add(&complaints, text,
					    i * RTSP_COMPLAINT_EACH_NS / 100);
	}
	assert_int_equal(told, RTSP_COMPLAINTS_AT_ONCE + 9);
}

static void test_long_ones_are_the_same_by_their_beginning(void **state)
{
	struct rtsp_complaints complaints = { 0 };
	char text[1024];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_true(rtsp_complaints_add(&complaints, text, 1));
	assert_false(rtsp_complaints_add(&complaints, text, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_same_is_told_once),
		cmocka_unit_test(test_many_different_ones_are_few_a_minute),
		cmocka_unit_test(
			test_long_ones_are_the_same_by_their_beginning),
	};

	return cmocka_run_group_tests_name("rtsp_complaints", tests, NULL,
					   NULL);
}
