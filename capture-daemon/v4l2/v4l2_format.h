/*
 * The pixel formats that we take from a driver as they are.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef V4L2_FORMAT_H
#define V4L2_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

/* How the bytes lie; formats that differ only in the order share one. */
enum v4l2_packing {
	V4L2_PACKING_JPEG,
	V4L2_PACKING_YUV420, /* three planes */
	V4L2_PACKING_NV12,   /* luma, then pairs of chroma */
	V4L2_PACKING_YUYV,   /* luma first, chroma in between */
	V4L2_PACKING_UYVY,   /* chroma first */
	V4L2_PACKING_GREY,
	V4L2_PACKING_RGB24,
};

struct v4l2_format_row {
	uint32_t fourcc;  /* V4L2_PIX_FMT_... */
	const char *name; /* for people: "NV12" */
	enum v4l2_packing packing;
	bool is_swapped;    /* Cr before Cb, blue before red */
	int bits_per_pixel; /* without padding; 0: of any length */
	int rank;	    /* of two that do, the lower is taken */
};

/* Returns NULL when libv4l2 has to convert `fourcc`. */
const struct v4l2_format_row *v4l2_format_find(uint32_t fourcc);

/*
 * The fourcc that a person means by `name`: one of our names, or the four
 * letters that v4l2-ctl prints. Returns 0 when it is neither.
 */
uint32_t v4l2_format_parse(const char *name);

/* Room for a fourcc as text. */
#define V4L2_FORMAT_NAME_BYTES 8

/* Our name of `fourcc`, or its four letters. */
void v4l2_format_name(uint32_t fourcc, char name[V4L2_FORMAT_NAME_BYTES]);

#endif
