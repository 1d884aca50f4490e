/*
 * Whether bytes from outside are a whole JPEG that a browser can show.
 *
 * Looks at the markers only; what lies between them is the viewer's decoder's
 * business. The bytes may be anything at all.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef JPEG_CHECK_H
#define JPEG_CHECK_H

#include <stddef.h>
#include <stdint.h>

struct jpeg_facts {
	int width_px, height_px;
	size_t size_bytes; /* up to and with EOI: what follows is padding */

	/* Where the Huffman tables belong that are missing; 0: none are. */
	size_t tables_offset;

	const char *fault; /* when it is none: "it ends too early" */
};

/*
 * Returns 0 and fills `facts`, or fills the fault and returns -EBADMSG for
 * what is damaged, -ENOTSUP for what no browser shows, or -EFBIG.
 */
int jpeg_check(const uint8_t *bytes, size_t size_bytes,
	       struct jpeg_facts *facts);

#endif
