/*
 * A small JPEG that says NO PICTURE, for when a slot holds none.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NO_PICTURE_H
#define NO_PICTURE_H

#include <stdint.h>

#define NO_PICTURE_BYTES 1243

extern const uint8_t no_picture[NO_PICTURE_BYTES];

#endif
