/*
 * Memory that is used again.
 *
 * SPDX-License-Identifier: MIT
 */
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_room_grows_and_stays(void **state)
{
	struct scratch scratch = { 0 };
	uint8_t *bytes;

	(void)state;
	assert_int_equal(scratch_reserve(&scratch, 1000), 0);
	bytes = scratch.bytes;
	assert_int_equal(scratch_reserve(&scratch, 10), 0);
	assert_ptr_equal(scratch.bytes, bytes);
	assert_int_equal(scratch_reserve(&scratch, 100000), 0);
	memset(scratch.bytes, 1, 100000);
	scratch_free(&scratch);
	assert_null(scratch.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_room_grows_and_stays),
	};

	return cmocka_run_group_tests_name("scratch", tests, NULL, NULL);
}
