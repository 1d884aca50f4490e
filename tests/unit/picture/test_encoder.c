/*
 * Planes and pixels become JPEGs of the right size that decode.
 *
 * SPDX-License-Identifier: MIT
 */
#include "encoder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <turbojpeg.h>

/* Planes of waves and of a colour that changes slowly; 4:2:0, to be freed. */
static struct picture waves_create(int width_px, int height_px)
{
	int stride = (width_px + 1) / 2 * 2, rows = (height_px + 1) / 2 * 2;
	size_t luma_bytes = (size_t)stride * rows;
	uint8_t *planes = malloc(luma_bytes * 3 / 2);

	assert_non_null(planes);
	for (size_t i = 0; i < luma_bytes; i++)
		planes[i] = (uint8_t)(i % stride * (i / stride) / 8);
	for (size_t i = luma_bytes; i < luma_bytes * 3 / 2; i++)
		planes[i] = (uint8_t)(i * 255 / (luma_bytes * 3 / 2));
	return (struct picture){
		.kind = PICTURE_PLANES,
		.width_px = width_px,
		.height_px = height_px,
		.subsampling = PICTURE_420,
		.planes = { planes, planes + luma_bytes,
			    planes + luma_bytes * 5 / 4 },
		.strides = { stride, stride / 2, stride / 2 },
	};
}

static void waves_destroy(struct picture *picture)
{
	free((void *)picture->planes[0]);
}

/* Encode; the JPEG's size in bytes. Its dimensions are compared. */
static size_t encoded_bytes(const struct picture *picture, int quality,
			    int subsampling)
{
	size_t room_bytes = encoder_bytes_max(
		picture->width_px, picture->height_px, picture->subsampling);
	uint8_t *jpeg = malloc(room_bytes);
	tjhandle decoder = tjInitDecompress();
	struct encoder *encoder;
	size_t jpeg_bytes = 0;
	int width_px, height_px, seen_subsampling, colours;

	assert_non_null(jpeg);
	assert_int_equal(encoder_create(&encoder, quality), 0);
	assert_int_equal(encoder_run(encoder, picture, jpeg, &jpeg_bytes), 0);
	assert_in_range(jpeg_bytes, 100, room_bytes);
	assert_int_equal(tjDecompressHeader3(decoder, jpeg, jpeg_bytes,
					     &width_px, &height_px,
					     &seen_subsampling, &colours),
			 0);
	assert_int_equal(width_px, picture->width_px);
	assert_int_equal(height_px, picture->height_px);
	assert_int_equal(seen_subsampling, subsampling);
	encoder_destroy(encoder);
	tjDestroy(decoder);
	free(jpeg);
	return jpeg_bytes;
}

static void test_planes_of_any_size_are_encoded(void **state)
{
	static const int sizes[][2] = { { 640, 360 },
					{ 641, 361 },
					{ 16, 16 } };

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct picture picture = waves_create(sizes[i][0], sizes[i][1]);

		encoded_bytes(&picture, 80, TJSAMP_420);
		waves_destroy(&picture);
	}
}

static void test_grey_needs_one_plane(void **state)
{
	static uint8_t luma[64 * 48];
	struct picture picture = {
		.kind = PICTURE_PLANES,
		.width_px = 64,
		.height_px = 48,
		.subsampling = PICTURE_GREY,
		.planes = { luma },
		.strides = { 64 },
	};

	(void)state;
	encoded_bytes(&picture, 80, TJSAMP_GRAY);
}

/* Noise at full quality is the largest JPEG there is. */
static void test_noise_fits_into_the_room(void **state)
{
	static uint8_t pixels[333 * 4 * 111];
	struct picture picture = {
		.kind = PICTURE_PIXELS,
		.width_px = 333,
		.height_px = 111,
		.subsampling = PICTURE_444,
		.planes = { pixels },
		.strides = { 333 * 4 },
	};
	unsigned seed = 1;

	(void)state;
	for (size_t i = 0; i < sizeof(pixels); i++)
		pixels[i] = (uint8_t)rand_r(&seed);
	encoded_bytes(&picture, 100, TJSAMP_444);
}

static void test_quality_costs_bytes(void **state)
{
	struct picture picture = waves_create(640, 360);

	(void)state;
	assert_true(encoded_bytes(&picture, 90, TJSAMP_420) >
		    encoded_bytes(&picture, 30, TJSAMP_420));
	waves_destroy(&picture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_planes_of_any_size_are_encoded),
		cmocka_unit_test(test_grey_needs_one_plane),
		cmocka_unit_test(test_noise_fits_into_the_room),
		cmocka_unit_test(test_quality_costs_bytes),
	};

	return cmocka_run_group_tests_name("encoder", tests, NULL, NULL);
}
