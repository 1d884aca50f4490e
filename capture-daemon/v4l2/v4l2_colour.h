/*
 * Converts a camera's YUV to a JPEG's: full range, BT.601.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef V4L2_COLOUR_H
#define V4L2_COLOUR_H

#include <linux/videodev2.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * The conversion of a sample, in integers: Y' = Y + what its range and the
 * colours around it add, in 1/256; Cb and Cr likewise, in 1/512.
 */
struct v4l2_colour {
	bool is_needed; /* else colours are the JPEG's already */
	int16_t black;	/* of luma: 16 or 0 */
	int16_t luma_gain, luma_from_cb, luma_from_cr;
	int16_t cb_gain, cb_from_cr, cr_gain, cr_from_cb;
};

/* From a driver's fields; `is_grey`: for pictures without colours. */
struct v4l2_colour v4l2_colour_of(uint32_t colorspace, uint32_t encoding,
				  uint32_t quantization, bool is_grey);

/*
 * Convert two rows of luma and the row of chroma between them, each as wide
 * as a 4:2:0 picture of `width_px`, an even number. `from` and `to` hold the
 * two luma rows, Cb, Cr, and have no byte in common.
 */
void v4l2_colour_rows(const struct v4l2_colour *colour,
		      const uint8_t *const from[4], uint8_t *const to[4],
		      int width_px);

/* The same for luma alone. */
void v4l2_colour_luma(const struct v4l2_colour *colour,
		      const uint8_t *restrict from, uint8_t *restrict to,
		      int width_px);

#endif
