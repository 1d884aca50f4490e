/*
 * Where a picture is counted.
 *
 * SPDX-License-Identifier: MIT
 */
#include "tally.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mailbox.h"

static uint64_t all_fates(const struct frame_report *report)
{
	return report->published + report->dropped_damaged +
	       report->dropped_late + report->dropped_unwanted +
	       report->dropped_unstorable;
}

static void test_every_captured_picture_has_one_fate(void **state)
{
	const struct frame_info info = { .size_bytes = 100 };
	struct mailbox_counts counts = { .skipped = 3 };
	struct frame_report report = { 0 };

	(void)state;
	tally_published(&report, &info);
	tally_failed(&report, -EBADMSG);
	tally_failed(&report, -ENOSPC);
	tally_failed(&report, -EFBIG);
	tally_unwanted(&report);
	tally_mailbox(&report, &counts);
	assert_int_equal(report.published, 1);
	assert_int_equal(report.dropped_damaged, 1);
	assert_int_equal(report.dropped_unstorable, 2);
	assert_int_equal(report.dropped_unwanted, 1);
	assert_int_equal(report.dropped_late, 3);
	assert_int_equal(report.captured, all_fates(&report));
}

static void test_placeholders_are_not_captured(void **state)
{
	const struct frame_info picture = { .size_bytes = 100 };
	const struct frame_info placeholder = { .size_bytes = 20,
						.flags = FRAME_PLACEHOLDER };
	struct frame_report report = { 0 };

	(void)state;
	tally_published(&report, &picture);
	tally_published(&report, &placeholder);
	assert_int_equal(report.captured, 1);
	assert_int_equal(report.published, 1);
	assert_int_equal(report.placeholders, 1);
	assert_int_equal(report.bytes, 120);
}

static void test_the_mailbox_is_asked_again_and_again(void **state)
{
	struct mailbox_counts counts = { .skipped = 3, .returns = 1 };
	struct frame_report report = { 0 };

	(void)state;
	tally_mailbox(&report, &counts);
	tally_mailbox(&report, &counts);
	counts = (struct mailbox_counts){ .skipped = 5, .returns = 2 };
	tally_mailbox(&report, &counts);
	assert_int_equal(report.dropped_late, 5);
	assert_int_equal(report.captured, 5);
	assert_int_equal(report.reconnects, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_captured_picture_has_one_fate),
		cmocka_unit_test(test_placeholders_are_not_captured),
		cmocka_unit_test(test_the_mailbox_is_asked_again_and_again),
	};

	return cmocka_run_group_tests_name("tally", tests, NULL, NULL);
}
