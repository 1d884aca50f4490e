/*
 * The picture that stands in for a missing one and says why it is missing.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PLACEHOLDER_H
#define PLACEHOLDER_H

#include <stdint.h>

#include "canvas.h"

struct placeholder {
	const char *slot;
	const char *headline; /* as long as "NO SIGNAL", or a little longer */
	const char *reason;
};

/* Draw the placeholder, with the time `wall_ns`, since 1970. */
void placeholder_draw(struct canvas *canvas,
		      const struct placeholder *placeholder, uint64_t wall_ns);

#endif
