/*
 * What a writer tells about its source, on its way into the slot and out.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct frame_report told = {
	.captured = UINT64_MAX,
	.published = 2,
	.reconnects = 9,
	.source = FRAME_SOURCE_LOST,
};

static void test_what_was_told_is_read(void **state)
{
	struct slot_report shared = { 0 };
	struct frame_report got;

	(void)state;
	slot_report_store(&shared, &told);
	assert_true(slot_report_load(&shared, &got));
	assert_memory_equal(&got, &told, sizeof(told));
}

static void test_a_report_that_is_being_written_is_not_read(void **state)
{
	struct slot_report shared = { .sequence = 7 };
	struct frame_report got;

	(void)state;
	assert_false(slot_report_load(&shared, &got));
}

static void test_what_a_dying_writer_left_is_written_over(void **state)
{
	struct slot_report shared = { .sequence = 7 };
	struct frame_report got;

	(void)state;
	slot_report_store(&shared, &told);
	assert_true(slot_report_load(&shared, &got));
	assert_memory_equal(&got, &told, sizeof(told));
}

static void test_a_source_that_there_is_not_is_unknown(void **state)
{
	struct slot_report shared = { 0 };
	struct frame_report got;

	(void)state;
	shared.report.source = FRAME_SOURCE_CLOSED + 1;
	assert_true(slot_report_load(&shared, &got));
	assert_int_equal(got.source, FRAME_SOURCE_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_was_told_is_read),
		cmocka_unit_test(
			test_a_report_that_is_being_written_is_not_read),
		cmocka_unit_test(test_what_a_dying_writer_left_is_written_over),
		cmocka_unit_test(test_a_source_that_there_is_not_is_unknown),
	};

	return cmocka_run_group_tests_name("slot_report", tests, NULL, NULL);
}
