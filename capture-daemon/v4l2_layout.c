/*
 * Where the samples of a raw picture lie in a driver's buffer.
 *
 * SPDX-License-Identifier: MIT
 */
#include "v4l2_layout.h"

#include <errno.h>

#include "picture.h"

/* What one- and multi-planar formats say alike. */
struct facts {
	uint32_t fourcc, width_px, height_px;
	uint32_t colorspace, encoding, quantization;
	int memory_count;
	uint32_t strides[3];
};

static struct facts facts_of(const struct v4l2_format *format)
{
	const struct v4l2_pix_format *pix = &format->fmt.pix;
	const struct v4l2_pix_format_mplane *many = &format->fmt.pix_mp;
	struct facts facts;

	if (format->type != V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE)
		return (struct facts){ pix->pixelformat,
				       pix->width,
				       pix->height,
				       pix->colorspace,
				       pix->ycbcr_enc,
				       pix->quantization,
				       1,
				       { pix->bytesperline } };
	facts = (struct facts){ many->pixelformat, many->width,
				many->height,	   many->colorspace,
				many->ycbcr_enc,   many->quantization,
				many->num_planes,  { 0 } };
	for (int i = 0; i < facts.memory_count && i < 3; i++)
		facts.strides[i] = many->plane_fmt[i].bytesperline;
	return facts;
}

/* The plane behind plane `index - 1`, or the first of the next memory. */
static void plane_place(struct v4l2_layout *layout, const struct facts *facts,
			int index, int stride_bytes, int rows)
{
	bool is_own = facts->memory_count > 1;
	int memory = is_own ? index : 0;
	size_t offset_bytes = is_own || index == 0 ? 0 : layout->whole_bytes[0];

	if (is_own && facts->strides[index] != 0)
		stride_bytes = (int)facts->strides[index];
	layout->planes[index].memory = memory;
	layout->planes[index].offset_bytes = offset_bytes;
	layout->planes[index].stride_bytes = stride_bytes;
	layout->whole_bytes[memory] =
		offset_bytes + (size_t)stride_bytes * rows;
}

static void planes_place(struct v4l2_layout *layout, const struct facts *facts,
			 int bits_per_pixel)
{
	int stride = (int)facts->strides[0], rows = (int)facts->height_px;
	int chroma_rows = (rows + 1) / 2;
	bool is_planar = layout->packing == V4L2_PACKING_YUV420 ||
			 layout->packing == V4L2_PACKING_NV12;

	if (stride == 0)
		stride = (int)facts->width_px *
			 (is_planar ? 1 : bits_per_pixel / 8);
	plane_place(layout, facts, 0, stride, rows);
	if (layout->packing == V4L2_PACKING_NV12)
		plane_place(layout, facts, 1, stride, chroma_rows);
	if (layout->packing != V4L2_PACKING_YUV420)
		return;
	plane_place(layout, facts, 1, stride / 2, chroma_rows);
	plane_place(layout, facts, 2, stride / 2, chroma_rows);
}

static void chroma_swap(struct v4l2_layout *layout)
{
	struct v4l2_place cr = layout->planes[1];

	layout->planes[1] = layout->planes[2];
	layout->planes[2] = cr;
}

int v4l2_layout_of(const struct v4l2_format *format, struct v4l2_layout *layout)
{
	struct facts facts = facts_of(format);
	const struct v4l2_format_row *row = v4l2_format_find(facts.fourcc);

	if (!row || facts.memory_count < 1 || facts.memory_count > 3)
		return -ENOTSUP;
	if (picture_is_too_large(facts.width_px, facts.height_px))
		return -EFBIG;
	*layout = (struct v4l2_layout){
		.packing = row->packing,
		.is_swapped = row->is_swapped,
		.width_px = (int)facts.width_px & ~1,
		.height_px = (int)facts.height_px & ~1,
		.memory_count = facts.memory_count,
		.colour = v4l2_colour_of(facts.colorspace, facts.encoding,
					 facts.quantization,
					 row->packing == V4L2_PACKING_GREY),
	};
	if (row->packing == V4L2_PACKING_JPEG)
		return 0;
	planes_place(layout, &facts, row->bits_per_pixel);
	if (row->packing == V4L2_PACKING_YUV420 && row->is_swapped)
		chroma_swap(layout);
	return 0;
}
