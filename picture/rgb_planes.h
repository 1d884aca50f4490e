/*
 * Converts RGB pixels to the planes of a JPEG.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RGB_PLANES_H
#define RGB_PLANES_H

#include <stdbool.h>
#include <stdint.h>

/* Pixels of three bytes: red, green and blue, or blue first. */
struct rgb_pixels {
	const uint8_t *bytes;
	int width_px, height_px;
	int stride_bytes;
	bool is_bgr;
};

struct rgb_planes;

/* Returns 0 or -ENOMEM. Use it from one thread at a time. */
int rgb_planes_create(struct rgb_planes **converter);
void rgb_planes_destroy(struct rgb_planes *converter);

/*
 * Fill `planes` with `pixels` in full-range BT.601 of 4:2:0. Their width and
 * height are even; the planes have no gaps between rows.
 */
void rgb_planes_make(struct rgb_planes *converter,
		     const struct rgb_pixels *pixels, uint8_t *const planes[3]);

#endif
