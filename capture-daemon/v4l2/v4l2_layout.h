/*
 * Where the samples of a raw picture lie in a driver's buffer.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef V4L2_LAYOUT_H
#define V4L2_LAYOUT_H

#include <linux/videodev2.h>
#include <stddef.h>

#include "v4l2_colour.h"
#include "v4l2_format.h"

/* Where a plane lies. */
struct v4l2_place {
	int memory; /* which of the buffer's parts */
	size_t offset_bytes;
	int stride_bytes;
};

struct v4l2_layout {
	enum v4l2_packing packing;
	bool is_swapped; /* only for RGB; planes are in order here */
	/* Even: TurboJPEG reads 4:2:0 in pairs. A last odd row is left out. */
	int width_px, height_px;
	struct v4l2_colour colour;

	/* Luma, Cb, Cr; or luma, then both; or all in the first. */
	struct v4l2_place planes[3];

	/* A buffer's parts, and what each holds when it is whole. */
	int memory_count;
	size_t whole_bytes[3];
};

/*
 * Returns 0, -ENOTSUP when the format is none of ours, or -EFBIG when the
 * picture is larger than any that we take.
 */
int v4l2_layout_of(const struct v4l2_format *format,
		   struct v4l2_layout *layout);

#endif
