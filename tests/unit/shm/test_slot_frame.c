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

static void test_media_types_are_valid(void **state)
{
	(void)state;
	assert_true(frame_media_type_is_valid("image/jpeg"));
	assert_true(frame_media_type_is_valid("text/plain; charset=\"utf-8\""));
}

static void test_what_could_break_a_header_is_not_valid(void **state)
{
	char endless[FRAME_MEDIA_TYPE_BYTES];

	(void)state;
	memset(endless, 'x', sizeof(endless));
	assert_false(frame_media_type_is_valid(endless));
	endless[FRAME_MEDIA_TYPE_BYTES - 1] = '\0';
	assert_true(frame_media_type_is_valid(endless));
	assert_false(frame_media_type_is_valid(""));
	assert_false(frame_media_type_is_valid(" image/jpeg"));
	assert_false(frame_media_type_is_valid("a/b\r\nSet-Cookie: x"));
	assert_false(frame_media_type_is_valid("a/b\t"));
	assert_false(frame_media_type_is_valid("a/b\x7f"));
	assert_false(frame_media_type_is_valid("a/\xc3\xa9"));
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

static void test_readers_are_told_all_that_the_writer_said(void **state)
{
	const struct slot_frame frame = {
		.serial = 1,
		.captured_ns = 2,
		.captured_wall_ns = 3,
		.published_ns = 4,
		.size_bytes = 5,
		.width_px = 6,
		.height_px = 7,
		.flags = FRAME_PLACEHOLDER,
		.media_type = "image/jpeg",
	};
	struct frame_info info = slot_frame_info(&frame);

	(void)state;
	assert_int_equal(info.serial, 1);
	assert_int_equal(info.captured_ns, 2);
	assert_int_equal(info.captured_wall_ns, 3);
	assert_int_equal(info.published_ns, 4);
	assert_int_equal(info.size_bytes, 5);
	assert_int_equal(info.width_px, 6);
	assert_int_equal(info.height_px, 7);
	assert_int_equal(info.flags, FRAME_PLACEHOLDER);
	assert_string_equal(info.media_type, "image/jpeg");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_media_types_are_valid),
		cmocka_unit_test(test_what_could_break_a_header_is_not_valid),
		cmocka_unit_test(test_a_published_frame_is_possible),
		cmocka_unit_test(test_what_no_writer_publishes_is_impossible),
		cmocka_unit_test(
			test_readers_are_told_all_that_the_writer_said),
	};

	return cmocka_run_group_tests_name("slot_frame", tests, NULL, NULL);
}
