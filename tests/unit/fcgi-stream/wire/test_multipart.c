/*
 * Tests of multipart.c and frame_fields.c.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "multipart.h"

static void test_part_head_describes_the_frame(void **state)
{
	const struct frame_info info = {
		.serial = 4294967297,
		.captured_wall_ns = 1790000000000123999,
		.size_bytes = 93211,
		.media_type = "image/jpeg",
	};
	char head[MULTIPART_PART_HEAD_BYTES];
	size_t length = multipart_part_head(head, &info);

	(void)state;
	assert_int_equal(length, strlen(head));
	/* Microseconds are cut, as in the picture's own stamp. */
	assert_string_equal(head, "\r\n"
				  "Content-Type: image/jpeg\r\n"
				  "Content-Length: 93211\r\n"
				  "X-Timestamp: 1790000000.000123\r\n"
				  "X-Frame-Serial: 4294967297\r\n"
				  "\r\n");
}

static void test_head_in_advance_tells_only_the_type(void **state)
{
	const struct frame_info info = { .media_type = "image/jpeg" };
	char head[MULTIPART_PART_HEAD_BYTES];
	size_t length = multipart_part_head_in_advance(head, &info);

	(void)state;
	assert_int_equal(length, strlen(head));
	assert_string_equal(head, "\r\nContent-Type: image/jpeg\r\n\r\n");
	assert_string_equal(MULTIPART_CLOSING_IN_ADVANCE,
			    "\r\n--slotcast--\r\n");
}

static void test_longest_fields_fit(void **state)
{
	struct frame_info info = {
		.serial = UINT64_MAX,
		.captured_wall_ns = UINT64_MAX,
		.size_bytes = SIZE_MAX,
	};
	char head[MULTIPART_PART_HEAD_BYTES];
	size_t length;

	(void)state;
	memset(info.media_type, 'm', sizeof(info.media_type) - 1);
	length = multipart_part_head(head, &info);
	assert_int_equal(length, strlen(head));
	assert_string_equal(head + strlen(head) - 4, "\r\n\r\n");
}

static void test_pieces_make_a_multipart_body(void **state)
{
	/* RFC 2046: each delimiter stands at the start of a line. */
	const char *body = MULTIPART_OPENING
		"\r\nhead\r\n\r\npicture" MULTIPART_PART_END
		"\r\nhead\r\n\r\npicture" MULTIPART_PART_END MULTIPART_CLOSING;

	(void)state;
	assert_string_equal(body, "--slotcast\r\nhead\r\n\r\npicture\r\n"
				  "--slotcast\r\nhead\r\n\r\npicture\r\n"
				  "--slotcast--\r\n");
	assert_non_null(strstr(MULTIPART_MEDIA_TYPE, "boundary=slotcast"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_part_head_describes_the_frame),
		cmocka_unit_test(test_head_in_advance_tells_only_the_type),
		cmocka_unit_test(test_longest_fields_fit),
		cmocka_unit_test(test_pieces_make_a_multipart_body),
	};

	return cmocka_run_group_tests_name("multipart", tests, NULL, NULL);
}
