/*
 * A driver's description of its pictures, for any number of planes.
 *
 * SPDX-License-Identifier: MIT
 */
#include "v4l2_pixels.h"

static struct v4l2_pixels pixels_of_single(const struct v4l2_pix_format *single)
{
	return (struct v4l2_pixels){
		.fourcc = single->pixelformat,
		.width_px = single->width,
		.height_px = single->height,
		.colorspace = single->colorspace,
		.encoding = single->ycbcr_enc,
		.quantization = single->quantization,
		.memory_count = 1,
		.stride_bytes = { single->bytesperline },
	};
}

static struct v4l2_pixels
pixels_of_multi(const struct v4l2_pix_format_mplane *multi)
{
	struct v4l2_pixels pixels = {
		.fourcc = multi->pixelformat,
		.width_px = multi->width,
		.height_px = multi->height,
		.colorspace = multi->colorspace,
		.encoding = multi->ycbcr_enc,
		.quantization = multi->quantization,
		.memory_count = multi->num_planes,
	};

	for (int i = 0; i < pixels.memory_count && i < 3; i++)
		pixels.stride_bytes[i] = multi->plane_fmt[i].bytesperline;
	return pixels;
}

struct v4l2_pixels v4l2_pixels_of(const struct v4l2_format *format)
{
	return format->type == V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE
		       ? pixels_of_multi(&format->fmt.pix_mp)
		       : pixels_of_single(&format->fmt.pix);
}
