/*
 * What the text before a picture says of it, however it is written.
 *
 * SPDX-License-Identifier: MIT
 */
#include "part_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct part_text part;

static void text_give(const char *text)
{
	part_text_read(&part, (const uint8_t *)text, strlen(text));
}

static int part_clear(void **state)
{
	(void)state;
	part = (struct part_text){ 0 };
	return 0;
}

static void test_boundary_and_length_are_read(void **state)
{
	(void)state;
	text_give("\r\n--myboundary\r\nContent-Type: image/jpeg\r\n"
		  "Content-Length: 2214\r\n\r\n");
	assert_string_equal(part.boundary, "myboundary");
	assert_int_equal(part.declared_bytes, 2214);
}

static void test_line_ends_case_and_dashes_make_no_difference(void **state)
{
	(void)state;
	text_give("myboundary\ncontent-length:7\n\n");
	assert_string_equal(part.boundary, "myboundary");
	assert_int_equal(part.declared_bytes, 7);
	text_give("----other\rCONTENT-LENGTH:  8\r\r");
	assert_string_equal(part.boundary, "other");
	assert_int_equal(part.declared_bytes, 8);
}

static void test_boundary_stays_where_a_text_has_none(void **state)
{
	(void)state;
	text_give("--frame\r\n\r\n");
	text_give("Content-Type: image/jpeg\r\n\r\n");
	assert_string_equal(part.boundary, "frame");
	assert_int_equal(part.declared_bytes, 0);
}

static void test_what_may_stand_in_a_picture_is_no_boundary(void **state)
{
	char line[PART_BOUNDARY_MAX_BYTES + 8];

	(void)state;
	text_give("--abc\r\n");
	assert_string_equal(part.boundary, "");
	text_give("--\x01\x02\x03\x04\x05\r\n");
	assert_string_equal(part.boundary, "");
	memset(line, 'x', sizeof(line));
	part_text_read(&part, (const uint8_t *)line, sizeof(line));
	assert_string_equal(part.boundary, "");
}

static void test_only_the_end_of_a_long_text_is_read(void **state)
{
	static uint8_t text[3 * PART_TEXT_KEPT_BYTES];
	const char *end = "Content-Length: 5";

	(void)state;
	memset(text, ' ', sizeof(text));
	memcpy(text, "\nContent-Length: 4\n", 19);
	assert_false(part_text_has_line_end(text, sizeof(text)));
	part_text_read(&part, text, sizeof(text));
	assert_int_equal(part.declared_bytes, 0);
	memcpy(text + sizeof(text) - strlen(end), end, strlen(end));
	part_text_read(&part, text, sizeof(text));
	assert_int_equal(part.declared_bytes, 5);
	text[sizeof(text) - 1] = '\r';
	assert_true(part_text_has_line_end(text, sizeof(text)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_boundary_and_length_are_read,
				       part_clear),
		cmocka_unit_test_setup(
			test_line_ends_case_and_dashes_make_no_difference,
			part_clear),
		cmocka_unit_test_setup(
			test_boundary_stays_where_a_text_has_none, part_clear),
		cmocka_unit_test_setup(
			test_what_may_stand_in_a_picture_is_no_boundary,
			part_clear),
		cmocka_unit_test_setup(test_only_the_end_of_a_long_text_is_read,
				       part_clear),
	};

	return cmocka_run_group_tests_name("part_text", tests, NULL, NULL);
}
