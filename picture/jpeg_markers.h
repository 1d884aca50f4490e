/*
 * The markers of a JPEG, by their names in ITU-T T.81, Annex B.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef JPEG_MARKERS_H
#define JPEG_MARKERS_H

#include <stdbool.h>
#include <stdint.h>

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
	MARKER_FILL = 0xff, /* any number of FF may stand before a marker */
};

/* Whether it stands among coded data and has no length behind it. */
static inline bool jpeg_marker_stands_alone(uint8_t marker)
{
	return marker == MARKER_TEM ||
	       (marker >= MARKER_RST0 && marker <= MARKER_RST7);
}

#endif
