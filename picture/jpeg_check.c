/*
 * Whether bytes from outside are a whole JPEG that a browser can show.
 *
 * Structure: ITU-T T.81, Annex B.
 *
 * SPDX-License-Identifier: MIT
 */
#include "jpeg_check.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "jpeg_markers.h"
#include "picture.h"

/* Behind the length: precision, height, width, number of components. */
#define FRAME_HEADER_BYTES 6

/*
 * A progressive JPEG has about ten. To decode or turn one, each of them takes
 * as much time as a whole picture, and it need not be longer than its header.
 */
#define SCANS_MAX 100

struct walk {
	const uint8_t *bytes;
	size_t size_bytes;
	size_t offset; /* of the byte to read next */
	bool has_frame, has_quantization, has_huffman;
	unsigned scans;
	struct jpeg_facts *facts;
};

static int refuse(struct walk *walk, int error, const char *text)
{
	walk->facts->fault = text;
	return error;
}

static int fault(struct walk *walk, const char *text)
{
	return refuse(walk, -EBADMSG, text);
}

static unsigned two_bytes(const uint8_t *bytes)
{
	return (unsigned)bytes[0] << 8 | bytes[1];
}

/* SOFn is every Cn but three. */
static bool marker_is_frame(uint8_t marker)
{
	return marker >= MARKER_SOF0 && marker <= MARKER_SOF15 &&
	       marker != MARKER_DHT && marker != MARKER_JPG &&
	       marker != MARKER_DAC;
}

/* `body` is what follows the length of an SOFn segment. */
static int frame_header_check(struct walk *walk, uint8_t marker,
			      const uint8_t *body, size_t body_bytes)
{
	struct jpeg_facts *facts = walk->facts;

	if (marker > MARKER_SOF2)
		return refuse(walk, -ENOTSUP,
			      "its kind of coding is shown by no browser");
	if (walk->has_frame || body_bytes < FRAME_HEADER_BYTES ||
	    body_bytes != FRAME_HEADER_BYTES + 3u * body[5])
		return fault(walk, "its frame header is damaged");
	facts->height_px = (int)two_bytes(body + 1);
	facts->width_px = (int)two_bytes(body + 3);
	if (body[0] != 8 || (body[5] != 1 && body[5] != 3))
		return refuse(walk, -ENOTSUP,
			      "it is neither 8-bit grey nor colour");
	if (facts->width_px < 1 || facts->height_px < 1)
		return fault(walk, "its width or height is impossible");
	if (picture_is_too_large(facts->width_px, facts->height_px))
		return refuse(walk, -EFBIG,
			      "it has more than " PICTURE_LIMIT_TEXT);
	walk->has_frame = true;
	return 0;
}

static int scan_begin(struct walk *walk, size_t marker_offset,
		      const uint8_t *body, size_t body_bytes)
{
	if (!walk->has_frame)
		return fault(walk, "it has no frame header");
	if (!walk->has_quantization)
		return fault(walk, "it has no quantization tables");
	if (body_bytes < 1 || body_bytes != 4u + 2u * body[0])
		return fault(walk, "its scan header is damaged");
	if (walk->scans == 0 && !walk->has_huffman)
		walk->facts->tables_offset = marker_offset;
	if (++walk->scans > SCANS_MAX)
		return refuse(walk, -EFBIG, "it has more than 100 scans");
	return 0;
}

/* One segment: marker, length, body. */
static int segment_check(struct walk *walk, uint8_t marker)
{
	size_t marker_offset = walk->offset - 2;
	size_t rest_bytes = walk->size_bytes - walk->offset;
	const uint8_t *body = walk->bytes + walk->offset + 2;
	size_t length_bytes;

	if (rest_bytes < 2)
		return fault(walk, "it ends too early");
	length_bytes = two_bytes(walk->bytes + walk->offset);
	if (length_bytes < 2)
		return fault(walk, "a length in it is impossible");
	if (length_bytes > rest_bytes)
		return fault(walk, "it ends too early");
	walk->offset += length_bytes;
	if (marker_is_frame(marker))
		return frame_header_check(walk, marker, body, length_bytes - 2);
	if (marker == MARKER_SOS)
		return scan_begin(walk, marker_offset, body, length_bytes - 2);
	walk->has_huffman |= marker == MARKER_DHT;
	walk->has_quantization |= marker == MARKER_DQT;
	return 0;
}

/*
 * Find the next marker and step over it. Coded data comes before it in a scan;
 * elsewhere nothing may. Returns the marker or -EBADMSG.
 */
static int marker_next(struct walk *walk)
{
	const uint8_t *end = walk->bytes + walk->size_bytes;
	const uint8_t *at = walk->bytes + walk->offset;

	for (;;) {
		const uint8_t *mark =
			memchr(at, MARKER_FILL, (size_t)(end - at));

		if (mark != at && mark && walk->scans == 0)
			return fault(walk, "there is garbage in its header");
		while (mark && mark < end && *mark == MARKER_FILL)
			mark++;
		if (!mark || mark == end)
			return fault(walk, "it ends too early");
		at = mark + 1;
		if (*mark != MARKER_STUFFED &&
		    !jpeg_marker_stands_alone(*mark)) {
			walk->offset = (size_t)(at - walk->bytes);
			return *mark;
		}
	}
}

int jpeg_check(const uint8_t *bytes, size_t size_bytes,
	       struct jpeg_facts *facts)
{
	struct walk walk = {
		.bytes = bytes,
		.size_bytes = size_bytes,
		.offset = 2,
		.facts = facts,
	};
	int result = 0;

	*facts = (struct jpeg_facts){ 0 };
	if (size_bytes < 2 || bytes[0] != MARKER_FILL || bytes[1] != MARKER_SOI)
		return fault(&walk, "it does not begin like one");
	while (result == 0) {
		int marker = marker_next(&walk);

		if (marker == MARKER_EOI)
			break;
		if (marker == MARKER_SOI)
			return fault(&walk, "another one begins inside it");
		result = marker < 0 ? marker
				    : segment_check(&walk, (uint8_t)marker);
	}
	if (result == 0 && walk.scans == 0)
		return fault(&walk, "it has no picture in it");
	facts->size_bytes = walk.offset;
	return result;
}
