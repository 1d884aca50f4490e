/*
 * The public header is enough for a stranger, in C11 and in C++17.
 *
 * This file and header_cxx17.cc are compiled strictly and see nothing of the
 * project but the installed header.
 *
 * SPDX-License-Identifier: MIT
 */
#include "frame_slot.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* In header_cxx17.cc. */
int open_missing_slot_from_cxx(void);
int follow_missing_slot_from_cxx(void);

static void test_c_and_cxx_reach_the_same_functions(void **state)
{
	struct frame_reader *reader;

	(void)state;
	assert_int_equal(open_missing_slot_from_cxx(),
			 frame_reader_open(&reader, "test-no-such-slot"));
	assert_int_equal(follow_missing_slot_from_cxx(),
			 open_missing_slot_from_cxx());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_c_and_cxx_reach_the_same_functions),
	};

	return cmocka_run_group_tests_name("header", tests, NULL, NULL);
}
