/*
 * JPEGs of another size are scaled when somebody wants them, and all others are
 * left as they are.
 *
 * SPDX-License-Identifier: MIT
 */
#include "jpeg_scaler.h"

#include <errno.h>

#include "encoder.h"
#include "jpeg_check.h"
#include "made_jpeg.h"

#define GREY_WIDTH_PX  64
#define GREY_HEIGHT_PX 48
#define GREY	       200

struct held_jpeg {
	struct picture picture;
	uint8_t *bytes;
	unsigned *released;
};

static void held_release(struct picture *picture)
{
	struct held_jpeg *held = (struct held_jpeg *)picture;

	++*held->released;
	free(held->bytes);
	free(held);
}

/* Of the kind that a source hands over. */
static struct picture *picture_of(struct jpeg jpeg, unsigned *released)
{
	struct held_jpeg *held = calloc(1, sizeof(*held));

	assert_non_null(held);
	held->bytes = jpeg.bytes;
	held->released = released;
	held->picture = (struct picture){
		.kind = PICTURE_JPEG,
		.captured_ns = 7,
		.captured_wall_ns = 9,
		.bytes = jpeg.bytes,
		.size_bytes = jpeg.size_bytes,
		.release = held_release,
	};
	*released = 0;
	return &held->picture;
}

/* A grey picture. */
static struct jpeg grey_create(void)
{
	static uint8_t luma[GREY_WIDTH_PX * GREY_HEIGHT_PX];
	const struct picture grey = {
		.kind = PICTURE_PLANES,
		.width_px = GREY_WIDTH_PX,
		.height_px = GREY_HEIGHT_PX,
		.subsampling = PICTURE_GREY,
		.planes = { luma },
		.strides = { GREY_WIDTH_PX },
	};
	struct jpeg jpeg = { malloc(encoder_bytes_max(GREY_WIDTH_PX,
						      GREY_HEIGHT_PX,
						      PICTURE_GREY)),
			     0 };
	struct encoder *encoder;

	memset(luma, GREY, sizeof(luma));
	assert_non_null(jpeg.bytes);
	assert_int_equal(encoder_create(&encoder, 90), 0);
	assert_int_equal(
		encoder_run(encoder, &grey, jpeg.bytes, &jpeg.size_bytes), 0);
	encoder_destroy(encoder);
	return jpeg;
}

static struct picture *grey_picture(unsigned *released)
{
	return picture_of(grey_create(), released);
}

static struct jpeg_scaler *scaler_create(int width_px, int height_px)
{
	struct jpeg_scaler *scaler = jpeg_scaler_create(width_px, height_px, 1);

	assert_non_null(scaler);
	return scaler;
}

static void test_the_right_size_is_left_as_it_is(void **state)
{
	struct jpeg_scaler *scaler =
		scaler_create(GREY_WIDTH_PX, GREY_HEIGHT_PX);
	unsigned released;
	struct picture *jpeg = grey_picture(&released);

	(void)state;
	assert_ptr_equal(jpeg_scaler_take(scaler, jpeg), jpeg);
	jpeg->release(jpeg);
	jpeg_scaler_release(scaler);
}

/* The publisher says what is wrong with it. */
static void test_what_is_damaged_is_left_as_it_is(void **state)
{
	struct jpeg_scaler *scaler =
		scaler_create(GREY_WIDTH_PX / 2, GREY_HEIGHT_PX / 2);
	unsigned released;
	struct jpeg cut = grey_create();
	struct picture *jpeg;

	(void)state;
	cut.size_bytes = segment_find(&cut, 0xda);
	jpeg = picture_of(cut, &released);
	assert_ptr_equal(jpeg_scaler_take(scaler, jpeg), jpeg);
	jpeg->release(jpeg);
	jpeg_scaler_release(scaler);
}

/* What preparing the picture of `jpeg` returns. */
static int scaled_result(struct jpeg jpeg)
{
	struct jpeg_scaler *scaler = scaler_create(32, 24);
	unsigned released;
	struct picture *picture =
		jpeg_scaler_take(scaler, picture_of(jpeg, &released));
	int result = picture->prepare(picture, 1);

	picture->release(picture);
	jpeg_scaler_release(scaler);
	return result;
}

static void test_missing_end_is_no_fault_but_missing_data_is(void **state)
{
	struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);

	(void)state;
	jpeg.size_bytes -= 2;
	assert_int_equal(scaled_result(jpeg), 0);
	jpeg = jpeg_create(TJSAMP_420, 0);
	jpeg.size_bytes -= jpeg.size_bytes / 4;
	assert_int_equal(scaled_result(jpeg), -EBADMSG);
}

/* What comes of `jpeg`; 0x0: it is left as it is. */
static void assert_scaled(struct jpeg jpeg, int wanted_width_px,
			  int wanted_height_px, double pixel_aspect,
			  int width_px, int height_px)
{
	struct jpeg_scaler *scaler = jpeg_scaler_create(
		wanted_width_px, wanted_height_px, pixel_aspect);
	unsigned released;
	struct picture *passed = picture_of(jpeg, &released), *picture;

	assert_non_null(scaler);
	picture = jpeg_scaler_take(scaler, passed);
	if (width_px == 0) {
		assert_ptr_equal(picture, passed);
	} else {
		assert_int_equal(picture->prepare(picture, 1), 0);
		assert_int_equal(picture->width_px, width_px);
		assert_int_equal(picture->height_px, height_px);
	}
	picture->release(picture);
	jpeg_scaler_release(scaler);
}

/* The wanted size is that of the picture once it has been turned. */
static void test_lying_picture_is_scaled_as_it_will_stand(void **state)
{
	static const char exif[] = EXIF("\x06");

	(void)state;
	for (int way = 0; way < 2; way++) {
		struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);

		segment_insert(&jpeg, 0xe1, exif, sizeof(exif));
		if (way == 0)
			assert_scaled(jpeg, HEIGHT_PX, WIDTH_PX, 1, 0, 0);
		else
			assert_scaled(jpeg, 20, 36, 1, 36, 20);
	}
}

static void test_pixels_become_square(void **state)
{
	(void)state;
	assert_scaled(jpeg_create(TJSAMP_422, 0), 0, 0, 1.5, WIDTH_PX * 3 / 2,
		      HEIGHT_PX);
	assert_scaled(jpeg_create(TJSAMP_422, 0), 0, 0, 1, 0, 0);
}

static struct jpeg pair_create(int subsampling)
{
	struct jpeg pair = jpeg_create(subsampling, 0);
	struct jpeg second = jpeg_create(subsampling, 0);

	segment_insert(&pair, 0xe0, "AVI1\x01", 5);
	segments_remove(&second, 0xe0, 1);
	segment_insert(&second, 0xe0, "AVI1\x02", 5);
	bytes_insert(&pair, pair.size_bytes, second.bytes, second.size_bytes);
	free(second.bytes);
	return pair;
}

static void test_two_fields_are_scaled_as_one_picture(void **state)
{
	static const int kinds[] = { TJSAMP_420, TJSAMP_422, TJSAMP_444,
				     TJSAMP_GRAY, TJSAMP_440 };

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		assert_scaled(pair_create(kinds[i]), WIDTH_PX, 2 * HEIGHT_PX, 1,
			      0, 0);
		assert_scaled(pair_create(kinds[i]), WIDTH_PX, HEIGHT_PX, 1,
			      WIDTH_PX, HEIGHT_PX);
	}
}

static void test_another_size_is_scaled_when_it_is_prepared(void **state)
{
	struct jpeg_scaler *scaler =
		scaler_create(GREY_WIDTH_PX / 2, GREY_HEIGHT_PX / 2);
	unsigned released;
	struct picture *picture =
		jpeg_scaler_take(scaler, grey_picture(&released));

	(void)state;
	/* Pictures outlive their source. */
	jpeg_scaler_release(scaler);
	assert_int_equal(picture->captured_ns, 7);
	assert_int_equal(picture->captured_wall_ns, 9);
	assert_int_equal(picture->prepare(picture, 1), 0);
	assert_int_equal(picture->width_px, GREY_WIDTH_PX / 2);
	assert_int_equal(picture->height_px, GREY_HEIGHT_PX / 2);
	assert_in_range(picture->planes[0][0], GREY - 4, GREY + 4);
	assert_int_equal(released, 0);
	picture->release(picture);
	assert_int_equal(released, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_right_size_is_left_as_it_is),
		cmocka_unit_test(test_what_is_damaged_is_left_as_it_is),
		cmocka_unit_test(
			test_another_size_is_scaled_when_it_is_prepared),
		cmocka_unit_test(
			test_missing_end_is_no_fault_but_missing_data_is),
		cmocka_unit_test(test_lying_picture_is_scaled_as_it_will_stand),
		cmocka_unit_test(test_pixels_become_square),
		cmocka_unit_test(test_two_fields_are_scaled_as_one_picture),
	};

	return cmocka_run_group_tests_name("jpeg_scaler", tests, NULL, NULL);
}
