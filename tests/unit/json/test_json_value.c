/*
 * Tests of json_value.c: what passes for JSON, and how ours looks.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "json_value.h"

static void assert_valid(const char *value, size_t size_bytes)
{
	struct reason reason = { "none was given" };

	if (json_value_check(value, size_bytes, &reason) < 0)
		fail_msg("refused: %s", reason.text);
}

static void assert_invalid(const char *value, size_t size_bytes,
			   const char *word)
{
	struct reason reason = { "none was given" };

	assert_true(json_value_check(value, size_bytes, &reason) < 0);
	if (!strstr(reason.text, word))
		fail_msg("\"%s\" does not say \"%s\"", reason.text, word);
}

/* `json` becomes the assertion's. */
static void assert_text(json_t *json, const char *expected)
{
	char *text = json_value_text(json);

	assert_non_null(text);
	assert_string_equal(text, expected);
	free(text);
}

static void test_any_json_text_is_valid(void **state)
{
	(void)state;
	assert_valid("{\"altitude_m\":32.10}", 20);
	assert_valid("7", 1);
	assert_valid(" null\n", 6);
	assert_valid("\"\"", 2);
	assert_valid("123456789012345678901234567890", 30);
	assert_valid("[\"\\u0000\"]", 10);
}

/* A value lies in a slot, with nothing behind it that would end a string. */
static void test_only_the_bytes_of_the_value_count(void **state)
{
	(void)state;
	assert_valid("7 and more", 1);
	assert_valid("[1]\0", 3);
}

static void test_what_is_no_json_is_refused_with_the_reason(void **state)
{
	(void)state;
	assert_invalid("", 0, "line 1, column 0");
	assert_invalid(" ", 1, "line 1");
	assert_invalid("{\"a\":\n tru}", 11, "line 2");
	assert_invalid("{} {}", 5, "end of file expected");
	assert_invalid("\"a\nb\"", 5, "newline");
	assert_invalid("\"\xff\"", 3, "unable to decode byte 0xff");
}

static void test_zero_byte_is_refused_wherever_it_stands(void **state)
{
	(void)state;
	assert_invalid("7\0", 2, "zero byte");
	assert_invalid("[1.5\0]", 6, "zero byte");
	assert_invalid("\"a\0b\"", 5, "zero byte");
}

static void test_deep_nesting_is_refused(void **state)
{
	char value[10000];

	(void)state;
	memset(value, '[', sizeof(value));
	assert_invalid(value, sizeof(value), "depth");
}

static void test_two_mebibytes_are_the_most(void **state)
{
	const size_t size_bytes = JSON_VALUE_MAX_BYTES + 1;
	char *value = malloc(size_bytes);

	(void)state;
	memset(value, ' ', size_bytes);
	value[0] = '1';
	assert_valid(value, size_bytes - 1);
	assert_invalid(value, size_bytes, "larger than 2097152 bytes");
	free(value);
}

static void test_times_are_exact_to_the_microsecond(void **state)
{
	(void)state;
	assert_text(json_pack("[o, o, o]", json_seconds(1790000000000123456),
			      json_seconds(1790000000999999999),
			      json_seconds(999)),
		    "[1790000000.000123,1790000000.999999,0.0]");
}

static void test_text_has_no_spaces_and_keeps_the_order(void **state)
{
	(void)state;
	assert_text(json_pack("{s:i, s:[i, b]}", "z", 1, "a", 2, 1),
		    "{\"z\":1,\"a\":[2,true]}");
}

/* As jansson hands on, call by call, that there is no memory. */
static void test_nothing_has_no_text(void **state)
{
	(void)state;
	assert_null(json_value_text(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_any_json_text_is_valid),
		cmocka_unit_test(test_only_the_bytes_of_the_value_count),
		cmocka_unit_test(
			test_what_is_no_json_is_refused_with_the_reason),
		cmocka_unit_test(test_zero_byte_is_refused_wherever_it_stands),
		cmocka_unit_test(test_deep_nesting_is_refused),
		cmocka_unit_test(test_two_mebibytes_are_the_most),
		cmocka_unit_test(test_times_are_exact_to_the_microsecond),
		cmocka_unit_test(test_text_has_no_spaces_and_keeps_the_order),
		cmocka_unit_test(test_nothing_has_no_text),
	};

	return cmocka_run_group_tests_name("json_value", tests, NULL, NULL);
}
