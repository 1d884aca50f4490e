/*
 * Whole JPEGs pass, anything else does not, and nothing crashes.
 *
 * SPDX-License-Identifier: MIT
 */
#include "jpeg_check.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <turbojpeg.h>

#include "jpeg_tables.h"

#define WIDTH_PX  72
#define HEIGHT_PX 40

struct jpeg {
	uint8_t *bytes;
	size_t size_bytes;
};

static struct jpeg jpeg_create(int subsampling, int flags)
{
	static uint8_t pixels[WIDTH_PX * HEIGHT_PX * 3];
	tjhandle encoder = tjInitCompress();
	unsigned char *made = NULL;
	unsigned long made_bytes = 0;
	struct jpeg jpeg;

	for (size_t i = 0; i < sizeof(pixels); i++)
		pixels[i] = (uint8_t)(i * i / 7);
	assert_int_equal(tjCompress2(encoder, pixels, WIDTH_PX, 0, HEIGHT_PX,
				     TJPF_RGB, &made, &made_bytes, subsampling,
				     80, flags),
			 0);
	jpeg.size_bytes = made_bytes;
	jpeg.bytes = malloc(made_bytes);
	assert_non_null(jpeg.bytes);
	memcpy(jpeg.bytes, made, made_bytes);
	tjFree(made);
	tjDestroy(encoder);
	return jpeg;
}

/* Where the first segment with `marker` begins. */
static size_t segment_find(const struct jpeg *jpeg, uint8_t marker)
{
	size_t offset = 2;

	while (jpeg->bytes[offset + 1] != marker) {
		offset += 2 + ((size_t)jpeg->bytes[offset + 2] << 8 |
			       jpeg->bytes[offset + 3]);
		assert_true(offset + 4 < jpeg->size_bytes);
	}
	return offset;
}

static void segments_remove(struct jpeg *jpeg, uint8_t marker, int count)
{
	for (int i = 0; i < count; i++) {
		size_t offset = segment_find(jpeg, marker);
		size_t length = 2 + ((size_t)jpeg->bytes[offset + 2] << 8 |
				     jpeg->bytes[offset + 3]);

		memmove(jpeg->bytes + offset, jpeg->bytes + offset + length,
			jpeg->size_bytes - offset - length);
		jpeg->size_bytes -= length;
	}
}

/* From a heap block of just that size, so that sanitizers see each step over. */
static int check(const uint8_t *bytes, size_t size_bytes,
		 struct jpeg_facts *facts)
{
	uint8_t *exact = malloc(size_bytes ? size_bytes : 1);
	int result;

	assert_non_null(exact);
	memcpy(exact, bytes, size_bytes);
	result = jpeg_check(exact, size_bytes, facts);
	free(exact);
	return result;
}

static void assert_fault(const struct jpeg *jpeg, const char *fault)
{
	struct jpeg_facts facts;

	assert_true(check(jpeg->bytes, jpeg->size_bytes, &facts) < 0);
	assert_string_equal(facts.fault, fault);
}

static void test_whole_jpeg_passes_with_its_size(void **state)
{
	static const int kinds[][2] = {
		{ TJSAMP_420, 0 },
		{ TJSAMP_422, 0 },
		{ TJSAMP_444, 0 },
		{ TJSAMP_GRAY, 0 },
		{ TJSAMP_420, TJFLAG_PROGRESSIVE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct jpeg jpeg = jpeg_create(kinds[i][0], kinds[i][1]);
		struct jpeg_facts facts;

		assert_int_equal(check(jpeg.bytes, jpeg.size_bytes, &facts), 0);
		assert_int_equal(facts.width_px, WIDTH_PX);
		assert_int_equal(facts.height_px, HEIGHT_PX);
		assert_int_equal(facts.size_bytes, jpeg.size_bytes);
		assert_int_equal(facts.tables_offset, 0);
		free(jpeg.bytes);
	}
}

static void test_padding_behind_the_end_is_cut_off(void **state)
{
	struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);
	struct jpeg_facts facts;
	size_t padded_bytes = jpeg.size_bytes + 1000;

	(void)state;
	jpeg.bytes = realloc(jpeg.bytes, padded_bytes);
	assert_non_null(jpeg.bytes);
	memset(jpeg.bytes + jpeg.size_bytes, 0, 1000);
	assert_int_equal(check(jpeg.bytes, padded_bytes, &facts), 0);
	assert_int_equal(facts.size_bytes, jpeg.size_bytes);
	free(jpeg.bytes);
}

static void test_cut_off_jpeg_is_refused_wherever_it_is_cut(void **state)
{
	struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);
	struct jpeg_facts facts;

	(void)state;
	for (size_t i = 0; i < jpeg.size_bytes; i++) {
		assert_int_equal(check(jpeg.bytes, i, &facts), -EBADMSG);
		assert_non_null(facts.fault);
	}
	free(jpeg.bytes);
}

static void test_missing_tables_are_noticed_where_they_belong(void **state)
{
	struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);
	struct jpeg_facts facts;

	(void)state;
	segments_remove(&jpeg, 0xc4, 4);
	assert_int_equal(check(jpeg.bytes, jpeg.size_bytes, &facts), 0);
	assert_int_equal(facts.tables_offset, segment_find(&jpeg, 0xda));
	free(jpeg.bytes);
}

/* TurboJPEG writes the tables of Annex K, in the same order. */
static void test_standard_tables_are_those_of_the_standard(void **state)
{
	struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);
	const uint8_t *ours = jpeg_standard_tables + 4;

	(void)state;
	for (int i = 0; i < 4; i++) {
		size_t offset = segment_find(&jpeg, 0xc4);
		size_t table_bytes = ((size_t)jpeg.bytes[offset + 2] << 8 |
				      jpeg.bytes[offset + 3]) -
				     2;

		assert_memory_equal(jpeg.bytes + offset + 4, ours, table_bytes);
		ours += table_bytes;
		segments_remove(&jpeg, 0xc4, 1);
	}
	assert_ptr_equal(ours,
			 jpeg_standard_tables + JPEG_STANDARD_TABLES_BYTES);
	free(jpeg.bytes);
}

static void test_what_is_no_jpeg_is_refused(void **state)
{
	struct jpeg jpeg = { (uint8_t *)"GIF89a", 6 };

	(void)state;
	assert_fault(&jpeg, "it does not begin like one");
	jpeg = (struct jpeg){ (uint8_t *)"\xff\xd8\xff\xd9", 4 };
	assert_fault(&jpeg, "it has no picture in it");
	jpeg = (struct jpeg){ (uint8_t *)"\xff\xd8 hello \xff\xd9", 11 };
	assert_fault(&jpeg, "there is garbage in its header");
	jpeg = (struct jpeg){ (uint8_t *)"\xff\xd8\xff\xe0\x00\x01\xff\xd9",
			      8 };
	assert_fault(&jpeg, "a length in it is impossible");
}

static void test_damaged_headers_are_refused(void **state)
{
	struct damage {
		uint8_t marker;
		size_t offset; /* from the marker */
		uint8_t value;
		const char *fault;
	};
	static const struct damage damages[] = {
		{ 0xc0, 1, 0xc3, "its kind of coding is shown by no browser" },
		{ 0xc0, 1, 0xc9, "its kind of coding is shown by no browser" },
		{ 0xc0, 4, 12, "it is neither 8-bit grey nor colour" },
		{ 0xc0, 5, 0xff,
		  "it has more than 16.8 million pixels, 8192 a side" },
		{ 0xc0, 6, 0, "its width or height is impossible" },
		{ 0xc0, 9, 4, "its frame header is damaged" },
		{ 0xda, 4, 4, "its scan header is damaged" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		const struct damage *damage = &damages[i];
		struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);
		size_t offset = segment_find(&jpeg, damage->marker);

		jpeg.bytes[offset + damage->offset] = damage->value;
		assert_fault(&jpeg, damage->fault);
		free(jpeg.bytes);
	}
}

static void test_limit_is_the_area_not_only_the_sides(void **state)
{
	static const struct {
		uint8_t size[4]; /* height, width: high byte first */
		int result;
	} sizes[] = {
		{ { 0x10, 0x00, 0x10, 0x00 }, 0 }, /* 4096x4096 */
		{ { 0x08, 0x00, 0x20, 0x00 }, 0 }, /* 8192x2048 */
		{ { 0x10, 0x01, 0x10, 0x00 }, -EFBIG },
		{ { 0x20, 0x00, 0x20, 0x00 }, -EFBIG },
		{ { 0x00, 0x10, 0x20, 0x01 }, -EFBIG },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);
		struct jpeg_facts facts;

		memcpy(jpeg.bytes + segment_find(&jpeg, 0xc0) + 5,
		       sizes[i].size, 4);
		assert_int_equal(check(jpeg.bytes, jpeg.size_bytes, &facts),
				 sizes[i].result);
		free(jpeg.bytes);
	}
}

static void test_missing_segments_are_noticed(void **state)
{
	struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);

	(void)state;
	segments_remove(&jpeg, 0xdb, 2);
	assert_fault(&jpeg, "it has no quantization tables");
	segments_remove(&jpeg, 0xc0, 1);
	assert_fault(&jpeg, "it has no frame header");
	free(jpeg.bytes);
}

/* Scans are asked for time, not for bytes: an empty one costs a whole picture. */
static void test_jpeg_of_scans_and_nothing_else_is_refused(void **state)
{
	struct jpeg jpeg = jpeg_create(TJSAMP_420, TJFLAG_PROGRESSIVE);
	static const uint8_t scan[] = { 0xff, 0xda, 0, 8, 1, 1, 0, 1, 5, 0x10 };
	uint8_t *end;

	(void)state;
	jpeg.bytes = realloc(jpeg.bytes, jpeg.size_bytes + 100 * sizeof(scan));
	assert_non_null(jpeg.bytes);
	end = jpeg.bytes + jpeg.size_bytes - 2;
	for (int i = 0; i < 100; i++)
		end = mempcpy(end, scan, sizeof(scan));
	memcpy(end, "\xff\xd9", 2);
	jpeg.size_bytes += 100 * sizeof(scan);
	assert_fault(&jpeg, "it has more than 100 scans");
	free(jpeg.bytes);
}

/* Lost bytes join the beginning of one frame with the rest of another. */
static void test_two_that_ran_into_each_other_are_refused(void **state)
{
	struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);
	size_t half_bytes = jpeg.size_bytes - 100;
	uint8_t *both = malloc(half_bytes + jpeg.size_bytes);
	struct jpeg joined = { both, half_bytes + jpeg.size_bytes };

	(void)state;
	assert_non_null(both);
	memcpy(both, jpeg.bytes, half_bytes);
	memcpy(both + half_bytes, jpeg.bytes, jpeg.size_bytes);
	assert_fault(&joined, "another one begins inside it");
	free(both);
	free(jpeg.bytes);
}

/* What the fuzzer does, for as long as a unit test may take. */
static void test_random_damage_never_reads_outside(void **state)
{
	unsigned seed = (unsigned)time(NULL);
	struct jpeg jpeg = jpeg_create(TJSAMP_420, TJFLAG_PROGRESSIVE);
	uint8_t *damaged = malloc(jpeg.size_bytes);

	(void)state;
	print_message("seed %u\n", seed);
	assert_non_null(damaged);
	for (int round = 0; round < 5000; round++) {
		size_t size_bytes = jpeg.size_bytes -
				    (size_t)rand_r(&seed) % jpeg.size_bytes / 2;
		struct jpeg_facts facts;

		memcpy(damaged, jpeg.bytes, jpeg.size_bytes);
		for (int i = rand_r(&seed) % 8; i >= 0; i--)
			damaged[(size_t)rand_r(&seed) % 700 % jpeg.size_bytes] =
				(uint8_t)rand_r(&seed);
		if (check(damaged, size_bytes, &facts) == 0) {
			assert_in_range(facts.size_bytes, 4, size_bytes);
			assert_true(facts.tables_offset < facts.size_bytes);
		}
	}
	free(damaged);
	free(jpeg.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole_jpeg_passes_with_its_size),
		cmocka_unit_test(test_padding_behind_the_end_is_cut_off),
		cmocka_unit_test(
			test_cut_off_jpeg_is_refused_wherever_it_is_cut),
		cmocka_unit_test(
			test_missing_tables_are_noticed_where_they_belong),
		cmocka_unit_test(
			test_standard_tables_are_those_of_the_standard),
		cmocka_unit_test(test_what_is_no_jpeg_is_refused),
		cmocka_unit_test(test_damaged_headers_are_refused),
		cmocka_unit_test(test_limit_is_the_area_not_only_the_sides),
		cmocka_unit_test(test_missing_segments_are_noticed),
		cmocka_unit_test(
			test_jpeg_of_scans_and_nothing_else_is_refused),
		cmocka_unit_test(test_two_that_ran_into_each_other_are_refused),
		cmocka_unit_test(test_random_damage_never_reads_outside),
	};

	return cmocka_run_group_tests_name("jpeg_check", tests, NULL, NULL);
}
