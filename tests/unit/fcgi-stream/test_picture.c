/*
 * Tests of picture.c.
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

#include "picture.h"
#include "record_reading.h"

#define FRAME_BYTES 50000

static uint8_t frame[FRAME_BYTES], contents[FRAME_BYTES + 1000];

static const struct frame_info info = {
	.serial = 7,
	.captured_wall_ns = 1790000000123456789,
	.size_bytes = FRAME_BYTES,
	.media_type = "image/jpeg",
};

static struct picture *picture_make(void)
{
	for (size_t i = 0; i < sizeof(frame); i++)
		frame[i] = (uint8_t)(i * 31 + (i >> 9));
	return picture_create(&info, frame, NULL);
}

static void test_picture_begins_with_one_whole_part(void **state)
{
	struct picture *picture = picture_make();
	size_t read_bytes = records_read(contents, picture->bytes,
					 picture->bytes + picture->part_bytes);
	const char *end = "\r\n--slotcast";
	const uint8_t *body;

	(void)state;
	assert_int_not_equal(read_bytes, SIZE_MAX);
	assert_memory_equal(contents, "\r\nContent-Type: image/jpeg\r\n", 28);
	body = memmem(contents, read_bytes, "\r\n\r\n", 4);
	assert_non_null(body);
	assert_memory_equal(body + 4, frame, FRAME_BYTES);
	assert_int_equal(contents + read_bytes - (body + 4 + FRAME_BYTES),
			 strlen(end));
	assert_memory_equal(body + 4 + FRAME_BYTES, end, strlen(end));
	picture_release(picture);
}

static void test_picture_ends_with_the_next_head_in_advance(void **state)
{
	static const char end[] = "\r\n--slotcast\r\n"
				  "Content-Type: image/jpeg\r\n\r\n";
	struct picture *picture = picture_make();
	const uint8_t *from = picture->bytes + picture->frame_offset_bytes;

	(void)state;
	assert_int_equal(records_read(contents, from,
				      picture->bytes + picture->size_bytes),
			 FRAME_BYTES + strlen(end));
	assert_memory_equal(contents, frame, FRAME_BYTES);
	assert_memory_equal(contents + FRAME_BYTES, end, strlen(end));
	picture_release(picture);
}

static void test_frame_range_holds_the_frame_alone(void **state)
{
	struct picture *picture = picture_make();
	const uint8_t *from = picture->bytes + picture->frame_offset_bytes;

	(void)state;
	assert_int_equal(records_read(contents, from,
				      from + picture->frame_records_bytes),
			 FRAME_BYTES);
	assert_memory_equal(contents, frame, FRAME_BYTES);
	picture_release(picture);
}

static void test_event_lies_behind_everything_else(void **state)
{
	const char *event = "event: value\ndata: 1\n\n";
	struct picture *plain = picture_create(&info, frame, NULL);
	struct picture *picture = picture_create(&info, frame, event);
	const uint8_t *from = picture->bytes + picture->size_bytes;

	(void)state;
	assert_int_equal(picture->size_bytes, plain->size_bytes);
	assert_int_equal(plain->event_records_bytes, 0);
	assert_int_equal(records_read(contents, from,
				      from + picture->event_records_bytes),
			 strlen(event));
	assert_memory_equal(contents, event, strlen(event));
	picture_release(picture);
	picture_release(plain);
}

static void test_last_holder_frees_it(void **state)
{
	struct picture *picture = picture_make();

	(void)state;
	assert_ptr_equal(picture_hold(picture), picture);
	picture_release(picture);
	/* Still ours: AddressSanitizer would object. */
	assert_int_equal(picture->info.serial, 7);
	picture_release(picture);
	picture_release(NULL);
}

static void test_only_images_are_images(void **state)
{
	struct frame_info other = info;
	struct picture *picture = picture_make();

	(void)state;
	assert_true(picture_is_image(picture));
	assert_false(picture_is_placeholder(picture));
	picture_release(picture);
	strcpy(other.media_type, "application/json");
	other.flags = FRAME_PLACEHOLDER;
	other.size_bytes = 0;
	picture = picture_create(&other, "", NULL);
	assert_false(picture_is_image(picture));
	assert_true(picture_is_placeholder(picture));
	assert_int_equal(picture->frame_records_bytes, 0);
	picture_release(picture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_picture_begins_with_one_whole_part),
		cmocka_unit_test(
			test_picture_ends_with_the_next_head_in_advance),
		cmocka_unit_test(test_frame_range_holds_the_frame_alone),
		cmocka_unit_test(test_event_lies_behind_everything_else),
		cmocka_unit_test(test_last_holder_frees_it),
		cmocka_unit_test(test_only_images_are_images),
	};

	return cmocka_run_group_tests_name("picture", tests, NULL, NULL);
}
