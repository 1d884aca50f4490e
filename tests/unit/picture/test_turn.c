/*
 * Turned pictures, told by a bright spot: where it goes is checked for raw
 * pictures and JPEGs alike.
 *
 * SPDX-License-Identifier: MIT
 */
#include "turn.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <turbojpeg.h>

#define WIDTH_PX  64
#define HEIGHT_PX 32

/* The spot is in the left half of the top at first. */
enum corner { TOP_LEFT, TOP_RIGHT, BOTTOM_LEFT, BOTTOM_RIGHT };

static const struct {
	int degrees;
	enum turn_flip flip;
	enum corner corner;
} cases[] = {
	{ 0, TURN_FLIP_HORIZONTAL, TOP_RIGHT },
	{ 0, TURN_FLIP_VERTICAL, BOTTOM_LEFT },
	{ 90, TURN_FLIP_NONE, TOP_RIGHT },
	{ 90, TURN_FLIP_HORIZONTAL, TOP_LEFT },
	{ 90, TURN_FLIP_VERTICAL, BOTTOM_RIGHT },
	{ 180, TURN_FLIP_NONE, BOTTOM_RIGHT },
	{ 180, TURN_FLIP_HORIZONTAL, BOTTOM_LEFT },
	{ 180, TURN_FLIP_VERTICAL, TOP_RIGHT },
	{ 270, TURN_FLIP_NONE, BOTTOM_LEFT },
	{ 270, TURN_FLIP_HORIZONTAL, BOTTOM_RIGHT },
	{ 270, TURN_FLIP_VERTICAL, TOP_LEFT },
};

#define CASES (sizeof(cases) / sizeof(cases[0]))

static uint8_t luma[WIDTH_PX * HEIGHT_PX];
static uint8_t cb[WIDTH_PX / 2 * HEIGHT_PX], cr[WIDTH_PX / 2 * HEIGHT_PX];

/* 4:2:2, whose planes change their shape when they are turned. */
static struct picture picture_draw(void)
{
	memset(luma, 0, sizeof(luma));
	memset(cb, 128, sizeof(cb));
	memset(cr, 128, sizeof(cr));
	for (int y = 0; y < HEIGHT_PX / 2; y++) {
		memset(luma + y * WIDTH_PX, 255, WIDTH_PX / 2);
		memset(cr + y * WIDTH_PX / 2, 200, WIDTH_PX / 4);
	}
	return (struct picture){
		.kind = PICTURE_PLANES,
		.width_px = WIDTH_PX,
		.height_px = HEIGHT_PX,
		.subsampling = PICTURE_422,
		.planes = { luma, cb, cr },
		.strides = { WIDTH_PX, WIDTH_PX / 2, WIDTH_PX / 2 },
	};
}

static void assert_spot(const uint8_t *bytes, int stride, int width_px,
			int height_px, enum corner corner)
{
	for (int i = 0; i < 4; i++) {
		int x = i % 2 * width_px / 2 + width_px / 4;
		int y = i / 2 * height_px / 2 + height_px / 4;
		uint8_t seen = bytes[y * stride + x];

		if (i == (int)corner)
			assert_true(seen > 190);
		else
			assert_true(seen < 140);
	}
}

static void test_planes_go_where_the_picture_goes(void **state)
{
	(void)state;
	for (size_t i = 0; i < CASES; i++) {
		bool swaps = cases[i].degrees % 180 != 0;
		struct picture picture = picture_draw();
		struct turner *turner;

		assert_int_equal(
			turner_create(&turner, cases[i].degrees, cases[i].flip),
			0);
		assert_int_equal(turner_run_planes(turner, &picture), 0);
		assert_int_equal(picture.width_px,
				 swaps ? HEIGHT_PX : WIDTH_PX);
		assert_int_equal(picture.subsampling,
				 swaps ? TJSAMP_440 : TJSAMP_422);
		assert_spot(picture.planes[0], picture.strides[0],
			    picture.width_px, picture.height_px,
			    cases[i].corner);
		assert_spot(
			picture.planes[2], picture.strides[2],
			tjPlaneWidth(2, picture.width_px, picture.subsampling),
			tjPlaneHeight(2, picture.height_px,
				      picture.subsampling),
			cases[i].corner);
		turner_destroy(turner);
	}
}

static size_t jpeg_encode(unsigned char *jpeg)
{
	struct picture picture = picture_draw();
	const unsigned char *planes[3] = { luma, cb, cr };
	tjhandle encoder = tjInitCompress();
	unsigned long size_bytes = 0;

	assert_int_equal(tjCompressFromYUVPlanes(encoder, planes, WIDTH_PX,
						 picture.strides, HEIGHT_PX,
						 TJSAMP_422, &jpeg, &size_bytes,
						 90, TJFLAG_NOREALLOC),
			 0);
	tjDestroy(encoder);
	return size_bytes;
}

static void jpeg_assert_spot(const unsigned char *jpeg, size_t size_bytes,
			     bool swaps, enum corner corner)
{
	static uint8_t pixels[WIDTH_PX * HEIGHT_PX];
	tjhandle decoder = tjInitDecompress();
	int width_px = 0, height_px = 0, subsampling = 0, colours = 0;

	assert_int_equal(tjDecompressHeader3(decoder, jpeg, size_bytes,
					     &width_px, &height_px,
					     &subsampling, &colours),
			 0);
	assert_int_equal(width_px, swaps ? HEIGHT_PX : WIDTH_PX);
	assert_int_equal(height_px, swaps ? WIDTH_PX : HEIGHT_PX);
	assert_int_equal(tjDecompress2(decoder, jpeg, size_bytes, pixels,
				       width_px, 0, height_px, TJPF_GRAY, 0),
			 0);
	assert_spot(pixels, width_px, width_px, height_px, corner);
	tjDestroy(decoder);
}

static void test_jpeg_goes_where_the_planes_go(void **state)
{
	size_t room_bytes = tjBufSize(WIDTH_PX, HEIGHT_PX, TJSAMP_444);
	unsigned char *jpeg = malloc(room_bytes), *turned = malloc(room_bytes);
	size_t size_bytes = jpeg_encode(jpeg), turned_bytes, max_bytes;

	(void)state;
	for (size_t i = 0; i < CASES; i++) {
		struct turner *turner;

		assert_int_equal(
			turner_create(&turner, cases[i].degrees, cases[i].flip),
			0);
		assert_int_equal(turner_jpeg_bytes_max(turner, jpeg, size_bytes,
						       &max_bytes),
				 0);
		/* Of 4:2:2, four bytes a pixel; 4:4:4 would be six. */
		assert_in_range(max_bytes, WIDTH_PX * HEIGHT_PX * 4,
				WIDTH_PX * HEIGHT_PX * 4 + 2048);
		assert_int_equal(turner_run_jpeg(turner, 0, jpeg, size_bytes,
						 turned, &turned_bytes),
				 0);
		jpeg_assert_spot(turned, turned_bytes,
				 cases[i].degrees % 180 != 0, cases[i].corner);
		turner_destroy(turner);
	}
	free(jpeg);
	free(turned);
}

/*
 * What stands upright once a picture of the orientation was turned: where the
 * spot goes, and whether the sides change places.
 */
static const struct {
	enum corner corner;
	bool swaps;
} upright[] = {
	{ TOP_LEFT, false },	 { TOP_LEFT, false },	 { TOP_RIGHT, false },
	{ BOTTOM_RIGHT, false }, { BOTTOM_LEFT, false }, { TOP_LEFT, true },
	{ TOP_RIGHT, true },	 { BOTTOM_RIGHT, true }, { BOTTOM_LEFT, true },
};

static void test_each_orientation_is_made_upright(void **state)
{
	size_t room_bytes = tjBufSize(WIDTH_PX, HEIGHT_PX, TJSAMP_444);
	unsigned char *jpeg = malloc(room_bytes), *turned = malloc(room_bytes);
	size_t size_bytes = jpeg_encode(jpeg), turned_bytes;
	struct turner *turner;

	(void)state;
	assert_int_equal(turner_create(&turner, 0, TURN_FLIP_NONE), 0);
	for (unsigned i = 2; i <= PICTURE_ORIENTATION_MAX; i++) {
		struct picture picture = picture_draw();

		picture.orientation = i;
		assert_int_equal(turner_run_planes(turner, &picture), 0);
		assert_int_equal(picture.width_px,
				 upright[i].swaps ? HEIGHT_PX : WIDTH_PX);
		assert_spot(picture.planes[0], picture.strides[0],
			    picture.width_px, picture.height_px,
			    upright[i].corner);
		assert_int_equal(turner_run_jpeg(turner, i, jpeg, size_bytes,
						 turned, &turned_bytes),
				 0);
		jpeg_assert_spot(turned, turned_bytes, upright[i].swaps,
				 upright[i].corner);
	}
	turner_destroy(turner);
	free(jpeg);
	free(turned);
}

/* In two steps: upright first, then as it is wanted. */
static void test_what_is_wanted_comes_on_top_of_the_orientation(void **state)
{
	struct turner *nothing, *wanted;

	(void)state;
	assert_int_equal(turner_create(&nothing, 0, TURN_FLIP_NONE), 0);
	for (unsigned i = 0; i < CASES * 9; i++) {
		struct picture once = picture_draw(), twice = picture_draw();
		uint8_t pixels[WIDTH_PX * HEIGHT_PX];

		assert_int_equal(turner_create(&wanted, cases[i / 9].degrees,
					       cases[i / 9].flip),
				 0);
		once.orientation = twice.orientation = i % 9;
		assert_int_equal(turner_run_planes(wanted, &once), 0);
		memcpy(pixels, once.planes[0], sizeof(pixels));
		assert_int_equal(turner_run_planes(nothing, &twice), 0);
		assert_int_equal(turner_run_planes(wanted, &twice), 0);
		assert_int_equal(once.width_px, twice.width_px);
		assert_memory_equal(pixels, twice.planes[0], sizeof(pixels));
		turner_destroy(wanted);
	}
	turner_destroy(nothing);
}

static void test_only_what_has_to_be_turned_is(void **state)
{
	struct turner *turner;

	(void)state;
	assert_int_equal(turner_create(&turner, 0, TURN_FLIP_NONE), 0);
	assert_false(turner_turns(turner, 0));
	assert_false(turner_turns(turner, 1));
	for (unsigned i = 2; i <= PICTURE_ORIENTATION_MAX; i++)
		assert_true(turner_turns(turner, i));
	turner_destroy(turner);
	/* The camera says that it was turned, and so does the user. */
	assert_int_equal(turner_create(&turner, 90, TURN_FLIP_NONE), 0);
	assert_true(turner_turns(turner, 0));
	assert_false(turner_turns(turner, 8));
	turner_destroy(turner);
}

static void test_pixels_of_four_bytes_stay_together(void **state)
{
	static const uint8_t pixels[2 * 4] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	static const uint8_t mirrored[2 * 4] = { 5, 6, 7, 8, 1, 2, 3, 4 };
	struct picture picture = { .kind = PICTURE_PIXELS,
				   .width_px = 2,
				   .height_px = 1,
				   .planes = { pixels },
				   .strides = { 8 } };
	struct turner *turner;

	(void)state;
	assert_int_equal(turner_create(&turner, 0, TURN_FLIP_HORIZONTAL), 0);
	assert_int_equal(turner_run_planes(turner, &picture), 0);
	assert_memory_equal(picture.planes[0], mirrored, sizeof(mirrored));
	turner_destroy(turner);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_planes_go_where_the_picture_goes),
		cmocka_unit_test(test_jpeg_goes_where_the_planes_go),
		cmocka_unit_test(test_each_orientation_is_made_upright),
		cmocka_unit_test(
			test_what_is_wanted_comes_on_top_of_the_orientation),
		cmocka_unit_test(test_only_what_has_to_be_turned_is),
		cmocka_unit_test(test_pixels_of_four_bytes_stay_together),
	};

	return cmocka_run_group_tests_name("turn", tests, NULL, NULL);
}
