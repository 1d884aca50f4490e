/*
 * What is odd about a JPEG is gone from its copy, and the picture is the same.
 *
 * SPDX-License-Identifier: MIT
 */
#include "jpeg_mend.h"

#include "made_jpeg.h"

/* Bytes that were mended, by which it is known that they are right. */
static struct jpeg mended(const struct jpeg *jpeg, bool keeps_metadata)
{
	struct jpeg_facts facts;
	struct jpeg made;

	assert_int_equal(jpeg_check(jpeg->bytes, jpeg->size_bytes, &facts), 0);
	assert_true(jpeg_mend_is_due(&facts, keeps_metadata));
	made.bytes = malloc(jpeg_mend_bytes_max(&facts));
	assert_non_null(made.bytes);
	made.size_bytes =
		jpeg_mend(jpeg->bytes, &facts, keeps_metadata, made.bytes);
	assert_in_range(made.size_bytes, 1, jpeg_mend_bytes_max(&facts));
	assert_int_equal(jpeg_check(made.bytes, made.size_bytes, &facts), 0);
	assert_false(jpeg_mend_is_due(&facts, keeps_metadata));
	assert_int_equal(facts.size_bytes, made.size_bytes);
	return made;
}

/* `odd` becomes `right` to the byte. Frees both. */
static void assert_mended(struct jpeg odd, struct jpeg right)
{
	struct jpeg made = mended(&odd, false);

	assert_int_equal(made.size_bytes, right.size_bytes);
	assert_memory_equal(made.bytes, right.bytes, right.size_bytes);
	free(made.bytes);
	free(odd.bytes);
	free(right.bytes);
}

static void test_usual_jpeg_needs_nothing(void **state)
{
	struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);
	struct jpeg_facts facts;

	(void)state;
	assert_int_equal(jpeg_check(jpeg.bytes, jpeg.size_bytes, &facts), 0);
	assert_false(jpeg_mend_is_due(&facts, false));
	free(jpeg.bytes);
}

static void test_missing_end_is_put_there(void **state)
{
	struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);

	(void)state;
	jpeg.size_bytes -= 2;
	assert_mended(jpeg, jpeg_create(TJSAMP_420, 0));
	/* Half of it is there. */
	jpeg = jpeg_create(TJSAMP_422, TJFLAG_PROGRESSIVE);
	jpeg.size_bytes -= 1;
	assert_mended(jpeg, jpeg_create(TJSAMP_422, TJFLAG_PROGRESSIVE));
}

static void test_bytes_that_are_too_many_are_left_out(void **state)
{
	static const uint8_t markers[] = { 0xe0, 0xdb, 0xc0, 0xc4, 0xda };

	(void)state;
	for (size_t i = 0; i < sizeof(markers); i++) {
		struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);

		bytes_insert(&jpeg, segment_find(&jpeg, markers[i]),
			     "\0\0\0\0\xff\xd0\xff\x00\xff", 9);
		bytes_insert(&jpeg, 0, "\r\n", 2);
		bytes_insert(&jpeg, jpeg.size_bytes, "padding", 7);
		assert_mended(jpeg, jpeg_create(TJSAMP_420, 0));
	}
}

static void test_missing_tables_are_put_there(void **state)
{
	struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);
	struct jpeg made;

	(void)state;
	segments_remove(&jpeg, 0xc4, 4);
	made = mended(&jpeg, false);
	/* One segment instead of TurboJPEG's four. */
	assert_int_equal(made.size_bytes, jpeg.size_bytes + 420);
	free(made.bytes);
	free(jpeg.bytes);
}

static void test_position_is_left_out(void **state)
{
	static const char exif[] = EXIF("\x01");
	struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);

	(void)state;
	segment_insert(&jpeg, 0xe1, exif, sizeof(exif));
	segment_insert(&jpeg, 0xe1, "http://ns.adobe.com/xap/1.0/\0GPS", 32);
	segment_insert(&jpeg, 0xef, "", 0);
	assert_mended(jpeg, jpeg_create(TJSAMP_420, 0));
}

static void test_position_between_scans_is_left_out(void **state)
{
	static const uint8_t exif[] = { 0xff, 0xe1, 0, 5, 'G', 'P', 'S' };
	struct jpeg jpeg = jpeg_create(TJSAMP_420, TJFLAG_PROGRESSIVE);
	size_t second;

	(void)state;
	/* Tables stand in front of the second scan. */
	for (second = segment_find(&jpeg, 0xda) + 14;
	     jpeg.bytes[second] != 0xff || jpeg.bytes[second + 1] != 0xc4;)
		second++;
	bytes_insert(&jpeg, second, exif, sizeof(exif));
	assert_mended(jpeg, jpeg_create(TJSAMP_420, TJFLAG_PROGRESSIVE));
}

static void test_what_decoders_need_stays(void **state)
{
	static const char exif[] = EXIF("\x01");
	struct jpeg jpeg = jpeg_create(TJSAMP_420, 0), right;

	(void)state;
	segment_insert(&jpeg, 0xe2, "ICC_PROFILE\0\1\1", 14);
	segment_insert(&jpeg, 0xfe, "a comment", 9);
	right = (struct jpeg){ malloc(jpeg.size_bytes), jpeg.size_bytes };
	memcpy(right.bytes, jpeg.bytes, jpeg.size_bytes);
	segment_insert(&jpeg, 0xe1, exif, sizeof(exif));
	assert_mended(jpeg, right);
}

static void test_kept_metadata_says_that_the_picture_is_upright(void **state)
{
	static const char lying[] = EXIF("\x06"), upright[] = EXIF("\x01");
	struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);
	struct jpeg right = jpeg_create(TJSAMP_420, 0), made;

	(void)state;
	segment_insert(&jpeg, 0xe1, lying, sizeof(lying));
	segment_insert(&right, 0xe1, upright, sizeof(upright));
	made = mended(&jpeg, true);
	assert_int_equal(made.size_bytes, right.size_bytes);
	assert_memory_equal(made.bytes, right.bytes, right.size_bytes);
	free(made.bytes);
	free(right.bytes);
	free(jpeg.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_usual_jpeg_needs_nothing),
		cmocka_unit_test(test_missing_end_is_put_there),
		cmocka_unit_test(test_bytes_that_are_too_many_are_left_out),
		cmocka_unit_test(test_missing_tables_are_put_there),
		cmocka_unit_test(test_position_is_left_out),
		cmocka_unit_test(test_position_between_scans_is_left_out),
		cmocka_unit_test(test_what_decoders_need_stays),
		cmocka_unit_test(
			test_kept_metadata_says_that_the_picture_is_upright),
	};

	return cmocka_run_group_tests_name("jpeg_mend", tests, NULL, NULL);
}
