/*
 * JPEGs of another size are scaled when somebody wants them, and all others are
 * left as they are.
 *
 * SPDX-License-Identifier: MIT
 */
#include "jpeg_scaler.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "encoder.h"
#include "jpeg_check.h"

#define WIDTH_PX  64
#define HEIGHT_PX 48
#define GREY	  200

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

/* A grey picture; its end is cut off when it is to be damaged. */
static struct picture *jpeg_create(unsigned *released, bool is_damaged)
{
	static uint8_t luma[WIDTH_PX * HEIGHT_PX];
	const struct picture grey = {
		.kind = PICTURE_PLANES,
		.width_px = WIDTH_PX,
		.height_px = HEIGHT_PX,
		.subsampling = PICTURE_GREY,
		.planes = { luma },
		.strides = { WIDTH_PX },
	};
	struct held_jpeg *held = calloc(1, sizeof(*held));
	struct encoder *encoder;
	size_t size_bytes;

	memset(luma, GREY, sizeof(luma));
	assert_non_null(held);
	held->bytes =
		malloc(encoder_bytes_max(WIDTH_PX, HEIGHT_PX, PICTURE_GREY));
	assert_non_null(held->bytes);
	assert_int_equal(encoder_create(&encoder, 90), 0);
	assert_int_equal(encoder_run(encoder, &grey, held->bytes, &size_bytes),
			 0);
	encoder_destroy(encoder);
	held->released = released;
	held->picture = (struct picture){
		.kind = PICTURE_JPEG,
		.captured_ns = 7,
		.captured_wall_ns = 9,
		.bytes = held->bytes,
		.size_bytes = size_bytes - (is_damaged ? 2 : 0),
		.release = held_release,
	};
	*released = 0;
	return &held->picture;
}

static struct jpeg_scaler *scaler_create(int width_px, int height_px)
{
	struct jpeg_scaler *scaler = jpeg_scaler_create(width_px, height_px);

	assert_non_null(scaler);
	return scaler;
}

static void test_the_right_size_is_left_as_it_is(void **state)
{
	struct jpeg_scaler *scaler = scaler_create(WIDTH_PX, HEIGHT_PX);
	unsigned released;
	struct picture *jpeg = jpeg_create(&released, false);

	(void)state;
	assert_ptr_equal(jpeg_scaler_take(scaler, jpeg), jpeg);
	jpeg->release(jpeg);
	jpeg_scaler_release(scaler);
}

/* The publisher says what is wrong with it. */
static void test_what_is_damaged_is_left_as_it_is(void **state)
{
	struct jpeg_scaler *scaler = scaler_create(WIDTH_PX / 2, HEIGHT_PX / 2);
	unsigned released;
	struct picture *jpeg = jpeg_create(&released, true);

	(void)state;
	assert_ptr_equal(jpeg_scaler_take(scaler, jpeg), jpeg);
	jpeg->release(jpeg);
	jpeg_scaler_release(scaler);
}

static void test_another_size_is_scaled_when_it_is_prepared(void **state)
{
	struct jpeg_scaler *scaler = scaler_create(WIDTH_PX / 2, HEIGHT_PX / 2);
	unsigned released;
	struct picture *picture =
		jpeg_scaler_take(scaler, jpeg_create(&released, false));

	(void)state;
	/* Pictures outlive their source. */
	jpeg_scaler_release(scaler);
	assert_int_equal(picture->captured_ns, 7);
	assert_int_equal(picture->captured_wall_ns, 9);
	assert_int_equal(picture->prepare(picture, 1), 0);
	assert_int_equal(picture->width_px, WIDTH_PX / 2);
	assert_int_equal(picture->height_px, HEIGHT_PX / 2);
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
	};

	return cmocka_run_group_tests_name("jpeg_scaler", tests, NULL, NULL);
}
