/*
 * What to raise when a limit has been met.
 *
 * SPDX-License-Identifier: MIT
 */
#include "limit_advice.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_each_limit_has_a_shell_s_and_a_unit_s_name(void **state)
{
	(void)state;
	assert_non_null(strstr(limit_advice(-EMFILE), "`ulimit -n`"));
	assert_non_null(strstr(limit_advice(-EMFILE), "LimitNOFILE="));
	assert_non_null(strstr(limit_advice(-EAGAIN), "`ulimit -u`"));
	assert_non_null(strstr(limit_advice(-EAGAIN), "TasksMax="));
}

static void test_what_is_no_limit_has_no_advice(void **state)
{
	(void)state;
	assert_string_equal(limit_advice(-EACCES), "");
	assert_string_equal(limit_advice(0), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_each_limit_has_a_shell_s_and_a_unit_s_name),
		cmocka_unit_test(test_what_is_no_limit_has_no_advice),
	};

	return cmocka_run_group_tests_name("limit_advice", tests, NULL, NULL);
}
