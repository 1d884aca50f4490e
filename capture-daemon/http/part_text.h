/*
 * Reads what the text before a picture says of it: its length, and the boundary
 * that will stand behind it.
 *
 * Cameras keep hardly a rule of RFC 2046, section 5.1, so the boundary is
 * whatever line looks like one, and the length is a hint.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PART_TEXT_H
#define PART_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of a longer text only this much at its end is read. */
#define PART_TEXT_KEPT_BYTES 4096

#define PART_BOUNDARY_MAX_BYTES 100

struct part_text {
	size_t declared_bytes; /* the picture's length; 0: it is not said */

	/* The last line that looked like one, without dashes. */
	char boundary[PART_BOUNDARY_MAX_BYTES + 1];
};

/* A text without a boundary leaves the one that was read before. */
void part_text_read(struct part_text *part, const uint8_t *text,
		    size_t text_bytes);

bool part_text_has_line_end(const uint8_t *text, size_t text_bytes);

#endif
