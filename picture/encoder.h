/*
 * Encodes planes or pixels as JPEG.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef ENCODER_H
#define ENCODER_H

#include <stddef.h>

#include "picture.h"

struct encoder;

/*
 * `quality` is 1 (worst) to 100.
 *
 * Returns 0 and the encoder, owned by the caller, or -ENOMEM.
 */
int encoder_create(struct encoder **encoder, int quality);

/* NULL is legal. */
void encoder_destroy(struct encoder *encoder);

/* No JPEG of that size and subsampling is larger than this. */
size_t encoder_bytes_max(int width_px, int height_px,
			 enum picture_subsampling subsampling);

/*
 * Encode a prepared PICTURE_PLANES or PICTURE_PIXELS into `buffer`, which has
 * room for encoder_bytes_max().
 *
 * Returns 0 and fills in `size_bytes`, or -EINVAL when the picture is not
 * valid.
 */
int encoder_run(struct encoder *encoder, const struct picture *picture,
		void *buffer, size_t *size_bytes);

#endif
