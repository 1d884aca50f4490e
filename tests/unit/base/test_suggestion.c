/*
 * What was mistyped is recognized, and what was not is left alone.
 *
 * SPDX-License-Identifier: MIT
 */
#include "suggestion.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const words[] = { "slot", "size",  "source",	  "quality",
				     "tcp",  "close", "av-option" };

static void assert_told(const char *typed, const char *expected)
{
	struct suggestion suggestion;
	char text[SUGGESTION_BYTES];

	suggestion_begin(&suggestion, typed, strlen(typed));
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		suggestion_try(&suggestion, words[i], strlen(words[i]));
	assert_int_equal(suggestion_tell(&suggestion, "--", text),
			 *expected != '\0');
	assert_string_equal(text, expected);
}

static void test_one_wrong_letter_is_forgiven(void **state)
{
	(void)state;
	assert_told("qualitty", "did you mean --quality?");
	assert_told("qulity", "did you mean --quality?");
	assert_told("qaulity", "did you mean --quality?");
	assert_told("clos", "did you mean --close?");
	assert_told("tpc", "did you mean --tcp?");
}

static void test_beginnings_are_completed(void **state)
{
	(void)state;
	assert_told("q", "did you mean --quality?");
	assert_told("so", "did you mean --source?");
	assert_told("s", "did you mean --slot, --size or --source?");
}

static void test_capitals_and_underscores_do_not_count(void **state)
{
	(void)state;
	assert_told("Quality", "did you mean --quality?");
	assert_told("AV_option", "did you mean --av-option?");
}

static void test_other_words_are_no_mistakes(void **state)
{
	(void)state;
	assert_told("", "");
	assert_told("x", "");
	assert_told("password", "");
	assert_told("no-word-of-ours-has-so-many-letters", "");
}

static void test_too_many_are_no_help(void **state)
{
	struct suggestion suggestion;
	char text[SUGGESTION_BYTES];

	(void)state;
	suggestion_begin(&suggestion, "a", 1);
	suggestion_try(&suggestion, "aa", 2);
	suggestion_try(&suggestion, "ab", 2);
	suggestion_try(&suggestion, "ac", 2);
	suggestion_try(&suggestion, "ad", 2);
	assert_false(suggestion_tell(&suggestion, "", text));
}

/* "rtsp" is rtsp://, however much "rtsps" begins like it. */
static void test_the_word_itself_wins(void **state)
{
	struct suggestion suggestion;
	char text[SUGGESTION_BYTES];

	(void)state;
	suggestion_begin(&suggestion, "rtsp:camera", 4);
	suggestion_try(&suggestion, "rtsps://", 5);
	suggestion_try(&suggestion, "rtsp://", 4);
	assert_true(suggestion_tell(&suggestion, "", text));
	assert_string_equal(text, "did you mean rtsp://?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_wrong_letter_is_forgiven),
		cmocka_unit_test(test_beginnings_are_completed),
		cmocka_unit_test(test_capitals_and_underscores_do_not_count),
		cmocka_unit_test(test_other_words_are_no_mistakes),
		cmocka_unit_test(test_too_many_are_no_help),
		cmocka_unit_test(test_the_word_itself_wins),
	};

	return cmocka_run_group_tests_name("suggestion", tests, NULL, NULL);
}
