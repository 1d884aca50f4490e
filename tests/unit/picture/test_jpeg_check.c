/*
 * Whole JPEGs pass, what is odd about a JPEG is noticed, anything else does not
 * pass, and nothing crashes.
 *
 * SPDX-License-Identifier: MIT
 */
#include "jpeg_check.h"

#include <errno.h>
#include <stdio.h>
#include <time.h>

#include "jpeg_tables.h"
#include "made_jpeg.h"

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
		assert_int_equal(facts.begin_offset, 0);
		assert_false(facts.lacks_tables);
		assert_false(facts.lacks_end);
		assert_false(facts.has_garbage);
		assert_false(facts.has_metadata);
		assert_int_equal(facts.orientation, 0);
		assert_int_equal(facts.field, JPEG_FIELD_BOTH);
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

static void test_jpeg_that_is_cut_in_its_header_is_refused(void **state)
{
	struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);
	size_t scan = segment_find(&jpeg, 0xda);
	size_t scan_header_bytes = 14;
	struct jpeg_facts facts;

	(void)state;
	for (size_t i = 0; i < scan + scan_header_bytes; i++) {
		assert_int_equal(check(jpeg.bytes, i, &facts), -EBADMSG);
		assert_non_null(facts.fault);
	}
	free(jpeg.bytes);
}

static void test_missing_end_is_noticed_wherever_it_is_cut(void **state)
{
	struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);
	size_t scan_header_bytes = 14;
	size_t data = segment_find(&jpeg, 0xda) + scan_header_bytes;
	struct jpeg_facts facts;

	(void)state;
	for (size_t i = data; i < jpeg.size_bytes; i++) {
		assert_int_equal(check(jpeg.bytes, i, &facts), 0);
		assert_true(facts.lacks_end);
		/* An FF at the end was half of something. */
		assert_int_equal(facts.size_bytes,
				 i - (i > data && jpeg.bytes[i - 1] == 0xff));
	}
	free(jpeg.bytes);
}

static void test_zeros_behind_a_missing_end_are_padding(void **state)
{
	static const uint8_t zeros[1000];
	struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);
	struct jpeg_facts facts;
	size_t data_bytes = jpeg.size_bytes - 2;

	(void)state;
	assert_int_not_equal(jpeg.bytes[data_bytes - 1], 0);
	jpeg.size_bytes -= 2;
	bytes_insert(&jpeg, jpeg.size_bytes, zeros, sizeof(zeros));
	assert_int_equal(check(jpeg.bytes, jpeg.size_bytes, &facts), 0);
	assert_true(facts.lacks_end);
	/* Coded data may end in a zero. */
	assert_in_range(facts.size_bytes, data_bytes, data_bytes + 2);
	free(jpeg.bytes);
}

static void test_what_stands_before_the_beginning_is_skipped(void **state)
{
	static const char before[] = "\0\0\r\n--frame\r\n";
	struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);
	size_t size_bytes = jpeg.size_bytes;
	struct jpeg_facts facts;

	(void)state;
	bytes_insert(&jpeg, 0, before, sizeof(before));
	assert_int_equal(check(jpeg.bytes, jpeg.size_bytes, &facts), 0);
	assert_int_equal(facts.begin_offset, sizeof(before));
	assert_int_equal(facts.size_bytes, size_bytes);
	assert_false(facts.has_garbage);
	free(jpeg.bytes);
}

/* Its preview, which has an SOI, must not be taken for it. */
static void test_jpeg_whose_beginning_was_lost_is_refused(void **state)
{
	struct jpeg preview = jpeg_create(TJSAMP_420, 0);
	struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);
	struct jpeg lost;

	(void)state;
	segment_insert(&jpeg, 0xe1, preview.bytes, preview.size_bytes);
	lost = (struct jpeg){ jpeg.bytes + 2, jpeg.size_bytes - 2 };
	assert_fault(&lost, "it does not begin like one");
	free(preview.bytes);
	free(jpeg.bytes);
}

static void test_bytes_between_segments_are_noticed(void **state)
{
	static const uint8_t markers[] = { 0xe0, 0xdb, 0xc0, 0xc4, 0xda };
	struct jpeg_facts facts;

	(void)state;
	for (size_t i = 0; i < sizeof(markers); i++) {
		struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);

		bytes_insert(&jpeg, segment_find(&jpeg, markers[i]),
			     "\0\0 \xff\x00\xff", 6);
		assert_int_equal(check(jpeg.bytes, jpeg.size_bytes, &facts), 0);
		assert_true(facts.has_garbage);
		assert_int_equal(facts.size_bytes, jpeg.size_bytes);
		free(jpeg.bytes);
	}
}

static void test_header_that_begins_twice_counts_from_the_second(void **state)
{
	struct jpeg first = jpeg_create(TJSAMP_420, 0);
	struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);
	size_t size_bytes = jpeg.size_bytes;
	struct jpeg_facts facts;

	(void)state;
	bytes_insert(&jpeg, 0, first.bytes, segment_find(&first, 0xc0));
	free(first.bytes);
	assert_int_equal(check(jpeg.bytes, jpeg.size_bytes, &facts), 0);
	assert_int_equal(facts.begin_offset, jpeg.size_bytes - size_bytes);
	assert_int_equal(facts.size_bytes, size_bytes);
	free(jpeg.bytes);
}

static void test_only_what_no_decoder_needs_is_metadata(void **state)
{
	static const struct {
		uint8_t marker;
		const char *body;
		bool is_metadata;
	} segments[] = {
		{ 0xe0, "JFXX", false },
		{ 0xe1, "Exif", true },
		{ 0xe1, "http://ns.adobe.com/xap/1.0/", true },
		{ 0xe2, "ICC_PROFILE", false },
		{ 0xe2, "MPF", true },
		{ 0xe4, "a drone's flight", true },
		{ 0xed, "Photoshop 3.0", true },
		{ 0xee, "Adobe\0\x64", false },
		{ 0xee, "else", true },
		{ 0xef, "", true },
		{ 0xfe, "a comment", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(segments) / sizeof(segments[0]); i++) {
		struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);
		struct jpeg_facts facts;

		segment_insert(&jpeg, segments[i].marker, segments[i].body,
			       strlen(segments[i].body));
		assert_int_equal(check(jpeg.bytes, jpeg.size_bytes, &facts), 0);
		assert_int_equal(facts.has_metadata, segments[i].is_metadata);
		free(jpeg.bytes);
	}
}

static void test_orientation_is_found_where_it_stands(void **state)
{
	static const char exif[] = EXIF("\x06");
	struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);
	struct jpeg_facts facts;

	(void)state;
	segment_insert(&jpeg, 0xe1, exif, sizeof(exif));
	bytes_insert(&jpeg, 0, "\r\n", 2);
	assert_int_equal(check(jpeg.bytes, jpeg.size_bytes, &facts), 0);
	assert_int_equal(facts.orientation, 6);
	assert_int_equal(jpeg.bytes[facts.orientation_offset], 6);
	free(jpeg.bytes);
}

static void test_field_is_told_by_motion_jpeg_alone(void **state)
{
	static const struct {
		const char *body;
		enum jpeg_field field;
	} segments[] = {
		{ "AVI1\x00", JPEG_FIELD_BOTH },
		{ "AVI1\x01", JPEG_FIELD_TOP },
		{ "AVI1\x02", JPEG_FIELD_BOTTOM },
		{ "AVI1\x03", JPEG_FIELD_BOTH },
		{ "JFIF\x01", JPEG_FIELD_BOTH },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(segments) / sizeof(segments[0]); i++) {
		struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);
		struct jpeg_facts facts;

		segments_remove(&jpeg, 0xe0, 1);
		segment_insert(&jpeg, 0xe0, segments[i].body, 5);
		assert_int_equal(check(jpeg.bytes, jpeg.size_bytes, &facts), 0);
		assert_int_equal(facts.field, segments[i].field);
		free(jpeg.bytes);
	}
}

static void test_missing_tables_are_noticed_where_they_belong(void **state)
{
	struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);
	struct jpeg_facts facts;

	(void)state;
	segments_remove(&jpeg, 0xc4, 4);
	assert_int_equal(check(jpeg.bytes, jpeg.size_bytes, &facts), 0);
	assert_true(facts.lacks_tables);
	assert_int_equal(facts.scan_offset, segment_find(&jpeg, 0xda));
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
	assert_fault(&jpeg, "it has no picture in it");
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
			assert_in_range(facts.size_bytes, 4,
					size_bytes - facts.begin_offset);
			assert_in_range(facts.scan_offset,
					facts.begin_offset + 2,
					facts.begin_offset + facts.size_bytes);
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
			test_jpeg_that_is_cut_in_its_header_is_refused),
		cmocka_unit_test(
			test_missing_end_is_noticed_wherever_it_is_cut),
		cmocka_unit_test(test_zeros_behind_a_missing_end_are_padding),
		cmocka_unit_test(
			test_what_stands_before_the_beginning_is_skipped),
		cmocka_unit_test(test_jpeg_whose_beginning_was_lost_is_refused),
		cmocka_unit_test(test_bytes_between_segments_are_noticed),
		cmocka_unit_test(
			test_header_that_begins_twice_counts_from_the_second),
		cmocka_unit_test(test_only_what_no_decoder_needs_is_metadata),
		cmocka_unit_test(test_orientation_is_found_where_it_stands),
		cmocka_unit_test(test_field_is_told_by_motion_jpeg_alone),
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
