/*
 * Pictures turned and mirrored, for cameras that hang upside down.
 *
 * JPEGs are turned without decoding them to pixels: nothing is lost but, where
 * a side is no multiple of the JPEG's blocks, the last few rows or columns.
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
 * `degrees` clockwise, 0, 90, 180 or 270; then the flip.
 *
 * Returns 0 and the turner, NULL when there is nothing to turn; or -ENOMEM.
 */
int turner_create(struct turner **turner, int degrees, enum turn_flip flip);
void turner_destroy(struct turner *turner);

/*
 * The room that turner_run_jpeg() needs for this JPEG.
 *
 * Returns 0 and fills `bytes_max`, or -EBADMSG.
 */
int turner_jpeg_bytes_max(struct turner *turner, const uint8_t *jpeg,
			  size_t size_bytes, size_t *bytes_max);

/*
 * Turn a whole JPEG into `buffer`, which has room for
 * turner_jpeg_bytes_max().
 *
 * Returns 0 and fills `turned_bytes`, or -EBADMSG. TurboJPEG calls an error
 * that follows a warning a warning, too: only who finds a whole JPEG of
 * `turned_bytes` in the buffer has one.
 */
int turner_run_jpeg(struct turner *turner, const uint8_t *jpeg,
		    size_t size_bytes, void *buffer, size_t *turned_bytes);

/*
 * Turn a prepared picture that is no JPEG. Its planes are valid until the next
 * call.
 *
 * Returns 0 or -ENOMEM.
 */
int turner_run_planes(struct turner *turner, struct picture *picture);

#endif
