/*
 * Each picture comes whole, and as soon as its last packet is there.
 *
 * SPDX-License-Identifier: MIT
 */
#include "access_unit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define PERIOD_TICKS 3000
#define FULL_BYTES   1400
#define SHORT_BYTES  300
#define KEY_PERIOD   5

/* Enough for the stream to be believed. */
#define LESSON 20

enum part { KEY = 0x65, FIRST = 0x41, LATER = 0x40, REST = 0 };

struct stream {
	struct access_units *units;
	int64_t pts;
	unsigned pictures; /* sent */
	unsigned packets;
	int copies; /* of each packet */
};

/* The next packet of the picture at `stream->pts`. */
static void packet_send(struct stream *stream, enum part part, int size_bytes)
{
	static const uint8_t start_code[] = { 0, 0, 0, 1 };
	AVPacket *packet = av_packet_alloc();

	assert_int_equal(av_new_packet(packet, size_bytes), 0);
	memset(packet->data, 0xff, (size_t)size_bytes);
	/* No packet is like the one before. */
	packet->data[size_bytes - 1] = (uint8_t)(0x80 | ++stream->packets);
	if (part != REST) {
		memcpy(packet->data, start_code, sizeof(start_code));
		packet->data[4] = part == LATER ? FIRST : (uint8_t)part;
		packet->data[5] = part == LATER ? 0x10 : 0x80;
	}
	packet->pts = stream->pts;
	for (int i = 0; i <= stream->copies; i++) {
		AVPacket *copy = av_packet_clone(packet);

		assert_int_equal(access_units_add(stream->units, copy), 0);
		av_packet_free(&copy);
	}
	av_packet_free(&packet);
}

/* Returns the size of the picture that is ready, 0 for none. */
static int picture_take(struct stream *stream)
{
	AVPacket *unit = av_packet_alloc();
	int size_bytes = 0;

	if (access_units_take(stream->units, unit))
		size_bytes = unit->size;
	av_packet_free(&unit);
	return size_bytes;
}

static void picture_begin(struct stream *stream)
{
	stream->pts += PERIOD_TICKS;
	stream->pictures++;
}

static enum part first_part(const struct stream *stream)
{
	return stream->pictures % KEY_PERIOD == 1 ? KEY : FIRST;
}

/* Two packets of one slice. Returns how many pictures came out meanwhile. */
static unsigned picture_send(struct stream *stream)
{
	unsigned taken = 0;

	picture_begin(stream);
	packet_send(stream, first_part(stream), FULL_BYTES);
	while (picture_take(stream))
		taken++;
	packet_send(stream, REST, SHORT_BYTES);
	while (picture_take(stream))
		taken++;
	return taken;
}

static void stream_open(struct stream *stream, bool packets_are_whole)
{
	*stream = (struct stream){
		.units = access_units_create(NAL_H264, packets_are_whole),
	};
	assert_non_null(stream->units);
}

static void stream_learn(struct stream *stream)
{
	for (int i = 0; i < LESSON; i++)
		picture_send(stream);
}

static void test_picture_is_whole_when_the_next_begins(void **state)
{
	struct stream stream;

	(void)state;
	stream_open(&stream, false);
	assert_int_equal(picture_send(&stream), 0);
	picture_begin(&stream);
	packet_send(&stream, FIRST, FULL_BYTES);
	assert_int_equal(picture_take(&stream), FULL_BYTES + SHORT_BYTES);
	assert_int_equal(picture_take(&stream), 0);
	access_units_destroy(stream.units);
}

static void test_regular_stream_is_not_a_picture_late(void **state)
{
	struct stream stream;

	(void)state;
	stream_open(&stream, false);
	stream_learn(&stream);
	picture_begin(&stream);
	packet_send(&stream, FIRST, FULL_BYTES);
	packet_send(&stream, REST, FULL_BYTES);
	assert_int_equal(picture_take(&stream), 0);
	packet_send(&stream, REST, SHORT_BYTES);
	assert_int_equal(picture_take(&stream), 2 * FULL_BYTES + SHORT_BYTES);
	assert_int_equal(picture_take(&stream), 0);
	access_units_destroy(stream.units);
}

static void test_every_picture_of_a_regular_stream_comes(void **state)
{
	struct stream stream;
	unsigned taken = 0;

	(void)state;
	stream_open(&stream, false);
	for (int i = 0; i < LESSON; i++)
		taken += picture_send(&stream);
	assert_int_equal(taken, LESSON);
	access_units_destroy(stream.units);
}

static void test_number_of_slices_is_learned(void **state)
{
	struct stream stream;

	(void)state;
	stream_open(&stream, false);
	for (int i = 0; i < LESSON; i++) {
		picture_begin(&stream);
		packet_send(&stream, first_part(&stream), FULL_BYTES);
		while (picture_take(&stream))
			;
		packet_send(&stream, LATER, SHORT_BYTES);
	}
	assert_int_equal(picture_take(&stream), FULL_BYTES + SHORT_BYTES);
	picture_begin(&stream);
	packet_send(&stream, FIRST, SHORT_BYTES);
	assert_int_equal(picture_take(&stream), 0);
	packet_send(&stream, LATER, SHORT_BYTES);
	assert_int_equal(picture_take(&stream), 2 * SHORT_BYTES);
	access_units_destroy(stream.units);
}

/* Slices cut by size: a keyframe has more of them than other pictures. */
static void test_changing_number_of_slices_is_never_foretold(void **state)
{
	struct stream stream;

	(void)state;
	stream_open(&stream, false);
	for (int i = 0; i < 10 * LESSON; i++) {
		picture_begin(&stream);
		packet_send(&stream, first_part(&stream), SHORT_BYTES);
		assert_int_equal(picture_take(&stream) > 0, i > 0);
		assert_int_equal(picture_take(&stream), 0);
		if (first_part(&stream) == KEY)
			packet_send(&stream, LATER, SHORT_BYTES);
		assert_int_equal(picture_take(&stream), 0);
	}
	access_units_destroy(stream.units);
}

/* Pieces of the same length, another length for each picture. */
static void test_evenly_cut_pictures_are_never_foretold(void **state)
{
	struct stream stream;

	(void)state;
	stream_open(&stream, false);
	for (int i = 0; i < 10 * LESSON; i++) {
		int piece_bytes = FULL_BYTES - 100 * (i % 7);

		picture_begin(&stream);
		packet_send(&stream, first_part(&stream), piece_bytes);
		while (picture_take(&stream))
			;
		packet_send(&stream, REST, piece_bytes);
		assert_int_equal(picture_take(&stream), 0);
	}
	access_units_destroy(stream.units);
}

/* A sender that breaks its habit: each picture has one more slice. */
static void test_wrong_end_is_believed_only_once(void **state)
{
	struct stream stream;
	unsigned halves = 0, wholes = 0;

	(void)state;
	stream_open(&stream, false);
	stream_learn(&stream);
	for (int i = 0; i < 2 * LESSON; i++) {
		int size_bytes;

		picture_begin(&stream);
		packet_send(&stream, first_part(&stream), SHORT_BYTES);
		while ((size_bytes = picture_take(&stream)) > 0) {
			halves += size_bytes == SHORT_BYTES;
			wholes += size_bytes == 2 * SHORT_BYTES;
		}
		packet_send(&stream, LATER, SHORT_BYTES);
		assert_int_equal(picture_take(&stream), 0);
	}
	/* Of the first picture; and the last one is still to come. */
	assert_int_equal(halves, 2);
	assert_int_equal(wholes, 2 * LESSON - 2);
	access_units_destroy(stream.units);
}

static void test_lost_packets_do_not_make_a_stream_late(void **state)
{
	struct stream stream;

	(void)state;
	stream_open(&stream, false);
	stream_learn(&stream);
	for (int i = 0; i < LESSON; i++) {
		picture_begin(&stream);
		if (i % 3 == 0) /* its first packet is lost */
			packet_send(&stream, REST, SHORT_BYTES);
		else
			packet_send(&stream, FIRST, SHORT_BYTES);
		assert_int_equal(picture_take(&stream),
				 i % 3 == 0 ? 0 : SHORT_BYTES);
	}
	access_units_destroy(stream.units);
}

static void test_clock_may_be_shifted_within_a_picture(void **state)
{
	struct stream stream;

	(void)state;
	stream_open(&stream, false);
	picture_begin(&stream);
	packet_send(&stream, KEY, SHORT_BYTES);
	stream.pts += 2;
	packet_send(&stream, LATER, SHORT_BYTES);
	picture_begin(&stream);
	packet_send(&stream, FIRST, SHORT_BYTES);
	assert_int_equal(picture_take(&stream), 2 * SHORT_BYTES);
	access_units_destroy(stream.units);
}

/* As in MPEG-TS, where a packet is a picture and its length says nothing. */
static void test_whole_packets_may_be_of_any_length(void **state)
{
	struct stream stream;

	(void)state;
	stream_open(&stream, true);
	for (int i = 0; i < LESSON; i++) {
		picture_begin(&stream);
		packet_send(&stream, first_part(&stream), FULL_BYTES + i);
		while (picture_take(&stream))
			;
	}
	picture_begin(&stream);
	packet_send(&stream, FIRST, 10 * FULL_BYTES);
	assert_int_equal(picture_take(&stream), 10 * FULL_BYTES);
	access_units_destroy(stream.units);
}

/* Garbage that never ends must not fill the memory. */
static void test_copies_of_packets_make_no_difference(void **state)
{
	struct stream stream;

	(void)state;
	stream_open(&stream, false);
	stream.copies = 1;
	stream_learn(&stream);
	for (int i = 0; i < LESSON; i++) {
		picture_begin(&stream);
		packet_send(&stream, first_part(&stream), FULL_BYTES);
		assert_int_equal(picture_take(&stream), 0);
		packet_send(&stream, REST, SHORT_BYTES);
		assert_int_equal(picture_take(&stream),
				 FULL_BYTES + SHORT_BYTES);
		assert_int_equal(picture_take(&stream), 0);
	}
	access_units_destroy(stream.units);
}

static void test_endless_picture_is_given_up(void **state)
{
	struct stream stream;
	AVPacket *packet = av_packet_alloc();
	int result = 0, added = 0;

	(void)state;
	stream_open(&stream, false);
	packet_send(&stream, KEY, FULL_BYTES);
	while (result == 0 && added++ < 100) {
		assert_int_equal(av_new_packet(packet, 1 << 20), 0);
		memset(packet->data, 0x80 | added, (size_t)packet->size);
		result = access_units_add(stream.units, packet);
	}
	assert_in_range(added, 10, 20);
	stream_learn(&stream);
	assert_int_equal(picture_send(&stream), 1);
	av_packet_free(&packet);
	access_units_destroy(stream.units);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_picture_is_whole_when_the_next_begins),
		cmocka_unit_test(test_regular_stream_is_not_a_picture_late),
		cmocka_unit_test(test_every_picture_of_a_regular_stream_comes),
		cmocka_unit_test(test_number_of_slices_is_learned),
		cmocka_unit_test(
			test_changing_number_of_slices_is_never_foretold),
		cmocka_unit_test(test_evenly_cut_pictures_are_never_foretold),
		cmocka_unit_test(test_wrong_end_is_believed_only_once),
		cmocka_unit_test(test_lost_packets_do_not_make_a_stream_late),
		cmocka_unit_test(test_clock_may_be_shifted_within_a_picture),
		cmocka_unit_test(test_whole_packets_may_be_of_any_length),
		cmocka_unit_test(test_copies_of_packets_make_no_difference),
		cmocka_unit_test(test_endless_picture_is_given_up),
	};

	return cmocka_run_group_tests_name("access_unit", tests, NULL, NULL);
}
