/*
 * Whether bytes from outside are a JPEG that a browser can show.
 *
 * Reads the markers only; the data between them is left to the viewer's
 * decoder. The bytes may be anything at all.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef JPEG_CHECK_H
#define JPEG_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Which lines of the picture a JPEG holds, as AVI1 segments number them. */
enum jpeg_field {
	JPEG_FIELD_BOTH,
	JPEG_FIELD_TOP, /* the first, third, fifth line */
	JPEG_FIELD_BOTTOM,
};

/* Offsets are from the beginning of all bytes. */
struct jpeg_facts {
	int width_px, height_px; /* before it is turned */
	size_t begin_offset;	 /* of SOI: what stands before is no JPEG */
	size_t scan_offset;	 /* of the marker of the first scan */
	size_t size_bytes;	 /* from SOI to EOI: what follows is padding */

	bool lacks_tables; /* of Huffman */
	bool lacks_end;	   /* no EOI: it may have been cut off */
	bool has_garbage;  /* between its header's segments */
	bool has_metadata; /* what no decoder needs, like EXIF and XMP */

	unsigned orientation;	   /* EXIF's, 1 to 8; 0: it says nothing */
	size_t orientation_offset; /* of the byte that holds it */
	enum jpeg_field field;

	const char *fault; /* when it is none: "it ends too early" */
};

/*
 * Returns 0 and fills in `facts`; or fills in the fault and returns -EBADMSG
 * for a damaged JPEG, -ENOTSUP for one that no browser shows, or -EFBIG.
 */
int jpeg_check(const uint8_t *bytes, size_t size_bytes,
	       struct jpeg_facts *facts);

/* Whether a segment holds what no decoder needs. */
bool jpeg_segment_is_metadata(uint8_t marker, const uint8_t *body,
			      size_t body_bytes);

#endif
