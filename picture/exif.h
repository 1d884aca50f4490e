/*
 * Which side of a JPEG is up, as its EXIF data says.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef EXIF_H
#define EXIF_H

#include <stddef.h>
#include <stdint.h>

/*
 * Look for the orientation in `body`, which is what follows the length of an
 * APP1 segment. The bytes may be anything at all.
 *
 * Returns the orientation, 1 to 8, and in `offset` where in the body the byte
 * stands that holds it; or 0: there is none.
 */
unsigned exif_orientation_find(const uint8_t *body, size_t body_bytes,
			       size_t *offset);

#endif
