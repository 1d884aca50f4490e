/*
 * Raw pictures taken apart: every format holds the same picture here.
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>
#include <linux/videodev2.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <turbojpeg.h>

#include "v4l2_planes.h"

/* Rows are longer than the picture, and it has an odd row and column. */
#define WIDTH_PX  35
#define HEIGHT_PX 9
#define STRIDE	  64
#define EVEN_W	  34
#define EVEN_H	  8

static uint8_t luma_at(int x, int y)
{
	return (uint8_t)(x * 7 + y * 3);
}

static uint8_t cb_at(int x, int y)
{
	return (uint8_t)(40 + x / 2 * 5 + y / 2);
}

static uint8_t cr_at(int x, int y)
{
	return (uint8_t)(200 - x / 2 * 5 - y / 2);
}

static uint8_t bytes[4 * STRIDE * (HEIGHT_PX + 2)];

static void fill_packed(const int order[4])
{
	for (int y = 0; y < HEIGHT_PX; y++)
		for (int x = 0; x < EVEN_W; x += 2) {
			const uint8_t samples[4] = { luma_at(x, y),
						     luma_at(x + 1, y),
						     cb_at(x, y), cr_at(x, y) };

			for (int i = 0; i < 4; i++)
				bytes[y * 2 * STRIDE + 2 * x + i] =
					samples[order[i]];
		}
}

static void fill_luma(void)
{
	for (int y = 0; y < HEIGHT_PX; y++)
		for (int x = 0; x < EVEN_W; x++)
			bytes[y * STRIDE + x] = luma_at(x, y);
}

static void fill_nv(bool cr_first)
{
	fill_luma();
	for (int y = 0; y < EVEN_H; y += 2)
		for (int x = 0; x < EVEN_W; x += 2) {
			uint8_t *pair =
				bytes + STRIDE * HEIGHT_PX + y / 2 * STRIDE + x;

			pair[cr_first] = cb_at(x, y);
			pair[!cr_first] = cr_at(x, y);
		}
}

static void fill_planar(bool cr_first)
{
	uint8_t *first = bytes + STRIDE * HEIGHT_PX;
	uint8_t *second = first + STRIDE / 2 * ((HEIGHT_PX + 1) / 2);

	fill_luma();
	for (int y = 0; y < EVEN_H; y += 2)
		for (int x = 0; x < EVEN_W; x += 2) {
			int at = y / 2 * STRIDE / 2 + x / 2;

			(cr_first ? second : first)[at] = cb_at(x, y);
			(cr_first ? first : second)[at] = cr_at(x, y);
		}
}

static struct v4l2_format format_of(uint32_t fourcc, uint32_t stride_bytes)
{
	return (struct v4l2_format){
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.fmt.pix = { .width = WIDTH_PX,
			     .height = HEIGHT_PX,
			     .pixelformat = fourcc,
			     .bytesperline = stride_bytes,
			     .colorspace = V4L2_COLORSPACE_JPEG },
	};
}

static void assert_picture(const struct picture *picture)
{
	assert_int_equal(picture->width_px, EVEN_W);
	assert_int_equal(picture->height_px, EVEN_H);
	for (int y = 0; y < EVEN_H; y++)
		for (int x = 0; x < EVEN_W; x++) {
			int chroma = y / 2 * picture->strides[1] + x / 2;

			assert_int_equal(
				picture->planes[0][y * picture->strides[0] + x],
				luma_at(x, y));
			if (picture->subsampling == PICTURE_GREY)
				continue;
			assert_int_equal(picture->planes[1][chroma],
					 cb_at(x, y));
			assert_int_equal(picture->planes[2][chroma],
					 cr_at(x, y));
		}
}

/* Returns how many planes were left where the driver put them. */
static int check(uint32_t fourcc, uint32_t stride_bytes)
{
	const struct v4l2_format format = format_of(fourcc, stride_bytes);
	const uint8_t *memory[3] = { bytes };
	struct v4l2_layout layout;
	struct v4l2_planes *planes;
	struct picture picture = { 0 };
	int left = 0;

	assert_int_equal(v4l2_layout_of(&format, &layout), 0);
	assert_true(layout.whole_bytes[0] <= sizeof(bytes));
	assert_int_equal(v4l2_planes_create(&planes, &layout), 0);
	v4l2_planes_make(planes, memory, &picture);
	assert_picture(&picture);
	for (int i = 0; i < 3 && picture.planes[i]; i++)
		left += picture.planes[i] >= bytes &&
			picture.planes[i] < bytes + sizeof(bytes);
	v4l2_planes_destroy(planes);
	return left;
}

static void test_packed_formats_are_taken_apart(void **state)
{
	static const int yuyv[] = { 0, 2, 1, 3 }, uyvy[] = { 2, 0, 3, 1 };
	static const int yvyu[] = { 0, 3, 1, 2 };

	(void)state;
	fill_packed(yuyv);
	assert_int_equal(check(V4L2_PIX_FMT_YUYV, 2 * STRIDE), 0);
	fill_packed(uyvy);
	assert_int_equal(check(V4L2_PIX_FMT_UYVY, 2 * STRIDE), 0);
	fill_packed(yvyu);
	assert_int_equal(check(V4L2_PIX_FMT_YVYU, 2 * STRIDE), 0);
}

static void test_luma_of_nv12_and_nv21_stays_where_it_is(void **state)
{
	(void)state;
	fill_nv(false);
	assert_int_equal(check(V4L2_PIX_FMT_NV12, STRIDE), 1);
	fill_nv(true);
	assert_int_equal(check(V4L2_PIX_FMT_NV21, STRIDE), 1);
}

static void test_three_planes_stay_where_they_are(void **state)
{
	(void)state;
	fill_planar(false);
	assert_int_equal(check(V4L2_PIX_FMT_YUV420, STRIDE), 3);
	fill_planar(true);
	assert_int_equal(check(V4L2_PIX_FMT_YVU420, STRIDE), 3);
}

static void test_grey_stays_where_it_is(void **state)
{
	(void)state;
	fill_luma();
	assert_int_equal(check(V4L2_PIX_FMT_GREY, STRIDE), 1);
}

static void test_blue_and_red_are_not_exchanged(void **state)
{
	struct v4l2_format format = format_of(V4L2_PIX_FMT_RGB24, 3 * STRIDE);
	const uint8_t *memory[3] = { bytes };
	struct v4l2_layout layout;
	struct v4l2_planes *planes;
	struct picture picture = { 0 };

	(void)state;
	memset(bytes, 0, sizeof(bytes));
	for (size_t i = 0; i < sizeof(bytes); i += 3)
		bytes[i] = 255;
	for (int is_bgr = 0; is_bgr < 2; is_bgr++) {
		format.fmt.pix.pixelformat =
			is_bgr ? V4L2_PIX_FMT_BGR24 : V4L2_PIX_FMT_RGB24;
		/* Rows of a multiple of three: each begins with red. */
		format.fmt.pix.bytesperline = 3 * 40;
		assert_int_equal(v4l2_layout_of(&format, &layout), 0);
		assert_int_equal(v4l2_planes_create(&planes, &layout), 0);
		v4l2_planes_make(planes, memory, &picture);
		assert_int_equal(picture.planes[is_bgr ? 1 : 2][0], 255);
		v4l2_planes_destroy(planes);
	}
}

static void test_planes_in_memory_of_their_own_have_their_own_rows(void **state)
{
	const struct v4l2_format format = {
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE,
		.fmt.pix_mp = { .width = 64,
				.height = 48,
				.pixelformat = V4L2_PIX_FMT_NV12M,
				.num_planes = 2,
				.plane_fmt = { { .bytesperline = 80 },
					       { .bytesperline = 96 } } },
	};
	struct v4l2_layout layout;

	(void)state;
	assert_int_equal(v4l2_layout_of(&format, &layout), 0);
	assert_int_equal(layout.planes[1].memory, 1);
	assert_int_equal(layout.planes[1].offset_bytes, 0);
	assert_int_equal(layout.planes[1].stride_bytes, 96);
	assert_int_equal(layout.whole_bytes[0], 80 * 48);
	assert_int_equal(layout.whole_bytes[1], 96 * 24);
}

static void test_foreign_and_enormous_formats_are_refused(void **state)
{
	struct v4l2_format format = format_of(V4L2_PIX_FMT_SRGGB8, STRIDE);
	struct v4l2_layout layout;

	(void)state;
	assert_int_equal(v4l2_layout_of(&format, &layout), -ENOTSUP);
	format = format_of(V4L2_PIX_FMT_YUYV, 0);
	format.fmt.pix.width = 100000;
	assert_int_equal(v4l2_layout_of(&format, &layout), -EFBIG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_packed_formats_are_taken_apart),
		cmocka_unit_test(test_luma_of_nv12_and_nv21_stays_where_it_is),
		cmocka_unit_test(test_three_planes_stay_where_they_are),
		cmocka_unit_test(test_grey_stays_where_it_is),
		cmocka_unit_test(test_blue_and_red_are_not_exchanged),
		cmocka_unit_test(
			test_planes_in_memory_of_their_own_have_their_own_rows),
		cmocka_unit_test(test_foreign_and_enormous_formats_are_refused),
	};

	return cmocka_run_group_tests_name("v4l2_planes", tests, NULL, NULL);
}
