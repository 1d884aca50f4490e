/*
 * Tests of event_text.c: whatever the value is, the event is one event.
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

#include <jansson.h>

#include "event_text.h"
#include "json_value.h"
#include "sight.h"

#define VALUE_HEAD                                                             \
	"event: value\nid: 7\ndata: {\"slot\":\"drone1\",\"serial\":7,"        \
	"\"captured\":1790000000.000123,\"value\":"

/* The text of the event of a value; to be freed. */
static char *tell(const char *value, size_t size_bytes)
{
	const struct frame_info info = {
		.serial = 7,
		.captured_wall_ns = 1790000000000123456,
		.size_bytes = size_bytes,
		.media_type = "application/json",
	};
	char *text = event_text_of_value("drone1", &info, value);

	assert_non_null(text);
	return text;
}

static void assert_told_as(const char *value, const char *told)
{
	char *text = tell(value, strlen(value));
	char *expected;

	assert_true(asprintf(&expected, VALUE_HEAD "%s}\n\n", told) > 0);
	assert_string_equal(text, expected);
	free(expected);
	free(text);
}

/* Returns the reason; to be freed. */
static char *reason_of(const char *value, size_t size_bytes)
{
	static const char head[] = "event: invalid\ndata: ";
	char *text = tell(value, size_bytes);
	char *end = strstr(text, "\n\n");
	json_t *json;
	char *reason;

	assert_memory_equal(text, head, strlen(head));
	/* One line of data, and nothing after the event. */
	assert_non_null(end);
	assert_ptr_equal(strchr(text + strlen(head), '\n'), end);
	assert_int_equal(strlen(end), 2);
	json = json_loads(text + strlen(head), 0, NULL);
	assert_string_equal(json_string_value(json_object_get(json, "slot")),
			    "drone1");
	assert_int_equal(json_integer_value(json_object_get(json, "serial")),
			 7);
	reason = strdup(json_string_value(json_object_get(json, "reason")));
	json_decref(json);
	free(text);
	return reason;
}

static void assert_invalid(const char *value, size_t size_bytes,
			   const char *word)
{
	char *reason = reason_of(value, size_bytes);

	if (!strstr(reason, word))
		fail_msg("\"%s\" does not say \"%s\"", reason, word);
	free(reason);
}

static void test_value_goes_on_as_it_was_written(void **state)
{
	(void)state;
	assert_told_as("{\"altitude_m\":32.10}", "{\"altitude_m\":32.10}");
	assert_told_as("7", "7");
	assert_told_as("\"\"", "\"\"");
	assert_told_as("123456789012345678901234567890",
		       "123456789012345678901234567890");
	assert_told_as("[\"\\u0000\"]", "[\"\\u0000\"]");
}

static void test_line_breaks_become_spaces(void **state)
{
	(void)state;
	assert_told_as("{\n\"a\":\r\n1,\r\"b\\n\":2\n}\n",
		       "{ \"a\":  1, \"b\\n\":2 } ");
}

/* Line breaks to Unicode, but not to an event stream. */
static void test_line_separators_stay(void **state)
{
	(void)state;
	assert_told_as("\"\u2028\u2029\xc2\x85\"", "\"\u2028\u2029\xc2\x85\"");
}

static void test_value_of_a_megabyte_is_told_whole(void **state)
{
	const size_t size_bytes = 1000000;
	char *value = malloc(size_bytes + 1);

	(void)state;
	memset(value, 'x', size_bytes);
	value[0] = value[size_bytes - 1] = '"';
	value[size_bytes] = '\0';
	assert_told_as(value, value);
	free(value);
}

static void test_value_that_is_too_large_is_not_told(void **state)
{
	const size_t size_bytes = JSON_VALUE_MAX_BYTES + 1;
	char *value = malloc(size_bytes);

	(void)state;
	memset(value, ' ', size_bytes);
	value[0] = '1';
	assert_invalid(value, size_bytes, "larger than 2097152 bytes");
	free(value);
}

static void test_what_is_no_json_is_told_with_the_reason(void **state)
{
	(void)state;
	assert_invalid("", 0, "line 1, column 0");
	assert_invalid("[1.5\0]", 6, "zero byte");
	assert_invalid("{\"a\":\n tru}", 11, "line 2");
	assert_invalid("{} {}", 5, "end of file expected");
	assert_invalid("\"a\nb\"", 5, "newline");
	assert_invalid("\"a\0b\"", 5, "");
	assert_invalid("\"\xff\"", 3, "unable to decode byte 0xff");
	assert_invalid("\"\xe2\x80", 3, "");
	assert_invalid("data: x\n\nevent: value\n\n", 23, "");
}

static void test_state_is_told_with_what_is_known(void **state)
{
	const struct sight empty = { .state = "empty" };
	const struct sight gone = {
		.state = "gone",
		.has_frame = true,
		.info = { .serial = 9,
			  .width_px = 640,
			  .height_px = 480,
			  .size_bytes = 1000,
			  .media_type = "image/jpeg" },
	};
	char *text = event_text_of_state("drone1", &empty);

	(void)state;
	assert_string_equal(text, "event: state\ndata: {\"name\":\"drone1\","
				  "\"state\":\"empty\"}\n\n");
	free(text);
	text = event_text_of_state("drone1", &gone);
	assert_non_null(strstr(text, "{\"name\":\"drone1\",\"state\":\"gone\","
				     "\"width\":640,\"height\":480,"));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_value_goes_on_as_it_was_written),
		cmocka_unit_test(test_line_breaks_become_spaces),
		cmocka_unit_test(test_line_separators_stay),
		cmocka_unit_test(test_value_of_a_megabyte_is_told_whole),
		cmocka_unit_test(test_value_that_is_too_large_is_not_told),
		cmocka_unit_test(test_what_is_no_json_is_told_with_the_reason),
		cmocka_unit_test(test_state_is_told_with_what_is_known),
	};

	return cmocka_run_group_tests_name("event_text", tests, NULL, NULL);
}
