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

/* Puts what the piece holds into `contents`; returns its size. */
static size_t piece_read(const struct packed_frame *frame,
			 enum frame_piece wanted)
{
	struct packed_piece piece = packed_frame_piece(frame, wanted);
	size_t read_bytes = records_read(contents, piece.bytes,
					 piece.bytes + piece.size_bytes);

	assert_int_not_equal(read_bytes, SIZE_MAX);
	assert_int_equal(read_bytes, packed_frame_body_bytes(frame, wanted));
	return read_bytes;
}

static void test_part_is_head_payload_and_boundary(void **state)
{
	struct packed_frame *frame = frame_make();
	size_t read_bytes = piece_read(frame, PIECE_PART);
	const char *end = "\r\n--slotcast";
	const uint8_t *body;

	(void)state;
	assert_memory_equal(contents, "\r\nContent-Type: image/jpeg\r\n", 28);
	body = memmem(contents, read_bytes, "\r\n\r\n", 4);
	assert_non_null(body);
	assert_memory_equal(body + 4, payload, PAYLOAD_BYTES);
	assert_int_equal(contents + read_bytes - (body + 4 + PAYLOAD_BYTES),
			 strlen(end));
	assert_memory_equal(body + 4 + PAYLOAD_BYTES, end, strlen(end));
	packed_frame_release(frame);
}

static void test_part_in_advance_ends_with_the_next_head(void **state)
{
	static const char end[] = "\r\n--slotcast\r\n"
				  "Content-Type: image/jpeg\r\n\r\n";
	struct packed_frame *frame = frame_make();

	(void)state;
	assert_int_equal(piece_read(frame, PIECE_PART_IN_ADVANCE),
			 PAYLOAD_BYTES + strlen(end));
	assert_memory_equal(contents, payload, PAYLOAD_BYTES);
	assert_memory_equal(contents + PAYLOAD_BYTES, end, strlen(end));
	packed_frame_release(frame);
}

static void test_payload_is_the_frame_alone(void **state)
{
	struct packed_frame *frame = frame_make();

	(void)state;
	assert_int_equal(piece_read(frame, PIECE_PAYLOAD), PAYLOAD_BYTES);
	assert_memory_equal(contents, payload, PAYLOAD_BYTES);
	packed_frame_release(frame);
}

/* Also a payload of no bytes has its place, between head and boundary. */
static void test_parts_of_an_empty_frame_are_whole(void **state)
{
	static const char end[] = "\r\n\r\n\r\n--slotcast";
	static const char next[] = "\r\n--slotcast\r\nContent-Type: ";
	struct frame_info empty = info;
	struct packed_frame *frame;
	size_t read_bytes;

	(void)state;
	empty.size_bytes = 0;
	frame = packed_frame_create(&empty, "", "event: 1\n\n");
	assert_int_equal(piece_read(frame, PIECE_PAYLOAD), 0);
	read_bytes = piece_read(frame, PIECE_PART);
	assert_true(read_bytes > strlen(end));
	assert_memory_equal(contents + read_bytes - strlen(end), end,
			    strlen(end));
	piece_read(frame, PIECE_PART_IN_ADVANCE);
	assert_memory_equal(contents, next, strlen(next));
	assert_int_equal(piece_read(frame, PIECE_EVENT), 10);
	packed_frame_release(frame);
}

static void test_event_changes_nothing_else(void **state)
{
	const char *event = "event: value\ndata: 1\n\n";
	struct packed_frame *plain = packed_frame_create(&info, payload, NULL);
	struct packed_frame *frame = packed_frame_create(&info, payload, event);

	(void)state;
	assert_int_equal(packed_frame_piece(plain, PIECE_EVENT).size_bytes, 0);
	assert_int_equal(piece_read(plain, PIECE_EVENT), 0);
	for (enum frame_piece i = PIECE_PART; i < PIECE_EVENT; i++) {
		struct packed_piece one = packed_frame_piece(plain, i);
		struct packed_piece other = packed_frame_piece(frame, i);

		assert_int_equal(one.size_bytes, other.size_bytes);
		assert_memory_equal(one.bytes, other.bytes, one.size_bytes);
	}
	assert_int_equal(piece_read(frame, PIECE_EVENT), strlen(event));
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
	packed_frame_release(frame);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_part_is_head_payload_and_boundary),
		cmocka_unit_test(test_part_in_advance_ends_with_the_next_head),
		cmocka_unit_test(test_payload_is_the_frame_alone),
		cmocka_unit_test(test_parts_of_an_empty_frame_are_whole),
		cmocka_unit_test(test_event_changes_nothing_else),
		cmocka_unit_test(test_last_holder_frees_it),
		cmocka_unit_test(test_only_images_are_images),
	};

	return cmocka_run_group_tests_name("packed_frame", tests, NULL, NULL);
}
