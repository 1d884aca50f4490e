/*
 * Writing on a canvas, in a small font of our own.
 *
 * A letter is 5 dots wide and 8 high (the lowest row is for descenders), then
 * one dot of space. A dot is a square of `scale` pixels.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef TEXT_H
#define TEXT_H

#include "canvas.h"

#define TEXT_ADVANCE_DOTS 6
#define TEXT_HEIGHT_DOTS  8

/*
 * Write from the top left corner. Printable ASCII; anything else is drawn as a
 * block.
 */
void text_draw(struct canvas *canvas, int x, int y, int scale, struct ink ink,
	       const char *text);

/* The width of the text, without the space after its last letter. */
int text_width_px(const char *text, int scale);

/* The largest scale, at least 1, at which `text` is at most this wide. */
int text_scale_for_width(const char *text, int width_px);

#endif
