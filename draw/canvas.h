/*
 * A picture in memory that can be drawn on: planar YUV 4:2:0, full range,
 * BT.601, as in a JPEG.
 *
 * Coordinates are pixels from the top left corner; parts outside are cut off.
 * Chroma has half the resolution: edges of coloured things are exact to two
 * pixels, edges of grey things to one.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef CANVAS_H
#define CANVAS_H

#include <stdint.h>

struct canvas {
	int width_px, height_px;
	/*
	 * The luma plane is padded to an even width and height, which is what
	 * TurboJPEG reads. Chroma strides are half of the luma stride.
	 */
	uint8_t *planes[3];
	int strides[3];
};

struct ink {
	uint8_t luma, cb, cr;
};

/* Full-range BT.601 (ITU-T T.871) of a colour given as 0 to 255 each. */
struct ink ink_rgb(int red, int green, int blue);

/* Returns 0 and a black canvas, or -ENOMEM. */
int canvas_create(struct canvas *canvas, int width_px, int height_px);
void canvas_destroy(struct canvas *canvas);

/* Both must have the same size. */
void canvas_copy(struct canvas *to, const struct canvas *from);

/* A rectangle from its top left corner, and a disc around its centre. */
void canvas_fill(struct canvas *canvas, int x, int y, int width_px,
		 int height_px, struct ink ink);
void canvas_disc(struct canvas *canvas, int center_x, int center_y,
		 int radius_px, struct ink ink);

#endif
