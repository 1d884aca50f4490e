/*
 * A frame is packed once, whole, and shared until the last holder lets go.
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

#include "packed_frame.h"
#include "record_reading.h"

#define PAYLOAD_BYTES 50000

static uint8_t payload[PAYLOAD_BYTES], contents[PAYLOAD_BYTES + 1000];

static const struct frame_info info = {
	.serial = 7,
	.captured_wall_ns = 1790000000123456789,
	.size_bytes = PAYLOAD_BYTES,
	.media_type = "image/jpeg",
};

static struct packed_frame *frame_make(void)
{
	for (size_t i = 0; i < sizeof(payload); i++)
		payload[i] = (uint8_t)(i * 31 + (i >> 9));
	return packed_frame_create(&info, payload, NULL);
}

static void test_frame_begins_with_one_whole_part(void **state)
{
	struct packed_frame *frame = frame_make();
	size_t read_bytes = records_read(contents, frame->bytes,
					 frame->bytes + frame->part_bytes);
	const char *end = "\r\n--slotcast";
	const uint8_t *body;

	(void)state;
	assert_int_not_equal(read_bytes, SIZE_MAX);
	assert_memory_equal(contents, "\r\nContent-Type: image/jpeg\r\n", 28);
	body = memmem(contents, read_bytes, "\r\n\r\n", 4);
	assert_non_null(body);
	assert_memory_equal(body + 4, payload, PAYLOAD_BYTES);
	assert_int_equal(contents + read_bytes - (body + 4 + PAYLOAD_BYTES),
			 strlen(end));
	assert_memory_equal(body + 4 + PAYLOAD_BYTES, end, strlen(end));
	packed_frame_release(frame);
}

static void test_frame_ends_with_the_next_head_in_advance(void **state)
{
	static const char end[] = "\r\n--slotcast\r\n"
				  "Content-Type: image/jpeg\r\n\r\n";
	struct packed_frame *frame = frame_make();
	const uint8_t *from = frame->bytes + frame->payload_offset_bytes;

	(void)state;
	assert_int_equal(
		records_read(contents, from, frame->bytes + frame->size_bytes),
		PAYLOAD_BYTES + strlen(end));
	assert_memory_equal(contents, payload, PAYLOAD_BYTES);
	assert_memory_equal(contents + PAYLOAD_BYTES, end, strlen(end));
	packed_frame_release(frame);
}

static void test_frame_range_holds_the_frame_alone(void **state)
{
	struct packed_frame *frame = frame_make();
	const uint8_t *from = frame->bytes + frame->payload_offset_bytes;

	(void)state;
	assert_int_equal(records_read(contents, from,
				      from + frame->payload_records_bytes),
			 PAYLOAD_BYTES);
	assert_memory_equal(contents, payload, PAYLOAD_BYTES);
	packed_frame_release(frame);
}

static void test_event_lies_behind_everything_else(void **state)
{
	const char *event = "event: value\ndata: 1\n\n";
	struct packed_frame *plain = packed_frame_create(&info, payload, NULL);
	struct packed_frame *frame = packed_frame_create(&info, payload, event);
	const uint8_t *from = frame->bytes + frame->size_bytes;

	(void)state;
	assert_int_equal(frame->size_bytes, plain->size_bytes);
	assert_int_equal(plain->event_records_bytes, 0);
	assert_int_equal(
		records_read(contents, from, from + frame->event_records_bytes),
		strlen(event));
	assert_memory_equal(contents, event, strlen(event));
	packed_frame_release(frame);
	packed_frame_release(plain);
}

static void test_last_holder_frees_it(void **state)
{
	struct packed_frame *frame = frame_make();

	(void)state;
	assert_ptr_equal(packed_frame_hold(frame), frame);
	packed_frame_release(frame);
	/* Still ours: AddressSanitizer would object. */
	assert_int_equal(frame->info.serial, 7);
	packed_frame_release(frame);
	packed_frame_release(NULL);
}

static void test_only_images_are_images(void **state)
{
	struct frame_info other = info;
	struct packed_frame *frame = frame_make();

	(void)state;
	assert_true(packed_frame_is_image(frame));
	assert_false(packed_frame_is_placeholder(frame));
	packed_frame_release(frame);
	strcpy(other.media_type, "application/json");
	other.flags = FRAME_PLACEHOLDER;
	other.size_bytes = 0;
	frame = packed_frame_create(&other, "", NULL);
	assert_false(packed_frame_is_image(frame));
	assert_true(packed_frame_is_placeholder(frame));
	assert_int_equal(frame->payload_records_bytes, 0);
	packed_frame_release(frame);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_frame_begins_with_one_whole_part),
		cmocka_unit_test(test_frame_ends_with_the_next_head_in_advance),
		cmocka_unit_test(test_frame_range_holds_the_frame_alone),
		cmocka_unit_test(test_event_lies_behind_everything_else),
		cmocka_unit_test(test_last_holder_frees_it),
		cmocka_unit_test(test_only_images_are_images),
	};

	return cmocka_run_group_tests_name("packed_frame", tests, NULL, NULL);
}
