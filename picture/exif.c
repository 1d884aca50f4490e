/*
 * Which side of a JPEG is up, as its EXIF data says.
 *
 * EXIF data is a TIFF file: a header, and directories of entries of 12 bytes.
 * The orientation is in the first directory, so only that one is read, once.
 *
 * Structure: JEITA CP-3451, 4.5 and 4.6; TIFF 6.0, section 2.
 *
 * SPDX-License-Identifier: MIT
 */
#include "exif.h"

#include <stdbool.h>
#include <string.h>

#define SIGNATURE	"Exif\0"
#define SIGNATURE_BYTES 6 /* with a zero for padding */

#define TIFF_HEADER_BYTES 8
#define ENTRY_BYTES	  12
#define TAG_ORIENTATION	  0x0112
#define TYPE_SHORT	  3
#define ORIENTATION_MAX	  8

struct tiff {
	const uint8_t *bytes;
	size_t size_bytes;
	bool is_little; /* the low byte of a number comes first */
};

/* All of these lie inside `tiff`: the caller has made sure. */
static unsigned two_bytes(const struct tiff *tiff, size_t offset)
{
	const uint8_t *at = tiff->bytes + offset;

	return tiff->is_little ? (unsigned)at[1] << 8 | at[0]
			       : (unsigned)at[0] << 8 | at[1];
}

static uint32_t four_bytes(const struct tiff *tiff, size_t offset)
{
	uint32_t first = two_bytes(tiff, offset);
	uint32_t second = two_bytes(tiff, offset + 2);

	return tiff->is_little ? second << 16 | first : first << 16 | second;
}

static bool tiff_open(struct tiff *tiff, const uint8_t *body, size_t body_bytes)
{
	if (body_bytes < SIGNATURE_BYTES + TIFF_HEADER_BYTES ||
	    memcmp(body, SIGNATURE, SIGNATURE_BYTES - 1) != 0)
		return false;
	tiff->bytes = body + SIGNATURE_BYTES;
	tiff->size_bytes = body_bytes - SIGNATURE_BYTES;
	tiff->is_little = tiff->bytes[0] == 'I';
	return memcmp(tiff->bytes, tiff->is_little ? "II*\0" : "MM\0*", 4) == 0;
}

/* The offset of its first directory's entry with `tag`; 0: there is none. */
static size_t entry_find(const struct tiff *tiff, unsigned tag)
{
	size_t offset = four_bytes(tiff, 4);
	unsigned entries;

	if (offset > tiff->size_bytes - 2)
		return 0;
	entries = two_bytes(tiff, offset);
	offset += 2;
	for (; entries > 0 && tiff->size_bytes - offset >= ENTRY_BYTES;
	     entries--, offset += ENTRY_BYTES)
		if (two_bytes(tiff, offset) == tag)
			return offset;
	return 0;
}

unsigned exif_orientation_find(const uint8_t *body, size_t body_bytes,
			       size_t *offset)
{
	struct tiff tiff;
	size_t entry, value;
	unsigned orientation;

	if (!tiff_open(&tiff, body, body_bytes))
		return 0;
	entry = entry_find(&tiff, TAG_ORIENTATION);
	if (entry == 0 || two_bytes(&tiff, entry + 2) != TYPE_SHORT ||
	    four_bytes(&tiff, entry + 4) != 1)
		return 0;
	/* A number of two bytes stands at the beginning of the four. */
	value = entry + 8;
	orientation = two_bytes(&tiff, value);
	if (orientation > ORIENTATION_MAX)
		return 0;
	*offset = SIGNATURE_BYTES + value + (tiff.is_little ? 0 : 1);
	return orientation;
}
