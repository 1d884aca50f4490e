/*
 * Converts a driver's raw picture to the planes that the JPEG encoder takes.
 *
 * Two rows are converted at a time, while they are in the cache: first they are
 * taken apart, then their colours become the JPEG's.
 *
 * SPDX-License-Identifier: MIT
 */
#include "v4l2_planes.h"

#include <errno.h>
#include <stdlib.h>

#include "rgb_planes.h"

struct v4l2_planes {
	struct v4l2_layout layout;
	uint8_t *own[3]; /* 4:2:0, as wide as the picture */
	uint8_t *mixed;	 /* a row of chroma, Cb and Cr alternating */
	uint8_t *apart;	 /* two rows of luma and one of Cb and Cr each */
	struct rgb_planes *rgb;
};

/* The bytes 0, 2, 4 ... */
static void bytes_pick(const uint8_t *restrict from, uint8_t *restrict to,
		       int count)
{
	for (int i = 0; i < count; i++)
		to[i] = from[2 * i];
}

/* The means of the bytes 0, 2, 4 ... of two rows. */
static void bytes_pick_means(const uint8_t *restrict upper,
			     const uint8_t *restrict lower,
			     uint8_t *restrict to, int count)
{
	for (int i = 0; i < count; i++)
		to[i] = (uint8_t)((upper[2 * i] + lower[2 * i] + 1) >> 1);
}

static void pairs_split(const uint8_t *mixed, bool is_swapped, uint8_t *cb,
			uint8_t *cr, int pairs)
{
	bytes_pick(mixed, is_swapped ? cr : cb, pairs);
	bytes_pick(mixed + 1, is_swapped ? cb : cr, pairs);
}

struct rows {
	uint8_t *parts[4]; /* two rows of luma, Cb, Cr */
};

static struct rows own_rows(const struct v4l2_planes *planes, int row)
{
	size_t width_px = (size_t)planes->layout.width_px;
	uint8_t *luma = planes->own[0] + width_px * row;
	size_t chroma = width_px / 2 * (row / 2);

	return (struct rows){ { luma, luma + width_px, planes->own[1] + chroma,
				planes->own[2] + chroma } };
}

static const uint8_t *source_row(const struct v4l2_planes *planes,
				 const uint8_t *const memory[3], int plane,
				 int row)
{
	const struct v4l2_layout *layout = &planes->layout;

	return memory[layout->planes[plane].memory] +
	       layout->planes[plane].offset_bytes +
	       (size_t)layout->planes[plane].stride_bytes * row;
}

/* Where rows are taken apart to; not the final place if colours change. */
static struct rows apart_rows(const struct v4l2_planes *planes, int row)
{
	size_t width_px = (size_t)planes->layout.width_px;
	uint8_t *luma = planes->apart;

	if (!planes->layout.colour.is_needed)
		return own_rows(planes, row);
	return (struct rows){ { luma, luma + width_px, luma + 2 * width_px,
				luma + 2 * width_px + width_px / 2 } };
}

static void rows_colour(const struct v4l2_planes *planes,
			const uint8_t *const from[4], int row)
{
	struct rows rows = own_rows(planes, row);

	if (planes->layout.colour.is_needed)
		v4l2_colour_rows(&planes->layout.colour, from, rows.parts,
				 planes->layout.width_px);
}

static void packed_make(const struct v4l2_planes *planes,
			const uint8_t *const memory[3], int row)
{
	const struct v4l2_layout *layout = &planes->layout;
	const uint8_t *upper = source_row(planes, memory, 0, row);
	const uint8_t *lower = source_row(planes, memory, 0, row + 1);
	struct rows rows = apart_rows(planes, row);
	const uint8_t *from[4] = { rows.parts[0], rows.parts[1], rows.parts[2],
				   rows.parts[3] };
	int luma_at = layout->packing == V4L2_PACKING_UYVY;

	bytes_pick(upper + luma_at, rows.parts[0], layout->width_px);
	bytes_pick(lower + luma_at, rows.parts[1], layout->width_px);
	bytes_pick_means(upper + !luma_at, lower + !luma_at, planes->mixed,
			 layout->width_px);
	pairs_split(planes->mixed, layout->is_swapped, rows.parts[2],
		    rows.parts[3], layout->width_px / 2);
	rows_colour(planes, from, row);
}

/* Luma may stay where it is; then only chroma is copied. */
static void nv12_make(const struct v4l2_planes *planes,
		      const uint8_t *const memory[3], int row)
{
	const struct v4l2_layout *layout = &planes->layout;
	struct rows rows = apart_rows(planes, row);
	const uint8_t *from[4] = { source_row(planes, memory, 0, row),
				   source_row(planes, memory, 0, row + 1),
				   rows.parts[2], rows.parts[3] };

	pairs_split(source_row(planes, memory, 1, row / 2), layout->is_swapped,
		    rows.parts[2], rows.parts[3], layout->width_px / 2);
	rows_colour(planes, from, row);
}

static void yuv420_make(const struct v4l2_planes *planes,
			const uint8_t *const memory[3], int row)
{
	const uint8_t *from[4] = { source_row(planes, memory, 0, row),
				   source_row(planes, memory, 0, row + 1),
				   source_row(planes, memory, 1, row / 2),
				   source_row(planes, memory, 2, row / 2) };

	rows_colour(planes, from, row);
}

static void grey_make(const struct v4l2_planes *planes,
		      const uint8_t *const memory[3], int row)
{
	struct rows rows = own_rows(planes, row);

	for (int i = 0; i < 2; i++)
		v4l2_colour_luma(&planes->layout.colour,
				 source_row(planes, memory, 0, row + i),
				 rows.parts[i], planes->layout.width_px);
}

static void rgb_make(const struct v4l2_planes *planes,
		     const uint8_t *const memory[3])
{
	const struct v4l2_layout *layout = &planes->layout;
	const struct rgb_pixels pixels = {
		.bytes = source_row(planes, memory, 0, 0),
		.width_px = layout->width_px,
		.height_px = layout->height_px,
		.stride_bytes = layout->planes[0].stride_bytes,
		.is_bgr = layout->is_swapped,
	};

	rgb_planes_make(planes->rgb, &pixels, planes->own);
}

static void own_planes_make(const struct v4l2_planes *planes,
			    const uint8_t *const memory[3])
{
	void (*make)(const struct v4l2_planes *, const uint8_t *const[3], int);

	switch (planes->layout.packing) {
	case V4L2_PACKING_RGB24:
		rgb_make(planes, memory);
		return;
	case V4L2_PACKING_NV12:
		make = nv12_make;
		break;
	case V4L2_PACKING_YUV420:
		make = yuv420_make;
		break;
	case V4L2_PACKING_GREY:
		make = grey_make;
		break;
	default:
		make = packed_make;
	}
	for (int row = 0; row < planes->layout.height_px; row += 2)
		make(planes, memory, row);
}

/* How many of the planes, from the first, are used where they lie. */
static int planes_to_leave(const struct v4l2_layout *layout)
{
	if (layout->colour.is_needed)
		return 0;
	switch (layout->packing) {
	case V4L2_PACKING_YUV420:
		return 3;
	case V4L2_PACKING_NV12:
	case V4L2_PACKING_GREY:
		return 1;
	default:
		return 0;
	}
}

void v4l2_planes_make(struct v4l2_planes *planes,
		      const uint8_t *const memory[3], struct picture *picture)
{
	const struct v4l2_layout *layout = &planes->layout;
	bool is_grey = layout->packing == V4L2_PACKING_GREY;
	int left = planes_to_leave(layout);

	if (left < (is_grey ? 1 : 3))
		own_planes_make(planes, memory);
	picture->kind = PICTURE_PLANES;
	picture->width_px = layout->width_px;
	picture->height_px = layout->height_px;
	picture->subsampling = is_grey ? PICTURE_GREY : PICTURE_420;
	for (int i = 0; i < (is_grey ? 1 : 3); i++) {
		bool stays = i < left;

		picture->planes[i] = stays ? source_row(planes, memory, i, 0)
					   : planes->own[i];
		picture->strides[i] = stays ? layout->planes[i].stride_bytes
					    : layout->width_px >> (i > 0);
	}
}

int v4l2_planes_create(struct v4l2_planes **created,
		       const struct v4l2_layout *layout)
{
	size_t luma_bytes = (size_t)layout->width_px * layout->height_px;
	struct v4l2_planes *planes = calloc(1, sizeof(*planes));

	if (!planes)
		return -ENOMEM;
	planes->layout = *layout;
	planes->own[0] = malloc(luma_bytes + luma_bytes / 2 +
				4 * (size_t)layout->width_px);
	if (!planes->own[0] || rgb_planes_create(&planes->rgb) < 0) {
		v4l2_planes_destroy(planes);
		return -ENOMEM;
	}
	planes->own[1] = planes->own[0] + luma_bytes;
	planes->own[2] = planes->own[1] + luma_bytes / 4;
	planes->mixed = planes->own[2] + luma_bytes / 4;
	planes->apart = planes->mixed + layout->width_px;
	*created = planes;
	return 0;
}

void v4l2_planes_destroy(struct v4l2_planes *planes)
{
	if (!planes)
		return;
	rgb_planes_destroy(planes->rgb);
	free(planes->own[0]);
	free(planes);
}
