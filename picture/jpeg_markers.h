/*
 * The markers of a JPEG, by their names in ITU-T T.81, Annex B, and how to find
 * them.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef JPEG_MARKERS_H
#define JPEG_MARKERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum jpeg_marker {
	MARKER_STUFFED = 0x00, /* FF 00 in a scan is the byte FF */
	MARKER_TEM = 0x01,
	MARKER_SOF0 = 0xc0, /* baseline */
	MARKER_SOF1 = 0xc1, /* extended sequential */
	MARKER_SOF2 = 0xc2, /* progressive */
	MARKER_DHT = 0xc4,
	MARKER_JPG = 0xc8,
	MARKER_DAC = 0xcc,
	MARKER_SOF15 = 0xcf,
	MARKER_RST0 = 0xd0,
	MARKER_RST7 = 0xd7,
	MARKER_SOI = 0xd8,
	MARKER_EOI = 0xd9,
	MARKER_SOS = 0xda,
	MARKER_DQT = 0xdb,
	MARKER_APP0 = 0xe0,
	MARKER_APP1 = 0xe1,
	MARKER_APP2 = 0xe2,
	MARKER_APP14 = 0xee,
	MARKER_APP15 = 0xef,
	MARKER_FILL = 0xff, /* any number of FF may stand before a marker */
};

/* Whether it stands among coded data and has no length behind it. */
static inline bool jpeg_marker_stands_alone(uint8_t marker)
{
	return marker == MARKER_TEM ||
	       (marker >= MARKER_RST0 && marker <= MARKER_RST7);
}

/*
 * The offset of the code of the next marker that does not stand among coded
 * data, at or behind `offset`; `size_bytes`: there is none.
 */
static inline size_t jpeg_marker_find(const uint8_t *bytes, size_t size_bytes,
				      size_t offset)
{
	while (offset < size_bytes) {
		const uint8_t *mark = memchr(bytes + offset, MARKER_FILL,
					     size_bytes - offset);

		if (!mark)
			break;
		offset = (size_t)(mark - bytes);
		while (offset < size_bytes && bytes[offset] == MARKER_FILL)
			offset++;
		if (offset < size_bytes && bytes[offset] != MARKER_STUFFED &&
		    !jpeg_marker_stands_alone(bytes[offset]))
			return offset;
	}
	return size_bytes;
}

/* The number that `bytes` begin with: lengths are written so. */
static inline unsigned jpeg_two_bytes(const uint8_t *bytes)
{
	return (unsigned)bytes[0] << 8 | bytes[1];
}

#endif
