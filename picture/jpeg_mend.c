/*
 * Writes a checked JPEG anew, so that every decoder shows it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "jpeg_mend.h"

#include <string.h>

#include "jpeg_markers.h"
#include "jpeg_tables.h"

#define UPRIGHT 1

/* SOI and EOI. */
#define ENDS_BYTES 2

bool jpeg_mend_is_due(const struct jpeg_facts *facts, bool keeps_metadata)
{
	return facts->lacks_tables || facts->lacks_end || facts->has_garbage ||
	       facts->orientation > UPRIGHT ||
	       (facts->has_metadata && !keeps_metadata);
}

size_t jpeg_mend_bytes_max(const struct jpeg_facts *facts)
{
	return facts->size_bytes + JPEG_STANDARD_TABLES_BYTES + ENDS_BYTES;
}

/* A segment from its marker on, which jpeg_check() has found to be whole. */
struct segment {
	size_t offset, size_bytes;
	bool is_metadata;
};

static struct segment segment_at(const uint8_t *bytes, size_t code)
{
	size_t length_bytes = jpeg_two_bytes(bytes + code + 1);

	return (struct segment){
		.offset = code - 1,
		.size_bytes = length_bytes + 2,
		.is_metadata = jpeg_segment_is_metadata(
			bytes[code], bytes + code + 3, length_bytes - 2),
	};
}

/* Returns the end of the copy. */
static uint8_t *segment_copy(uint8_t *to, const uint8_t *bytes,
			     const struct jpeg_facts *facts,
			     const struct segment *segment)
{
	size_t orientation = facts->orientation_offset - segment->offset;

	memcpy(to, bytes + segment->offset, segment->size_bytes);
	if (facts->orientation != 0 && orientation < segment->size_bytes)
		to[orientation] = UPRIGHT;
	return to + segment->size_bytes;
}

/* The segments between SOI and the first scan. */
static uint8_t *header_mend(uint8_t *to, const uint8_t *bytes,
			    const struct jpeg_facts *facts, bool keeps_metadata)
{
	size_t offset = facts->begin_offset + ENDS_BYTES;

	for (;;) {
		size_t code =
			jpeg_marker_find(bytes, facts->scan_offset, offset);
		struct segment segment;

		if (code == facts->scan_offset)
			return to;
		segment = segment_at(bytes, code);
		offset = segment.offset + segment.size_bytes;
		if (keeps_metadata || !segment.is_metadata)
			to = segment_copy(to, bytes, facts, &segment);
	}
}

/* All scans, and EOI if there is one. Metadata may stand between them, too. */
static uint8_t *scans_mend(uint8_t *to, const uint8_t *bytes,
			   const struct jpeg_facts *facts, bool keeps_metadata)
{
	size_t end = facts->begin_offset + facts->size_bytes;
	size_t from = facts->scan_offset, offset = from;
	bool searches = facts->has_metadata && !keeps_metadata;

	while (searches) {
		size_t code = jpeg_marker_find(bytes, end, offset);
		size_t last_end = offset;
		struct segment segment;

		if (code == end || bytes[code] == MARKER_EOI)
			break;
		segment = segment_at(bytes, code);
		offset = segment.offset + segment.size_bytes;
		if (!segment.is_metadata)
			continue;
		/* What is left of the fill bytes would begin another marker. */
		while (segment.offset > last_end &&
		       bytes[segment.offset - 1] == MARKER_FILL)
			segment.offset--;
		to = mempcpy(to, bytes + from, segment.offset - from);
		from = offset;
	}
	return mempcpy(to, bytes + from, end - from);
}

size_t jpeg_mend(const uint8_t *bytes, const struct jpeg_facts *facts,
		 bool keeps_metadata, uint8_t *to)
{
	static const uint8_t soi[ENDS_BYTES] = { MARKER_FILL, MARKER_SOI };
	static const uint8_t eoi[ENDS_BYTES] = { MARKER_FILL, MARKER_EOI };
	const uint8_t *begin = to;

	to = mempcpy(to, soi, sizeof(soi));
	to = header_mend(to, bytes, facts, keeps_metadata);
	if (facts->lacks_tables)
		to = mempcpy(to, jpeg_standard_tables,
			     JPEG_STANDARD_TABLES_BYTES);
	to = scans_mend(to, bytes, facts, keeps_metadata);
	if (facts->lacks_end)
		to = mempcpy(to, eoi, sizeof(eoi));
	return (size_t)(to - begin);
}
