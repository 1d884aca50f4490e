/*
 * A driver's description of its pictures, for any number of planes.
 *
 * A struct v4l2_format says the same in one of two places: one for pictures in
 * one piece, another for those in several.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef V4L2_PIXELS_H
#define V4L2_PIXELS_H

#include <linux/videodev2.h>
#include <stdint.h>

struct v4l2_pixels {
	uint32_t fourcc, width_px, height_px;
	uint32_t colorspace, encoding, quantization; /* V4L2_... */
	int memory_count;	  /* pieces of memory: any number */
	uint32_t stride_bytes[3]; /* of the first of them; 0: not said */
};

struct v4l2_pixels v4l2_pixels_of(const struct v4l2_format *format);

#endif
