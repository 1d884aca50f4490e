/*
 * The stamp outlives what happens to a picture on its way to a viewer.
 *
 * SPDX-License-Identifier: MIT
 */
#include "stamp.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <turbojpeg.h>

#define WIDTH_PX  1280
#define HEIGHT_PX 720

static const struct stamp stamps[] = {
	{ 0, 0 },
	{ 1, 1790000000123456 },
	{ 0x12345678, 0x00fedcba98765432 },
	{ UINT32_MAX, 0x00ffffffffffffff },
};
#define STAMPS (sizeof(stamps) / sizeof(stamps[0]))

static uint8_t *picture_create(int width_px, int height_px,
			       const struct stamp *stamp)
{
	uint8_t *luma = malloc((size_t)width_px * height_px);

	assert_non_null(luma);
	for (int i = 0; i < width_px * height_px; i++)
		luma[i] = (uint8_t)(i * 7 + i / width_px);
	stamp_draw(luma, width_px, width_px, height_px, stamp);
	return luma;
}

static void assert_stamp(const uint8_t *luma, int width_px, int height_px,
			 const struct stamp *expected)
{
	struct stamp found;

	assert_int_equal(
		stamp_read(luma, width_px, width_px, height_px, &found), 0);
	assert_int_equal(found.serial, expected->serial);
	assert_int_equal(found.captured_wall_us, expected->captured_wall_us);
}

/* To JPEG and back, `fraction` as wide and as high. */
static uint8_t *picture_pass_on(const uint8_t *luma, int quality, int fraction)
{
	tjhandle encoder = tjInitCompress(), decoder = tjInitDecompress();
	unsigned char *jpeg = NULL, *seen;
	unsigned long jpeg_bytes = 0;
	int width_px = WIDTH_PX / fraction, height_px = HEIGHT_PX / fraction;

	assert_int_equal(tjCompress2(encoder, luma, WIDTH_PX, 0, HEIGHT_PX,
				     TJPF_GRAY, &jpeg, &jpeg_bytes, TJSAMP_GRAY,
				     quality, 0),
			 0);
	seen = malloc((size_t)width_px * height_px);
	assert_non_null(seen);
	assert_int_equal(tjDecompress2(decoder, jpeg, jpeg_bytes, seen,
				       width_px, 0, height_px, TJPF_GRAY, 0),
			 0);
	tjFree(jpeg);
	tjDestroy(encoder);
	tjDestroy(decoder);
	return seen;
}

static void test_what_is_drawn_is_read(void **state)
{
	static const int sizes[][2] = {
		{ 1280, 720 }, { 640, 360 }, { 853, 479 },
		{ 320, 240 },  { 160, 120 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		for (size_t k = 0; k < STAMPS; k++) {
			uint8_t *luma = picture_create(sizes[i][0], sizes[i][1],
						       &stamps[k]);

			assert_stamp(luma, sizes[i][0], sizes[i][1],
				     &stamps[k]);
			free(luma);
		}
}

static void test_stamp_outlives_compression_and_scaling(void **state)
{
	static const int fractions[] = { 1, 2, 4 };

	(void)state;
	for (size_t i = 0; i < sizeof(fractions) / sizeof(fractions[0]); i++)
		for (size_t k = 0; k < STAMPS; k++) {
			int fraction = fractions[i];
			uint8_t *luma =
				picture_create(WIDTH_PX, HEIGHT_PX, &stamps[k]);
			uint8_t *seen = picture_pass_on(luma, 50, fraction);

			assert_stamp(seen, WIDTH_PX / fraction,
				     HEIGHT_PX / fraction, &stamps[k]);
			free(seen);
			free(luma);
		}
}

/* Bit `index` of the code, as a reader in another language finds it. */
static int cell_bit(const uint8_t *luma, int index)
{
	int row = index / 38, column = 1 + index % 38;

	return luma[(670 + row * 20) * WIDTH_PX + column * 32 + 16] == 255;
}

/* The layout is a promise to readers in other languages. */
static void test_layout_is_as_described(void **state)
{
	const struct stamp stamp = { 0x80000001, 0 };
	const unsigned crc = 0x1a76; /* CRC-16/CCITT-FALSE of 80000001 00.. */
	uint8_t *luma = picture_create(WIDTH_PX, HEIGHT_PX, &stamp);

	(void)state;
	for (int row = 0; row < 3; row++) {
		const uint8_t *cells = luma + (670 + row * 20) * WIDTH_PX;

		assert_int_equal(cells[16], 255);
		assert_int_equal(cells[39 * 32 + 16], 0);
	}
	for (int i = 0; i < 114; i++) {
		int expected = i == 0 || i == 31;

		if (i >= 88 && i < 104)
			expected = crc >> (103 - i) & 1;
		assert_int_equal(cell_bit(luma, i), expected);
	}
	free(luma);
}

static void test_picture_without_a_stamp_has_none(void **state)
{
	uint8_t *luma = calloc(WIDTH_PX, HEIGHT_PX);
	struct stamp found;

	(void)state;
	assert_non_null(luma);
	assert_int_equal(
		stamp_read(luma, WIDTH_PX, WIDTH_PX, HEIGHT_PX, &found),
		-EBADMSG);
	memset(luma, 255, WIDTH_PX * HEIGHT_PX);
	assert_int_equal(
		stamp_read(luma, WIDTH_PX, WIDTH_PX, HEIGHT_PX, &found),
		-EBADMSG);
	free(luma);
}

static void test_one_wrong_cell_is_noticed(void **state)
{
	uint8_t *luma = picture_create(WIDTH_PX, HEIGHT_PX, &stamps[1]);
	struct stamp found;

	(void)state;
	for (int y = 660; y < 680; y++)
		for (int x = 10 * 32; x < 11 * 32; x++)
			luma[y * WIDTH_PX + x] ^= 0xff;
	assert_int_equal(
		stamp_read(luma, WIDTH_PX, WIDTH_PX, HEIGHT_PX, &found),
		-EBADMSG);
	free(luma);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_drawn_is_read),
		cmocka_unit_test(test_stamp_outlives_compression_and_scaling),
		cmocka_unit_test(test_layout_is_as_described),
		cmocka_unit_test(test_picture_without_a_stamp_has_none),
		cmocka_unit_test(test_one_wrong_cell_is_noticed),
	};

	return cmocka_run_group_tests_name("stamp", tests, NULL, NULL);
}
