/*
 * Two fields become one picture, each line where it belongs; and only what is
 * announced as two fields does.
 *
 * SPDX-License-Identifier: MIT
 */
#include "jpeg_fields.h"

#include <errno.h>

#include "made_jpeg.h"

#define TOP_LUMA    60
#define BOTTOM_LUMA 200

/* All of one grey; the polarity is that of AVI1, or -1: without one. */
static struct jpeg field_create(int width_px, int height_px, int subsampling,
				uint8_t grey, int polarity)
{
	const char avi1[] = { 'A', 'V', 'I', '1', (char)polarity, 0, 0, 0 };
	size_t pixels_bytes = (size_t)width_px * (size_t)height_px * 3;
	uint8_t *pixels = malloc(pixels_bytes);
	tjhandle encoder = tjInitCompress();
	unsigned char *made = NULL;
	unsigned long made_bytes = 0;
	struct jpeg jpeg;

	assert_non_null(pixels);
	memset(pixels, grey, pixels_bytes);
	assert_int_equal(tjCompress2(encoder, pixels, width_px, 0, height_px,
				     TJPF_RGB, &made, &made_bytes, subsampling,
				     90, 0),
			 0);
	jpeg = (struct jpeg){ malloc(made_bytes), made_bytes };
	assert_non_null(jpeg.bytes);
	memcpy(jpeg.bytes, made, made_bytes);
	tjFree(made);
	tjDestroy(encoder);
	free(pixels);
	segments_remove(&jpeg, 0xe0, 1);
	if (polarity >= 0)
		segment_insert(&jpeg, 0xe0, avi1, sizeof(avi1));
	return jpeg;
}

/* `second` behind `first`, with padding between. Frees both. */
static struct jpeg pair_join(struct jpeg first, struct jpeg second)
{
	bytes_insert(&first, first.size_bytes, "\0\xff\xff\0", 4);
	bytes_insert(&first, first.size_bytes, second.bytes, second.size_bytes);
	free(second.bytes);
	return first;
}

static struct jpeg pair_create(int width_px, int height_px, int subsampling,
			       int first_polarity)
{
	bool is_bottom = first_polarity == JPEG_FIELD_BOTTOM;

	return pair_join(
		field_create(width_px, height_px, subsampling,
			     is_bottom ? BOTTOM_LUMA : TOP_LUMA,
			     first_polarity),
		field_create(width_px, height_px, subsampling,
			     is_bottom ? TOP_LUMA : BOTTOM_LUMA,
			     first_polarity < 0 ? -1 : 3 - first_polarity));
}

static bool find(const struct jpeg *jpeg, int declared_height_px,
		 struct jpeg_fields *fields)
{
	struct jpeg_facts facts;

	assert_int_equal(jpeg_check(jpeg->bytes, jpeg->size_bytes, &facts), 0);
	return jpeg_fields_find(fields, jpeg->bytes, jpeg->size_bytes, &facts,
				declared_height_px);
}

static void assert_woven(const struct jpeg *pair, int declared_height_px,
			 int width_px, int height_px)
{
	struct picture picture = { 0 };
	struct field_weaver *weaver;
	struct jpeg_fields fields;

	assert_true(find(pair, declared_height_px, &fields));
	assert_int_equal(field_weaver_create(&weaver), 0);
	assert_int_equal(field_weaver_run(weaver, &fields, &picture), 0);
	assert_int_equal(picture.kind, PICTURE_PLANES);
	assert_int_equal(picture.width_px, width_px);
	assert_int_equal(picture.height_px, height_px);
	for (int y = 0; y < height_px; y++)
		for (int x = 0; x < width_px; x++) {
			int luma =
				picture.planes[0][y * picture.strides[0] + x];
			int right = y % 2 == 0 ? TOP_LUMA : BOTTOM_LUMA;

			assert_in_range(luma, right - 2, right + 2);
		}
	field_weaver_destroy(weaver);
}

static void test_lines_of_both_fields_alternate(void **state)
{
	static const int subsamplings[] = { TJSAMP_420, TJSAMP_422, TJSAMP_444,
					    TJSAMP_GRAY, TJSAMP_440 };

	(void)state;
	for (size_t i = 0; i < sizeof(subsamplings) / sizeof(int); i++)
		for (int polarity = 1; polarity <= 2; polarity++) {
			struct jpeg pair =
				pair_create(70, 33, subsamplings[i], polarity);

			assert_woven(&pair, 0, 70, 66);
			free(pair.bytes);
		}
}

static void test_declared_height_announces_fields_as_well(void **state)
{
	struct jpeg pair = pair_create(64, 32, TJSAMP_422, -1);
	struct jpeg_fields fields;

	(void)state;
	assert_woven(&pair, 64, 64, 64);
	assert_false(find(&pair, 32, &fields));
	assert_false(find(&pair, 0, &fields));
	free(pair.bytes);
}

static void test_what_does_not_match_is_no_second_field(void **state)
{
	struct jpeg_fields fields;
	struct jpeg jpeg = field_create(64, 32, TJSAMP_422, 0, 1);

	(void)state;
	/* Nothing follows; a preview follows; what follows is damaged. */
	assert_false(find(&jpeg, 64, &fields));
	jpeg = pair_join(jpeg, field_create(32, 16, TJSAMP_422, 0, -1));
	assert_false(find(&jpeg, 64, &fields));
	free(jpeg.bytes);
	jpeg = pair_create(64, 32, TJSAMP_422, 1);
	jpeg.size_bytes -= jpeg.size_bytes / 3;
	assert_false(find(&jpeg, 64, &fields));
	free(jpeg.bytes);
}

static void test_fields_that_do_not_fit_together_are_refused(void **state)
{
	struct jpeg pair = pair_join(field_create(64, 32, TJSAMP_422, 0, 1),
				     field_create(64, 32, TJSAMP_420, 0, 2));
	struct picture picture = { 0 };
	struct field_weaver *weaver;
	struct jpeg_fields fields;

	(void)state;
	assert_true(find(&pair, 0, &fields));
	assert_int_equal(field_weaver_create(&weaver), 0);
	assert_int_equal(field_weaver_run(weaver, &fields, &picture), -EBADMSG);
	field_weaver_destroy(weaver);
	free(pair.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines_of_both_fields_alternate),
		cmocka_unit_test(test_declared_height_announces_fields_as_well),
		cmocka_unit_test(test_what_does_not_match_is_no_second_field),
		cmocka_unit_test(
			test_fields_that_do_not_fit_together_are_refused),
	};

	return cmocka_run_group_tests_name("jpeg_fields", tests, NULL, NULL);
}
