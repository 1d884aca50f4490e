/*
 * Where the samples of a raw picture lie in a driver's buffer.
 *
 * SPDX-License-Identifier: MIT
 */
#include "v4l2_layout.h"

#include <errno.h>

#include "picture.h"
#include "v4l2_pixels.h"

/* The plane behind plane `index - 1`, or the first of the next memory. */
static void plane_place(struct v4l2_layout *layout,
			const struct v4l2_pixels *pixels, int index,
			int stride_bytes, int rows)
{
	bool is_own = pixels->memory_count > 1;
	int memory = is_own ? index : 0;
	size_t offset_bytes = is_own || index == 0 ? 0 : layout->whole_bytes[0];

	if (is_own && pixels->stride_bytes[index] != 0)
		stride_bytes = (int)pixels->stride_bytes[index];
	layout->planes[index].memory = memory;
	layout->planes[index].offset_bytes = offset_bytes;
	layout->planes[index].stride_bytes = stride_bytes;
	layout->whole_bytes[memory] =
		offset_bytes + (size_t)stride_bytes * rows;
}

static void planes_place(struct v4l2_layout *layout,
			 const struct v4l2_pixels *pixels, int bits_per_pixel)
{
	int stride = (int)pixels->stride_bytes[0],
	    rows = (int)pixels->height_px;
	int chroma_rows = (rows + 1) / 2;
	bool is_planar = layout->packing == V4L2_PACKING_YUV420 ||
			 layout->packing == V4L2_PACKING_NV12;

	if (stride == 0)
		stride = (int)pixels->width_px *
			 (is_planar ? 1 : bits_per_pixel / 8);
	plane_place(layout, pixels, 0, stride, rows);
	if (layout->packing == V4L2_PACKING_NV12)
		plane_place(layout, pixels, 1, stride, chroma_rows);
	if (layout->packing != V4L2_PACKING_YUV420)
		return;
	plane_place(layout, pixels, 1, stride / 2, chroma_rows);
	plane_place(layout, pixels, 2, stride / 2, chroma_rows);
}

static void chroma_swap(struct v4l2_layout *layout)
{
	struct v4l2_place cr = layout->planes[1];

	layout->planes[1] = layout->planes[2];
	layout->planes[2] = cr;
}

int v4l2_layout_of(const struct v4l2_format *format, struct v4l2_layout *layout)
{
	struct v4l2_pixels pixels = v4l2_pixels_of(format);
	const struct v4l2_format_row *row = v4l2_format_find(pixels.fourcc);

	if (!row || pixels.memory_count < 1 || pixels.memory_count > 3)
		return -ENOTSUP;
	if (picture_is_too_large(pixels.width_px, pixels.height_px))
		return -EFBIG;
	*layout = (struct v4l2_layout){
		.packing = row->packing,
		.is_swapped = row->is_swapped,
		.width_px = (int)pixels.width_px & ~1,
		.height_px = (int)pixels.height_px & ~1,
		.memory_count = pixels.memory_count,
		.colour = v4l2_colour_of(pixels.colorspace, pixels.encoding,
					 pixels.quantization,
					 row->packing == V4L2_PACKING_GREY),
	};
	if (row->packing == V4L2_PACKING_JPEG)
		return 0;
	planes_place(layout, &pixels, row->bits_per_pixel);
	if (row->packing == V4L2_PACKING_YUV420 && row->is_swapped)
		chroma_swap(layout);
	return 0;
}
