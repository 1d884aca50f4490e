/*
 * Converts a decoder's frames to what the JPEG encoder takes, with the right
 * colours and size.
 *
 * A JPEG holds full-range BT.601 YUV. Frames that are like that are encoded as
 * they are. Most video is something else (limited range, BT.709) and would look
 * washed out, so it goes through RGB, which the encoder takes as well.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef CONVERTER_H
#define CONVERTER_H

#include <libavutil/frame.h>

#include "picture.h"

/*
 * Held by a source and each of its pictures; the last to release it frees it.
 * Only one thread at a time converts.
 */
struct converter;

/*
 * `width_px` and `height_px` are the wanted size of the picture that stands
 * upright; 0: as the frame has it, with square pixels.
 *
 * Returns a converter with one holder, or NULL without memory.
 */
struct converter *converter_create(int width_px, int height_px);

/* One more holder; returns `converter`. */
struct converter *converter_hold(struct converter *converter);

/* One holder less; the last to release it frees it. */
void converter_release(struct converter *converter);

/*
 * Fill in the kind, size and planes of `picture`, whose orientation is known,
 * from `frame`. They are valid as long as the frame is and until the next
 * conversion. The picture still has to be turned.
 *
 * Returns 0, -EFBIG for a frame that is too large, -ENOTSUP for a pixel format
 * that libswscale cannot read, or -ENOMEM.
 */
int converter_run(struct converter *converter, const AVFrame *frame,
		  struct picture *picture);

#endif
