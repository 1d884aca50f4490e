/*
 * The command line is kept as it was, and nothing of it stays in sight.
 *
 * SPDX-License-Identifier: MIT
 */
#include "arguments.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char program[] = "program";

static void test_a_copy_outlives_what_is_overwritten(void **state)
{
	char word[] = "--source=rtsp://me:secret@h/x";
	char *arguments[] = { program, word, NULL };
	char **copy = arguments_copy(2, arguments);

	(void)state;
	arguments_redact(2, arguments);
	assert_string_equal(word, "--source=rtsp://***@h/x");
	assert_string_equal(copy[1], "--source=rtsp://me:secret@h/x");
	assert_null(copy[2]);
	arguments_free(copy);
	arguments_free(NULL);
}

static void test_of_what_nobody_understood_only_the_program_stays(void **state)
{
	char option[] = "--passwrd", value[] = "secret", empty[] = "";
	char *arguments[] = { program, option, value, empty, NULL };

	(void)state;
	arguments_hide(4, arguments);
	assert_string_equal(arguments[0], "program");
	assert_string_equal(option, "*********");
	assert_string_equal(value, "******");
	assert_string_equal(empty, "");
}

static void test_values_are_copied_before_they_are_hidden(void **state)
{
	char option[] = "headers=Cookie: x=y";
	const char *options[] = { option, NULL };

	(void)state;
	assert_int_equal(arguments_hide_values(options), 0);
	assert_string_equal(options[0], "headers=Cookie: x=y");
	assert_string_equal(option, "headers=***********");
	free((char *)options[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_copy_outlives_what_is_overwritten),
		cmocka_unit_test(
			test_of_what_nobody_understood_only_the_program_stays),
		cmocka_unit_test(test_values_are_copied_before_they_are_hidden),
	};

	return cmocka_run_group_tests_name("arguments", tests, NULL, NULL);
}
