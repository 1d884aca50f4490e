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

#include "canvas.h"

static struct picture picture_of_canvas(const struct canvas *canvas)
{
	struct picture picture = {
		.kind = PICTURE_PLANES,
		.width_px = canvas->width_px,
		.height_px = canvas->height_px,
		.subsampling = TJSAMP_420,
	};

	for (int plane = 0; plane < 3; plane++) {
		picture.planes[plane] = canvas->planes[plane];
		picture.strides[plane] = canvas->strides[plane];
	}
	return picture;
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
		struct canvas canvas;
		struct picture picture;

		assert_int_equal(
			canvas_create(&canvas, sizes[i][0], sizes[i][1]), 0);
		canvas_disc(&canvas, 8, 8, 6, ink_rgb(255, 0, 0));
		picture = picture_of_canvas(&canvas);
		encoded_bytes(&picture, 80, TJSAMP_420);
		canvas_destroy(&canvas);
	}
}

static void test_grey_needs_one_plane(void **state)
{
	static uint8_t luma[64 * 48];
	struct picture picture = {
		.kind = PICTURE_PLANES,
		.width_px = 64,
		.height_px = 48,
		.subsampling = TJSAMP_GRAY,
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
		.subsampling = TJSAMP_444,
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
	struct canvas canvas;
	struct picture picture;

	(void)state;
	assert_int_equal(canvas_create(&canvas, 640, 360), 0);
	for (int i = 0; i < 40; i++)
		canvas_disc(&canvas, 16 * i, 9 * i, 40,
			    ink_rgb(6 * i, 255 - 6 * i, 80));
	picture = picture_of_canvas(&canvas);
	assert_true(encoded_bytes(&picture, 90, TJSAMP_420) >
		    encoded_bytes(&picture, 30, TJSAMP_420));
	canvas_destroy(&canvas);
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
