/*
 * A line of a configuration file means what people expect of it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "config_line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static struct config_line line;

/* Returns what is wrong with it. */
static const char *parse(const char *text)
{
	static char buffer[256];

	snprintf(buffer, sizeof(buffer), "%s", text);
	return config_line_parse(&line, buffer);
}

static void assert_says(const char *text, const char *name, const char *value)
{
	assert_null(parse(text));
	assert_string_equal(line.name, name);
	assert_string_equal(line.value, value);
}

static void assert_says_nothing(const char *text)
{
	assert_null(parse(text));
	assert_null(line.name);
}

static void test_white_space_does_not_count(void **state)
{
	(void)state;
	assert_says("fps=30", "fps", "30");
	assert_says("\t fps \t=\t 30 \r", "fps", "30");
	assert_says("slot = front door", "slot", "front door");
	assert_says("source =", "source", "");
}

static void test_comments_and_empty_lines_say_nothing(void **state)
{
	(void)state;
	assert_says_nothing("");
	assert_says_nothing(" \t\r");
	assert_says_nothing("# fps = 30");
	assert_says_nothing("  ; fps = 30");
}

static void test_a_comment_follows_white_space(void **state)
{
	(void)state;
	assert_says("fps = 30 # enough", "fps", "30");
	assert_says("fps = 30\t; enough", "fps", "30");
	assert_says("source = rtsp://u:a#b;c@h/x", "source",
		    "rtsp://u:a#b;c@h/x");
	assert_says("source = # none", "source", "");
}

static void test_quotes_hold_all_that_is_between_them(void **state)
{
	(void)state;
	assert_says("source = \"pattern:\"", "source", "pattern:");
	assert_says("source = 'pattern:' # moving\r", "source", "pattern:");
	assert_says("av-option = \" a # b ; c' \"", "av-option",
		    " a # b ; c' ");
	assert_says("av-option = 'a=\"b\"'", "av-option", "a=\"b\"");
	assert_says("source = \"\"", "source", "");
	assert_says("slot = it's", "slot", "it's");
}

static void test_quotes_are_closed_at_the_end(void **state)
{
	(void)state;
	assert_non_null(parse("source = \"pattern:"));
	assert_non_null(parse("source = \"pattern:'"));
	assert_non_null(parse("source = \"a\" \"b\""));
	assert_non_null(parse("source = \"a\"b"));
}

static void test_quotes_of_printed_pages_are_told(void **state)
{
	(void)state;
	assert_non_null(parse("source = “pattern:”"));
	assert_non_null(parse("source = ‘pattern:’"));
}

static void test_other_lines_are_wrong(void **state)
{
	(void)state;
	assert_non_null(parse("just words"));
	assert_non_null(parse("fps: 30"));
	assert_non_null(parse("= 30"));
	assert_non_null(parse("[camera]"));
	assert_non_null(parse("[camera] = x"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_white_space_does_not_count),
		cmocka_unit_test(test_comments_and_empty_lines_say_nothing),
		cmocka_unit_test(test_a_comment_follows_white_space),
		cmocka_unit_test(test_quotes_hold_all_that_is_between_them),
		cmocka_unit_test(test_quotes_are_closed_at_the_end),
		cmocka_unit_test(test_quotes_of_printed_pages_are_told),
		cmocka_unit_test(test_other_lines_are_wrong),
	};

	return cmocka_run_group_tests_name("config_line", tests, NULL, NULL);
}
