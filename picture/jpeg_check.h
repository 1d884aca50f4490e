/*
 * Whether bytes from outside are a whole JPEG that a browser can show.
 *
 * Reads the markers only; the data between them is left to the viewer's
 * decoder. The bytes may be anything at all.
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

	/* Where to insert missing Huffman tables; 0: none is missing. */
	size_t tables_offset;

	const char *fault; /* when it is not one: "it ends too early" */
};

/*
 * Returns 0 and fills in `facts`; or fills in the fault and returns -EBADMSG
 * for a damaged JPEG, -ENOTSUP for one that no browser shows, or -EFBIG.
 */
int jpeg_check(const uint8_t *bytes, size_t size_bytes,
	       struct jpeg_facts *facts);

#endif
