/*
 * Two JPEGs, of the odd and of the even lines of one picture.
 *
 * Interlaced video is kept so in Motion JPEG: both stand one behind the other,
 * and each is half as high as the picture.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef JPEG_FIELDS_H
#define JPEG_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jpeg_check.h"
#include "picture.h"

/* One of two; what stands before its SOI is no part of it. */
struct jpeg_half {
	const uint8_t *bytes;
	size_t size_bytes;
};

struct jpeg_fields {
	struct jpeg_half top, bottom;
	int width_px, height_px; /* of the picture that is made of both */
};

/*
 * Whether a second field follows the JPEG of which jpeg_check() has said
 * `first`. `declared_height_px` is the height that the source says; 0: none.
 *
 * If so, fills in `fields`, which refer to `bytes`.
 */
bool jpeg_fields_find(struct jpeg_fields *fields, const uint8_t *bytes,
		      size_t size_bytes, const struct jpeg_facts *first,
		      int declared_height_px);

struct field_weaver;

/* Returns 0 and the weaver, owned by the caller, or -ENOMEM. */
int field_weaver_create(struct field_weaver **weaver);

/* NULL is legal. */
void field_weaver_destroy(struct field_weaver *weaver);

/*
 * Decode both into `picture`, which becomes PICTURE_PLANES; they are valid
 * until the next call.
 *
 * Returns 0, -EBADMSG, or -ENOMEM.
 */
int field_weaver_run(struct field_weaver *weaver,
		     const struct jpeg_fields *fields, struct picture *picture);

#endif
