/*
 * Converts a camera's YUV to a JPEG's.
 *
 * The loops are written so that the compiler can use SIMD: 16-bit arithmetic,
 * no branch, nothing in place. Nothing overflows: the largest sum is that of
 * luma from BT.2020, about 23,000.
 *
 * SPDX-License-Identifier: MIT
 */
#include "v4l2_colour.h"

#include <math.h>

#include "picture.h"

#define LUMA_SHIFT   8
#define CHROMA_SHIFT 9

/* The weights of red and blue in luma. */
struct weights {
	double red, blue;
};

static struct weights weights_of(uint32_t encoding)
{
	switch (encoding) {
	case V4L2_YCBCR_ENC_709:
	case V4L2_YCBCR_ENC_XV709:
		return (struct weights){ 0.2126, 0.0722 };
	case V4L2_YCBCR_ENC_BT2020:
	case V4L2_YCBCR_ENC_BT2020_CONST_LUM:
		return (struct weights){ 0.2627, 0.0593 };
	case V4L2_YCBCR_ENC_SMPTE240M:
		return (struct weights){ 0.212, 0.087 };
	default:
		return (struct weights){ 0.299, 0.114 };
	}
}

static int16_t luma_unit(double factor)
{
	return (int16_t)lround(factor * (1 << LUMA_SHIFT));
}

static int16_t chroma_unit(double factor)
{
	return (int16_t)lround(factor * (1 << CHROMA_SHIFT));
}

/*
 * Decode one unit of Cb or Cr with `theirs` and encode it with `jpeg`, to see
 * what it adds to Y, Cb and Cr. A unit of Cb adds to blue (`adds`) and takes
 * from green; Cr does so with red.
 */
static void matrix_set(struct v4l2_colour *colour, struct weights theirs,
		       double luma_scale, double chroma_scale)
{
	const struct weights jpeg = { 0.299, 0.114 };
	double jpeg_green = 1 - jpeg.red - jpeg.blue;
	double their_green = 1 - theirs.red - theirs.blue;
	double blue = 2 * (1 - theirs.blue), red = 2 * (1 - theirs.red);
	double luma_cb =
		blue * (jpeg.blue - jpeg_green * theirs.blue / their_green);
	double luma_cr =
		red * (jpeg.red - jpeg_green * theirs.red / their_green);
	double to_cb = 1 / (2 * (1 - jpeg.blue));
	double to_cr = 1 / (2 * (1 - jpeg.red));

	colour->luma_gain = luma_unit(luma_scale - 1);
	colour->luma_from_cb = luma_unit(chroma_scale * luma_cb);
	colour->luma_from_cr = luma_unit(chroma_scale * luma_cr);
	colour->cb_gain =
		chroma_unit(chroma_scale * (blue - luma_cb) * to_cb - 1);
	colour->cb_from_cr = chroma_unit(chroma_scale * -luma_cr * to_cb);
	colour->cr_gain =
		chroma_unit(chroma_scale * (red - luma_cr) * to_cr - 1);
	colour->cr_from_cb = chroma_unit(chroma_scale * -luma_cb * to_cr);
}

struct v4l2_colour v4l2_colour_of(uint32_t colorspace, uint32_t encoding,
				  uint32_t quantization, bool is_grey)
{
	struct v4l2_colour colour = { 0 };
	bool is_limited;

	if (encoding == V4L2_YCBCR_ENC_DEFAULT)
		encoding = V4L2_MAP_YCBCR_ENC_DEFAULT(colorspace);
	if (quantization == V4L2_QUANTIZATION_DEFAULT)
		quantization = V4L2_MAP_QUANTIZATION_DEFAULT(
			is_grey, colorspace, encoding);
	is_limited = quantization == V4L2_QUANTIZATION_LIM_RANGE;
	colour.black = is_limited ? 16 : 0;
	matrix_set(&colour, weights_of(is_grey ? 0 : encoding),
		   is_limited ? 255.0 / 219 : 1, is_limited ? 255.0 / 224 : 1);
	colour.is_needed = is_limited || colour.luma_from_cb != 0 ||
			   colour.luma_from_cr != 0;
	return colour;
}

static uint8_t byte_limit(int16_t value)
{
	return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

/* Stretch the distance of each sample from `pivot`; pivot becomes `base`. */
static void samples_stretch(const uint8_t *restrict from, uint8_t *restrict to,
			    int count, int16_t pivot, int16_t base,
			    int16_t gain, int shift)
{
	const int16_t half = (int16_t)(1 << (shift - 1));

	for (int i = 0; i < count; i++) {
		int16_t level = (int16_t)(from[i] - pivot);
		int16_t more = (int16_t)(level * gain + half);

		to[i] = byte_limit((int16_t)(base + level + (more >> shift)));
	}
}

void v4l2_colour_luma(const struct v4l2_colour *colour,
		      const uint8_t *restrict from, uint8_t *restrict to,
		      int width_px)
{
	samples_stretch(from, to, width_px, colour->black, 0, colour->luma_gain,
			LUMA_SHIFT);
}

/* `tint` is what the colour of each pair of pixels adds. */
static void tinted_luma(const struct v4l2_colour *colour,
			const int16_t *restrict tint,
			const uint8_t *restrict from, uint8_t *restrict to,
			int pairs)
{
	const int16_t black = colour->black, gain = colour->luma_gain;

	for (int i = 0; i < pairs; i++) {
		int16_t left = (int16_t)(from[2 * i] - black);
		int16_t right = (int16_t)(from[2 * i + 1] - black);
		int16_t more_left = (int16_t)(left * gain + tint[i]);
		int16_t more_right = (int16_t)(right * gain + tint[i]);

		to[2 * i] =
			byte_limit((int16_t)(left + (more_left >> LUMA_SHIFT)));
		to[2 * i + 1] = byte_limit(
			(int16_t)(right + (more_right >> LUMA_SHIFT)));
	}
}

static void chroma_convert(const struct v4l2_colour *colour,
			   const uint8_t *restrict from_cb,
			   const uint8_t *restrict from_cr,
			   uint8_t *restrict to_cb, uint8_t *restrict to_cr,
			   int pairs)
{
	const struct v4l2_colour c = *colour;

	for (int i = 0; i < pairs; i++) {
		int16_t cb = (int16_t)(from_cb[i] - 128);
		int16_t cr = (int16_t)(from_cr[i] - 128);
		int16_t more_cb =
			(int16_t)(cb * c.cb_gain + cr * c.cb_from_cr + 256);
		int16_t more_cr =
			(int16_t)(cr * c.cr_gain + cb * c.cr_from_cb + 256);

		to_cb[i] = byte_limit(
			(int16_t)(128 + cb + (more_cb >> CHROMA_SHIFT)));
		to_cr[i] = byte_limit(
			(int16_t)(128 + cr + (more_cr >> CHROMA_SHIFT)));
	}
}

/* The matrix is the JPEG's; only the range is not. */
static void rows_stretch(const struct v4l2_colour *colour,
			 const uint8_t *const from[4], uint8_t *const to[4],
			 int width_px)
{
	int pairs = width_px / 2;

	v4l2_colour_luma(colour, from[0], to[0], width_px);
	v4l2_colour_luma(colour, from[1], to[1], width_px);
	samples_stretch(from[2], to[2], pairs, 128, 128, colour->cb_gain,
			CHROMA_SHIFT);
	samples_stretch(from[3], to[3], pairs, 128, 128, colour->cr_gain,
			CHROMA_SHIFT);
}

void v4l2_colour_rows(const struct v4l2_colour *colour,
		      const uint8_t *const from[4], uint8_t *const to[4],
		      int width_px)
{
	const struct v4l2_colour c = *colour;
	int16_t tint[PICTURE_SIDE_MAX_PX / 2];
	int pairs = width_px / 2;

	if (c.luma_from_cb == 0 && c.luma_from_cr == 0) {
		rows_stretch(colour, from, to, width_px);
		return;
	}
	for (int i = 0; i < pairs; i++)
		tint[i] = (int16_t)((from[2][i] - 128) * c.luma_from_cb +
				    (from[3][i] - 128) * c.luma_from_cr + 128);
	tinted_luma(colour, tint, from[0], to[0], pairs);
	tinted_luma(colour, tint, from[1], to[1], pairs);
	chroma_convert(colour, from[2], from[3], to[2], to[3], pairs);
}
