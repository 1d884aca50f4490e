/*
 * Tests of query.c.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "query.h"
#include "refusal.h"

static int decode(char *decoded, size_t capacity_bytes, const char *text)
{
	return percent_decode(decoded, capacity_bytes, text, strlen(text));
}

static void test_escapes_become_their_bytes(void **state)
{
	char text[32];

	(void)state;
	assert_int_equal(decode(text, sizeof(text), "a%2Fb%2e%7e+"), 0);
	assert_string_equal(text, "a/b.~+");
	assert_int_equal(decode(text, sizeof(text), "%ff"), 0);
	assert_int_equal((unsigned char)text[0], 0xff);
}

static void test_broken_escapes_are_refused(void **state)
{
	static const char *const broken[] = { "%",   "a%2",  "%g0",
					      "%0g", "%%41", "% 1" };
	char text[32];

	(void)state;
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++)
		assert_int_equal(decode(text, sizeof(text), broken[i]),
				 -EINVAL);
}

static void test_zero_byte_is_refused(void **state)
{
	char text[32];

	(void)state;
	assert_int_equal(decode(text, sizeof(text), "main%00.jpg"), -EINVAL);
}

static void test_text_that_does_not_fit_is_refused(void **state)
{
	char text[4];

	(void)state;
	assert_int_equal(decode(text, sizeof(text), "abc"), 0);
	assert_int_equal(decode(text, sizeof(text), "abcd"), -EMSGSIZE);
	assert_int_equal(decode(text, sizeof(text), "ab%63d"), -EMSGSIZE);
}

static void test_pair_is_found_by_its_whole_name(void **state)
{
	const char *query = "slots=no&xslot=no&slot&slot=drone+1%2e&slot=late";
	char value[32];

	(void)state;
	assert_int_equal(query_find(query, "slot", value, sizeof(value)), 0);
	assert_string_equal(value, "drone 1.");
	assert_int_equal(query_find(query, "lot", value, sizeof(value)),
			 -ENOENT);
	assert_int_equal(query_find("", "slot", value, sizeof(value)), -ENOENT);
	assert_int_equal(query_find("&&=&", "slot", value, sizeof(value)),
			 -ENOENT);
}

static void test_empty_value_is_a_value(void **state)
{
	char value[8] = "x";

	(void)state;
	assert_int_equal(query_find("slot=&a=b", "slot", value, sizeof(value)),
			 0);
	assert_string_equal(value, "");
}

static void test_missing_number_keeps_its_default(void **state)
{
	struct refusal refusal;
	uint64_t fps = 7;

	(void)state;
	assert_int_equal(query_number("a=1", "fps", 1, 120, &fps, &refusal), 0);
	assert_int_equal(fps, 7);
	assert_int_equal(query_number("fps=120", "fps", 1, 120, &fps, &refusal),
			 0);
	assert_int_equal(fps, 120);
}

static void test_wrong_number_is_refused_without_repeating_it(void **state)
{
	static const char *const wrong[] = { "fps=0",
					     "fps=121",
					     "fps=",
					     "fps=1e9",
					     "fps=-1",
					     "fps=%3Cb%3E",
					     "fps=99999999999999999999999999" };
	struct refusal refusal;
	uint64_t fps;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(
			query_number(wrong[i], "fps", 1, 120, &fps, &refusal),
			-1);
		assert_int_equal(refusal.status, 400);
		assert_string_equal(refusal.sentence,
				    "The parameter fps is wrong: give a number "
				    "from 1 to 120.");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_escapes_become_their_bytes),
		cmocka_unit_test(test_broken_escapes_are_refused),
		cmocka_unit_test(test_zero_byte_is_refused),
		cmocka_unit_test(test_text_that_does_not_fit_is_refused),
		cmocka_unit_test(test_pair_is_found_by_its_whole_name),
		cmocka_unit_test(test_empty_value_is_a_value),
		cmocka_unit_test(test_missing_number_keeps_its_default),
		cmocka_unit_test(
			test_wrong_number_is_refused_without_repeating_it),
	};

	return cmocka_run_group_tests_name("query", tests, NULL, NULL);
}
