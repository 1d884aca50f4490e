/*
 * The picture that stands in for a missing one and says why it is missing.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PLACEHOLDER_H
#define PLACEHOLDER_H

#include <stdint.h>

#include "canvas.h"

/* Draw it: the slot's name, the reason, and the time since 1970. */
void placeholder_draw(struct canvas *canvas, const char *slot,
		      const char *reason, uint64_t wall_ns);

#endif
