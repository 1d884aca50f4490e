/*
 * What a reader of the slot gets to see of the pictures that are offered.
 *
 * SPDX-License-Identifier: MIT
 */
#include "publisher.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <turbojpeg.h>

#include "clock.h"
#include "frame_slot.h"
#include "jpeg_tables.h"

#define WIDTH_PX  64
#define HEIGHT_PX 48

struct fixture {
	char slot[FRAME_SLOT_NAME_MAX + 1];
	struct publisher *publisher;
	struct frame_reader *reader;
	uint8_t frame[1 << 20];
	struct frame_info info;
};

static struct fixture fixture;

static void fixture_open(unsigned rate_fps)
{
	const struct publisher_request request = {
		.slot = fixture.slot,
		.width_px = WIDTH_PX,
		.height_px = HEIGHT_PX,
		.rate_fps = rate_fps,
		.quality = 80,
	};

	snprintf(fixture.slot, sizeof(fixture.slot), "test-publisher-%d",
		 (int)getpid());
	assert_int_equal(publisher_open(&fixture.publisher, &request), 0);
	assert_int_equal(frame_reader_open(&fixture.reader, fixture.slot), 0);
	assert_int_equal(frame_reader_demand(fixture.reader, true), 0);
}

/* After each test, also one that failed: nothing stays in /dev/shm. */
static int fixture_close(void **state)
{
	struct frame_reader *reader;

	(void)state;
	frame_reader_close(fixture.reader);
	publisher_remove(fixture.publisher);
	fixture.reader = NULL;
	fixture.publisher = NULL;
	return frame_reader_open(&reader, fixture.slot) == -ENOENT ? 0 : -1;
}

static int frame_copy(void)
{
	return frame_reader_copy(fixture.reader, &fixture.info, fixture.frame,
				 sizeof(fixture.frame));
}

static uint64_t prepared_serial;

static int picture_prepare(struct picture *picture, uint64_t serial)
{
	(void)picture;
	prepared_serial = serial;
	return 0;
}

static int picture_refuse(struct picture *picture, uint64_t serial)
{
	(void)picture;
	(void)serial;
	return -EFBIG;
}

static struct picture grey_picture(uint64_t captured_ns)
{
	static const uint8_t luma[WIDTH_PX * HEIGHT_PX];

	return (struct picture){
		.kind = PICTURE_PLANES,
		.captured_ns = captured_ns,
		.captured_wall_ns = 1790000000 * NS_PER_S,
		.width_px = WIDTH_PX,
		.height_px = HEIGHT_PX,
		.subsampling = PICTURE_GREY,
		.planes = { luma },
		.strides = { WIDTH_PX },
		.prepare = picture_prepare,
	};
}

static struct picture jpeg_picture(const uint8_t *bytes, size_t size_bytes)
{
	return (struct picture){
		.kind = PICTURE_JPEG,
		.captured_ns = clock_monotonic_ns(),
		.captured_wall_ns = clock_wall_ns(),
		.bytes = bytes,
		.size_bytes = size_bytes,
	};
}

static void test_planes_are_published_as_jpeg(void **state)
{
	struct picture picture = grey_picture(clock_monotonic_ns());

	(void)state;
	fixture_open(0);
	assert_int_equal(publisher_offer(fixture.publisher, &picture), 0);
	assert_int_equal(frame_copy(), 0);
	assert_int_equal(fixture.info.serial, 1);
	assert_int_equal(prepared_serial, 1);
	assert_int_equal(fixture.info.width_px, WIDTH_PX);
	assert_int_equal(fixture.info.height_px, HEIGHT_PX);
	assert_int_equal(fixture.info.flags, 0);
	assert_int_equal(fixture.info.captured_ns, picture.captured_ns);
	assert_int_equal(fixture.info.captured_wall_ns,
			 picture.captured_wall_ns);
	assert_string_equal(fixture.info.media_type, "image/jpeg");
	assert_memory_equal(fixture.frame, "\xff\xd8", 2);
}

/* The JPEG of the frame that was just published. */
static size_t jpeg_keep(uint8_t *jpeg, size_t room_bytes)
{
	struct picture picture = grey_picture(clock_monotonic_ns());

	assert_int_equal(publisher_offer(fixture.publisher, &picture), 0);
	assert_int_equal(frame_copy(), 0);
	assert_true(fixture.info.size_bytes <= room_bytes);
	memcpy(jpeg, fixture.frame, fixture.info.size_bytes);
	return fixture.info.size_bytes;
}

static void test_jpeg_is_passed_on_byte_for_byte(void **state)
{
	uint8_t jpeg[4096];
	struct picture picture;
	size_t jpeg_bytes;

	(void)state;
	fixture_open(0);
	jpeg_bytes = jpeg_keep(jpeg, sizeof(jpeg) - 16);
	memset(jpeg + jpeg_bytes, 0, 16); /* padding */
	picture = jpeg_picture(jpeg, jpeg_bytes + 16);
	assert_int_equal(publisher_offer(fixture.publisher, &picture), 0);
	assert_int_equal(frame_copy(), 0);
	assert_int_equal(fixture.info.serial, 2);
	assert_int_equal(fixture.info.width_px, WIDTH_PX);
	assert_int_equal(fixture.info.size_bytes, jpeg_bytes);
	assert_memory_equal(fixture.frame, jpeg, jpeg_bytes);
}

/* Without its DHT segments; returns the size that is left. */
static size_t tables_remove(uint8_t *jpeg, size_t jpeg_bytes)
{
	for (size_t at = 2; jpeg[at + 1] != 0xda;) {
		size_t length = 2 + ((size_t)jpeg[at + 2] << 8 | jpeg[at + 3]);

		if (jpeg[at + 1] != 0xc4) {
			at += length;
			continue;
		}
		jpeg_bytes -= length;
		memmove(jpeg + at, jpeg + at + length, jpeg_bytes - at);
	}
	return jpeg_bytes;
}

static void test_missing_huffman_tables_are_put_in(void **state)
{
	uint8_t jpeg[4096];
	struct picture picture;
	size_t jpeg_bytes;

	(void)state;
	fixture_open(0);
	jpeg_bytes = tables_remove(jpeg, jpeg_keep(jpeg, sizeof(jpeg)));
	picture = jpeg_picture(jpeg, jpeg_bytes);
	assert_int_equal(publisher_offer(fixture.publisher, &picture), 0);
	assert_int_equal(frame_copy(), 0);
	assert_int_equal(fixture.info.size_bytes,
			 jpeg_bytes + JPEG_STANDARD_TABLES_BYTES);
	assert_non_null(memmem(fixture.frame, fixture.info.size_bytes,
			       jpeg_standard_tables,
			       JPEG_STANDARD_TABLES_BYTES));
	assert_memory_equal(fixture.frame, jpeg, 100);
	assert_memory_equal(fixture.frame + fixture.info.size_bytes - 20,
			    jpeg + jpeg_bytes - 20, 20);
}

static void test_damaged_jpeg_is_dropped(void **state)
{
	uint8_t jpeg[4096];
	struct picture picture;
	size_t jpeg_bytes;

	(void)state;
	fixture_open(0);
	jpeg_bytes = jpeg_keep(jpeg, sizeof(jpeg));
	picture = jpeg_picture(jpeg, jpeg_bytes - 10);
	for (int i = 0; i < 3; i++)
		assert_int_equal(publisher_offer(fixture.publisher, &picture),
				 -EBADMSG);
	assert_string_equal(publisher_fault(fixture.publisher),
			    "the camera's pictures are damaged: "
			    "it ends too early");
	picture = jpeg_picture(jpeg, jpeg_bytes);
	assert_int_equal(publisher_offer(fixture.publisher, &picture), 0);
	assert_null(publisher_fault(fixture.publisher));
	assert_int_equal(frame_copy(), 0);
	assert_int_equal(fixture.info.serial, 2);
}

static void test_rate_is_a_ceiling(void **state)
{
	uint64_t begin_ns = clock_monotonic_ns();

	(void)state;
	fixture_open(10);
	for (uint64_t i = 0; i < 30; i++) {
		struct picture picture =
			grey_picture(begin_ns + i * NS_PER_S / 30);

		assert_int_equal(publisher_offer(fixture.publisher, &picture),
				 0);
	}
	assert_int_equal(frame_copy(), 0);
	assert_int_equal(fixture.info.serial, 10);
}

/* Or the placeholder that says so would be put off by each of them. */
static void test_unwanted_picture_does_not_end_the_trouble(void **state)
{
	struct picture picture = jpeg_picture((const uint8_t *)"GIF89a", 6);

	(void)state;
	fixture_open(10);
	assert_int_equal(publisher_offer(fixture.publisher, &picture),
			 -EBADMSG);
	picture.captured_ns += NS_PER_S / 30;
	assert_int_equal(publisher_offer(fixture.publisher, &picture),
			 -EBADMSG);
	assert_non_null(publisher_fault(fixture.publisher));
}

static void test_picture_that_is_too_large_is_dropped(void **state)
{
	struct picture picture = grey_picture(clock_monotonic_ns());

	(void)state;
	fixture_open(0);
	picture.prepare = picture_refuse;
	assert_int_equal(publisher_offer(fixture.publisher, &picture), -EFBIG);
	assert_string_equal(publisher_fault(fixture.publisher),
			    "the camera's pictures cannot be published: it has "
			    "more than 16.8 million pixels, 8192 a side");
}

static void test_unwatched_pictures_are_not_made(void **state)
{
	(void)state;
	fixture_open(0);
	frame_reader_demand(fixture.reader, false);
	for (int i = 0; i < 5; i++) {
		struct picture picture = grey_picture(clock_monotonic_ns());

		assert_int_equal(publisher_offer(fixture.publisher, &picture),
				 0);
	}
	assert_int_equal(frame_copy(), 0);
	assert_int_equal(fixture.info.serial, 1);

	/* Somebody looks: the very next one. */
	frame_reader_demand(fixture.reader, true);
	for (int i = 0; i < 2; i++) {
		struct picture picture = grey_picture(clock_monotonic_ns());

		assert_int_equal(publisher_offer(fixture.publisher, &picture),
				 0);
	}
	assert_int_equal(frame_copy(), 0);
	assert_int_equal(fixture.info.serial, 3);
}

static void test_placeholder_is_marked_and_has_the_last_size(void **state)
{
	struct picture picture = grey_picture(clock_monotonic_ns());

	(void)state;
	fixture_open(0);
	picture.width_px = 32;
	picture.height_px = 16;
	assert_int_equal(publisher_offer(fixture.publisher, &picture), 0);
	publisher_excuse(fixture.publisher, "no answer");
	assert_int_equal(frame_copy(), 0);
	assert_int_equal(fixture.info.flags, FRAME_PLACEHOLDER);
	assert_int_equal(fixture.info.width_px, 32);
	assert_int_equal(fixture.info.height_px, 16);
	assert_string_equal(fixture.info.media_type, "image/jpeg");
}

static void test_placeholder_of_a_turned_camera_stands_upright(void **state)
{
	const struct publisher_request request = { .slot = fixture.slot,
						   .width_px = WIDTH_PX,
						   .height_px = HEIGHT_PX,
						   .quality = 80,
						   .rotate_degrees = 90 };
	struct picture picture = grey_picture(clock_monotonic_ns());

	(void)state;
	assert_int_equal(publisher_open(&fixture.publisher, &request), 0);
	assert_int_equal(frame_reader_open(&fixture.reader, fixture.slot), 0);
	for (int i = 0; i < 2; i++) {
		publisher_excuse(fixture.publisher, "no answer");
		assert_int_equal(frame_copy(), 0);
		assert_int_equal(fixture.info.flags, FRAME_PLACEHOLDER);
		assert_int_equal(fixture.info.width_px, HEIGHT_PX);
		assert_int_equal(fixture.info.height_px, WIDTH_PX);
		assert_int_equal(publisher_offer(fixture.publisher, &picture),
				 0);
	}
}

/* Noise needs more room than the slot was made with. */
static void test_no_picture_is_left_out_when_the_slot_grows(void **state)
{
	static uint8_t noise[256 * 256];
	unsigned seed = 1;

	(void)state;
	fixture_open(0);
	for (size_t i = 0; i < sizeof(noise); i++)
		noise[i] = (uint8_t)rand_r(&seed);
	for (uint64_t i = 0; i < 3; i++) {
		struct picture picture = grey_picture(clock_monotonic_ns());

		if (i > 0)
			picture = (struct picture){ .kind = PICTURE_PLANES,
						    .captured_ns =
							    picture.captured_ns,
						    .width_px = 256,
						    .height_px = 256,
						    .subsampling = PICTURE_GREY,
						    .planes = { noise },
						    .strides = { 256 } };
		/* The reader has not come back yet, but it will. */
		assert_int_equal(publisher_offer(fixture.publisher, &picture),
				 0);
	}
	assert_int_equal(frame_copy(), -ESTALE);
	frame_reader_close(fixture.reader);
	assert_int_equal(frame_reader_open(&fixture.reader, fixture.slot), 0);
	assert_int_equal(frame_copy(), 0);
	assert_int_equal(fixture.info.serial, 3);
	assert_true(frame_reader_capacity(fixture.reader) <
		    2 * fixture.info.size_bytes);
}

static void test_readers_are_told_what_became_of_the_pictures(void **state)
{
	const struct mailbox_counts counts = { .skipped = 4, .returns = 2 };
	struct picture good = grey_picture(clock_monotonic_ns());
	struct picture damaged = jpeg_picture((const uint8_t *)"none", 4);
	struct frame_report report;

	(void)state;
	fixture_open(0);
	frame_reader_demand(fixture.reader, false);
	publisher_offer(fixture.publisher, &good);
	publisher_offer(fixture.publisher, &good);
	assert_int_equal(frame_reader_demand(fixture.reader, true), 0);
	publisher_offer(fixture.publisher, &damaged);
	publisher_excuse(fixture.publisher, "why");
	publisher_report(fixture.publisher, &counts, FRAME_SOURCE_LOST);
	/* The placeholder may have needed a larger slot. */
	frame_reader_close(fixture.reader);
	assert_int_equal(frame_reader_open(&fixture.reader, fixture.slot), 0);
	assert_int_equal(frame_reader_report(fixture.reader, &report), 0);
	assert_int_equal(report.captured, 3 + 4);
	assert_int_equal(report.published, 1);
	assert_int_equal(report.dropped_damaged, 1);
	assert_int_equal(report.dropped_unwanted, 1);
	assert_int_equal(report.dropped_late, 4);
	assert_int_equal(report.placeholders, 1);
	assert_int_equal(report.reconnects, 2);
	assert_int_equal(report.source, FRAME_SOURCE_LOST);
	assert_int_equal(frame_copy(), 0);
	assert_true(report.bytes > fixture.info.size_bytes);
}

static void test_second_publisher_is_refused(void **state)
{
	const struct publisher_request request = { .slot = fixture.slot,
						   .quality = 80 };
	struct publisher *second;

	(void)state;
	fixture_open(0);
	assert_int_equal(publisher_open(&second, &request), -EBUSY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_planes_are_published_as_jpeg,
					  fixture_close),
		cmocka_unit_test_teardown(test_jpeg_is_passed_on_byte_for_byte,
					  fixture_close),
		cmocka_unit_test_teardown(
			test_missing_huffman_tables_are_put_in, fixture_close),
		cmocka_unit_test_teardown(test_damaged_jpeg_is_dropped,
					  fixture_close),
		cmocka_unit_test_teardown(test_rate_is_a_ceiling,
					  fixture_close),
		cmocka_unit_test_teardown(
			test_unwanted_picture_does_not_end_the_trouble,
			fixture_close),
		cmocka_unit_test_teardown(
			test_picture_that_is_too_large_is_dropped,
			fixture_close),
		cmocka_unit_test_teardown(test_unwatched_pictures_are_not_made,
					  fixture_close),
		cmocka_unit_test_teardown(
			test_placeholder_is_marked_and_has_the_last_size,
			fixture_close),
		cmocka_unit_test_teardown(
			test_placeholder_of_a_turned_camera_stands_upright,
			fixture_close),
		cmocka_unit_test_teardown(
			test_no_picture_is_left_out_when_the_slot_grows,
			fixture_close),
		cmocka_unit_test_teardown(
			test_readers_are_told_what_became_of_the_pictures,
			fixture_close),
		cmocka_unit_test_teardown(test_second_publisher_is_refused,
					  fixture_close),
	};

	return cmocka_run_group_tests_name("publisher", tests, NULL, NULL);
}
