/*
 * A picture in memory that can be drawn on.
 *
 * SPDX-License-Identifier: MIT
 */
#include "canvas.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static uint8_t byte_round(double value)
{
	return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value + 0.5);
}

struct ink ink_rgb(int red, int green, int blue)
{
	double luma = 0.299 * red + 0.587 * green + 0.114 * blue;

	return (struct ink){
		.luma = byte_round(luma),
		.cb = byte_round(128 + (blue - luma) / 1.772),
		.cr = byte_round(128 + (red - luma) / 1.402),
	};
}

static int plane_rows(const struct canvas *canvas, int plane)
{
	int chroma_rows = (canvas->height_px + 1) / 2;

	return plane == 0 ? 2 * chroma_rows : chroma_rows;
}

static size_t plane_bytes(const struct canvas *canvas, int plane)
{
	return (size_t)canvas->strides[plane] * plane_rows(canvas, plane);
}

int canvas_create(struct canvas *canvas, int width_px, int height_px)
{
	int chroma_stride = (width_px + 1) / 2;
	size_t luma_bytes, chroma_bytes;
	uint8_t *memory;

	*canvas = (struct canvas){
		.width_px = width_px,
		.height_px = height_px,
		.strides = { 2 * chroma_stride, chroma_stride, chroma_stride },
	};
	luma_bytes = plane_bytes(canvas, 0);
	chroma_bytes = plane_bytes(canvas, 1);
	memory = malloc(luma_bytes + 2 * chroma_bytes);
	if (!memory)
		return -ENOMEM;
	canvas->planes[0] = memory;
	canvas->planes[1] = memory + luma_bytes;
	canvas->planes[2] = memory + luma_bytes + chroma_bytes;
	memset(memory, 0, luma_bytes);
	memset(canvas->planes[1], 128, 2 * chroma_bytes);
	return 0;
}

void canvas_destroy(struct canvas *canvas)
{
	free(canvas->planes[0]);
	*canvas = (struct canvas){ 0 };
}

void canvas_copy(struct canvas *to, const struct canvas *from)
{
	for (int plane = 0; plane < 3; plane++)
		memcpy(to->planes[plane], from->planes[plane],
		       plane_bytes(from, plane));
}

static int limit(int value, int maximum)
{
	return value < 0 ? 0 : value > maximum ? maximum : value;
}

/* From `left` and `top` up to, but not including, `right` and `bottom`. */
static void plane_fill(struct canvas *canvas, int plane, int left, int top,
		       int right, int bottom, uint8_t value)
{
	int stride = canvas->strides[plane];

	for (int row = top; row < bottom; row++)
		memset(canvas->planes[plane] + (size_t)row * stride + left,
		       value, right - left);
}

void canvas_fill(struct canvas *canvas, int x, int y, int width_px,
		 int height_px, struct ink ink)
{
	int left = limit(x, canvas->strides[0]);
	int right = limit(x + width_px, canvas->strides[0]);
	int top = limit(y, plane_rows(canvas, 0));
	int bottom = limit(y + height_px, plane_rows(canvas, 0));

	if (left >= right || top >= bottom)
		return;
	plane_fill(canvas, 0, left, top, right, bottom, ink.luma);
	left /= 2;
	top /= 2;
	right = (right + 1) / 2;
	bottom = (bottom + 1) / 2;
	plane_fill(canvas, 1, left, top, right, bottom, ink.cb);
	plane_fill(canvas, 2, left, top, right, bottom, ink.cr);
}

void canvas_disc(struct canvas *canvas, int center_x, int center_y,
		 int radius_px, struct ink ink)
{
	for (int row = -radius_px; row <= radius_px; row++) {
		int half = (int)sqrt((double)radius_px * radius_px -
				     (double)row * row);

		canvas_fill(canvas, center_x - half, center_y + row,
			    2 * half + 1, 1, ink);
	}
}
