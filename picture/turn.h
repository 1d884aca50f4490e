/*
 * Turns and mirrors pictures: for cameras that hang upside down, and for
 * pictures that say which side of them is up.
 *
 * JPEGs are turned without decoding them to pixels. Nothing is lost, except
 * the last few rows or columns of a side that is not a multiple of the JPEG's
 * blocks.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef TURN_H
#define TURN_H

#include <stdbool.h>
#include <stddef.h>

#include "picture.h"

enum turn_flip {
	TURN_FLIP_NONE,
	TURN_FLIP_HORIZONTAL, /* left becomes right */
	TURN_FLIP_VERTICAL,
};

struct turner;

/*
 * Of a picture that stands upright: `degrees` clockwise, 0, 90, 180 or 270;
 * then the flip.
 *
 * Returns 0 and the turner, owned by the caller, or -ENOMEM.
 */
int turner_create(struct turner **turner, int degrees, enum turn_flip flip);

/* NULL is legal. */
void turner_destroy(struct turner *turner);

/*
 * Whether anything has to be done to a picture of this `orientation`
 * (picture.h).
 */
bool turner_turns(const struct turner *turner, unsigned orientation);

/*
 * The room that turner_run_jpeg() needs for this JPEG.
 *
 * Returns 0 and fills in `bytes_max`, or -EBADMSG.
 */
int turner_jpeg_bytes_max(struct turner *turner, const uint8_t *jpeg,
			  size_t size_bytes, size_t *bytes_max);

/*
 * Turn a whole JPEG of this `orientation` into `buffer`, which has room for
 * turner_jpeg_bytes_max().
 *
 * Returns 0 and fills in `turned_bytes`, or -EBADMSG. TurboJPEG reports an
 * error that follows a warning as a warning, too, so the caller has to check
 * that the buffer holds a whole JPEG of `turned_bytes`.
 */
int turner_run_jpeg(struct turner *turner, unsigned orientation,
		    const uint8_t *jpeg, size_t size_bytes, void *buffer,
		    size_t *turned_bytes);

/*
 * Turn a prepared picture that is not a JPEG. Its planes are valid until the
 * next call.
 *
 * Returns 0 or -ENOMEM.
 */
int turner_run_planes(struct turner *turner, struct picture *picture);

#endif
