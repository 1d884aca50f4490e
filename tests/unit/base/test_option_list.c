/*
 * A list keeps what is added to it, in order, and no more than it can hold.
 *
 * SPDX-License-Identifier: MIT
 */
#include "option_list.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_texts_are_kept_in_order(void **state)
{
	struct option_list list = { 0 };

	(void)state;
	assert_int_equal(option_list_add(&list, "first"), 0);
	assert_int_equal(option_list_add(&list, "second"), 0);
	assert_string_equal(list.texts[0], "first");
	assert_string_equal(list.texts[1], "second");
	assert_null(list.texts[2]);
}

static void test_a_full_list_takes_no_more_and_stays_ended(void **state)
{
	struct option_list list = { 0 };

	(void)state;
	for (int i = 0; i < OPTION_LIST_MAX; i++)
		assert_int_equal(option_list_add(&list, "one"), 0);
	assert_int_equal(option_list_add(&list, "two"), -ENOSPC);
	assert_string_equal(list.texts[OPTION_LIST_MAX - 1], "one");
	assert_null(list.texts[OPTION_LIST_MAX]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts_are_kept_in_order),
		cmocka_unit_test(
			test_a_full_list_takes_no_more_and_stays_ended),
	};

	return cmocka_run_group_tests_name("option_list", tests, NULL, NULL);
}
