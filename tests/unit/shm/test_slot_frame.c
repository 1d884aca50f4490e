/*
 * What is said about a frame, and whether it can be true.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct slot_frame good = {
	.serial = 1,
	.size_bytes = 128,
	.media_type = "image/jpeg",
};

static bool media_type_is_clean(const char *text)
{
	char media_type[FRAME_MEDIA_TYPE_BYTES] = "";

	memcpy(media_type, text, strlen(text));
	return slot_media_type_is_clean(media_type);
}

static void test_media_types_are_clean(void **state)
{
	(void)state;
	assert_true(media_type_is_clean("image/jpeg"));
	assert_true(media_type_is_clean("text/plain; charset=\"utf-8\""));
}

static void test_what_could_break_a_header_is_not_clean(void **state)
{
	char endless[FRAME_MEDIA_TYPE_BYTES];

	(void)state;
	memset(endless, 'x', sizeof(endless));
	assert_false(slot_media_type_is_clean(endless));
	assert_false(media_type_is_clean(""));
	assert_false(media_type_is_clean(" image/jpeg"));
	assert_false(media_type_is_clean("a/b\r\nSet-Cookie: x"));
	assert_false(media_type_is_clean("a/b\t"));
	assert_false(media_type_is_clean("a/b\x7f"));
	assert_false(media_type_is_clean("a/\xc3\xa9"));
}

static void test_a_published_frame_is_possible(void **state)
{
	struct slot_frame empty = good;

	(void)state;
	empty.size_bytes = 0;
	assert_true(slot_frame_is_possible(&good, 128));
	assert_true(slot_frame_is_possible(&empty, 128));
}

static void test_what_no_writer_publishes_is_impossible(void **state)
{
	struct slot_frame frame = good;

	(void)state;
	assert_false(slot_frame_is_possible(&frame, 127));
	frame.serial = 0;
	assert_false(slot_frame_is_possible(&frame, 128));
	frame.serial = 1ull << 32;
	assert_false(slot_frame_is_possible(&frame, 128));
	frame.serial = UINT64_MAX - 1;
	assert_false(slot_frame_is_possible(&frame, 128));
	frame = good;
	frame.media_type[0] = '\0';
	assert_false(slot_frame_is_possible(&frame, 128));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_media_types_are_clean),
		cmocka_unit_test(test_what_could_break_a_header_is_not_clean),
		cmocka_unit_test(test_a_published_frame_is_possible),
		cmocka_unit_test(test_what_no_writer_publishes_is_impossible),
	};

	return cmocka_run_group_tests_name("slot_frame", tests, NULL, NULL);
}
