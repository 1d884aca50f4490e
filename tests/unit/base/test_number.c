/*
 * Numbers that people and other machines type.
 *
 * SPDX-License-Identifier: MIT
 */
#include "number.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_digits_are_a_number(void **state)
{
	uint64_t value = 7;

	(void)state;
	assert_int_equal(number_parse("30", 1, 60, &value), 0);
	assert_int_equal(value, 30);
	assert_int_equal(number_parse("007", 1, 60, &value), 0);
	assert_int_equal(value, 7);
	assert_int_equal(
		number_parse("18446744073709551615", 0, UINT64_MAX, &value), 0);
	assert_true(value == UINT64_MAX);
}

static void test_anything_else_is_refused_and_stores_nothing(void **state)
{
	static const char *const wrong[] = { "",    "-1",	   "+1",  " 1",
					     "1 ",  "1x",	   "0x1", "1.5",
					     "1e3", "\xef\xbc\x91" };
	uint64_t value = 7;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(number_parse(wrong[i], 0, 100, &value),
				 -EINVAL);
	assert_int_equal(value, 7);
}

static void test_limits_belong_to_the_range(void **state)
{
	uint64_t value = 7;

	(void)state;
	assert_int_equal(number_parse("1", 1, 60, &value), 0);
	assert_int_equal(number_parse("60", 1, 60, &value), 0);
	assert_int_equal(number_parse("0", 1, 60, &value), -ERANGE);
	assert_int_equal(number_parse("61", 1, 60, &value), -ERANGE);
	assert_int_equal(
		number_parse("18446744073709551616", 0, UINT64_MAX, &value),
		-ERANGE);
	assert_int_equal(value, 60);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_digits_are_a_number),
		cmocka_unit_test(
			test_anything_else_is_refused_and_stores_nothing),
		cmocka_unit_test(test_limits_belong_to_the_range),
	};

	return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
