/*
 * Whether bytes from outside are a JPEG that a browser can show.
 *
 * Structure: ITU-T T.81, Annex B.
 *
 * SPDX-License-Identifier: MIT
 */
#include "jpeg_check.h"

#include <errno.h>
#include <string.h>

#include "exif.h"
#include "jpeg_markers.h"
#include "picture.h"

/* Behind the length: precision, height, width, number of components. */
#define FRAME_HEADER_BYTES 6

/*
 * A progressive JPEG has about ten. To decode or turn one, each of them takes
 * as much time as a whole picture, and it need not be longer than its header.
 */
#define SCANS_MAX 100

/* The coded data of a scan may end in zeros, but hardly in more than these. */
#define CODED_ZEROS_MAX 2

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

/* SOFn is every Cn but three. */
static bool marker_is_frame(uint8_t marker)
{
	return marker >= MARKER_SOF0 && marker <= MARKER_SOF15 &&
	       marker != MARKER_DHT && marker != MARKER_JPG &&
	       marker != MARKER_DAC;
}

static bool body_begins(const uint8_t *body, size_t body_bytes,
			const char *word, size_t word_bytes)
{
	return body_bytes >= word_bytes && memcmp(body, word, word_bytes) == 0;
}

#define BODY_BEGINS(body, body_bytes, word)                                    \
	body_begins(body, body_bytes, word, sizeof(word) - 1)

/*
 * Of the segments that belong to applications, decoders heed JFIF's, Adobe's
 * and the profile of the colours. Comments stay, too.
 */
bool jpeg_segment_is_metadata(uint8_t marker, const uint8_t *body,
			      size_t body_bytes)
{
	if (marker < MARKER_APP1 || marker > MARKER_APP15)
		return false;
	if (marker == MARKER_APP2)
		return !BODY_BEGINS(body, body_bytes, "ICC_PROFILE");
	if (marker == MARKER_APP14)
		return !BODY_BEGINS(body, body_bytes, "Adobe");
	return true;
}

/* Motion JPEG tells there which lines these are. */
static void avi1_read(struct walk *walk, const uint8_t *body, size_t body_bytes)
{
	if (BODY_BEGINS(body, body_bytes, "AVI1") && body_bytes > 4 &&
	    body[4] <= JPEG_FIELD_BOTTOM)
		walk->facts->field = (enum jpeg_field)body[4];
}

static void exif_read(struct walk *walk, const uint8_t *body, size_t body_bytes)
{
	struct jpeg_facts *facts = walk->facts;
	size_t offset;

	if (facts->orientation != 0)
		return;
	facts->orientation = exif_orientation_find(body, body_bytes, &offset);
	if (facts->orientation != 0)
		facts->orientation_offset =
			(size_t)(body - walk->bytes) + offset;
}

static void application_read(struct walk *walk, uint8_t marker,
			     const uint8_t *body, size_t body_bytes)
{
	walk->facts->has_metadata |=
		jpeg_segment_is_metadata(marker, body, body_bytes);
	if (walk->scans > 0)
		return;
	if (marker == MARKER_APP0)
		avi1_read(walk, body, body_bytes);
	if (marker == MARKER_APP1)
		exif_read(walk, body, body_bytes);
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
	facts->height_px = (int)jpeg_two_bytes(body + 1);
	facts->width_px = (int)jpeg_two_bytes(body + 3);
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
	if (walk->scans == 0) {
		walk->facts->scan_offset = marker_offset;
		walk->facts->lacks_tables = !walk->has_huffman;
	}
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
	length_bytes = jpeg_two_bytes(walk->bytes + walk->offset);
	if (length_bytes < 2)
		return fault(walk, "a length in it is impossible");
	if (length_bytes > rest_bytes)
		return fault(walk, "it ends too early");
	walk->offset += length_bytes;
	if (marker_is_frame(marker))
		return frame_header_check(walk, marker, body, length_bytes - 2);
	if (marker == MARKER_SOS)
		return scan_begin(walk, marker_offset, body, length_bytes - 2);
	if (marker >= MARKER_APP0 && marker <= MARKER_APP15)
		application_read(walk, marker, body, length_bytes - 2);
	walk->has_huffman |= marker == MARKER_DHT;
	walk->has_quantization |= marker == MARKER_DQT;
	return 0;
}

/*
 * The bytes have come to their end inside a scan. Zeros there are padding, but
 * the first may be coded; a last FF is half of EOI.
 */
static int end_guess(struct walk *walk)
{
	size_t end = walk->size_bytes;
	size_t zeros = 0;

	if (walk->scans == 0)
		return fault(walk, "it ends too early");
	while (end > walk->offset && walk->bytes[end - 1] == 0) {
		end--;
		zeros++;
	}
	end += zeros < CODED_ZEROS_MAX ? zeros : CODED_ZEROS_MAX;
	while (end > walk->offset && walk->bytes[end - 1] == MARKER_FILL)
		end--;
	walk->offset = end;
	walk->facts->lacks_end = true;
	return 0;
}

/* Begin with the SOI that ends at `offset`. */
static void walk_begin(struct walk *walk, size_t offset)
{
	*walk->facts = (struct jpeg_facts){ .begin_offset = offset - 2 };
	walk->has_frame = walk->has_quantization = walk->has_huffman = false;
	walk->offset = offset;
}

/* Text or zeros may stand before SOI, but no other marker. */
static bool begin_find(struct walk *walk)
{
	size_t code = jpeg_marker_find(walk->bytes, walk->size_bytes, 0);

	if (code == walk->size_bytes || walk->bytes[code] != MARKER_SOI)
		return false;
	walk_begin(walk, code + 1);
	return true;
}

/* A camera that said SOI and nothing else has begun once more. */
static int start_heed(struct walk *walk)
{
	if (walk->scans > 0)
		return fault(walk, "another one begins inside it");
	walk_begin(walk, walk->offset);
	walk->facts->has_garbage = true;
	return 0;
}

static int marker_heed(struct walk *walk, size_t code)
{
	uint8_t marker = walk->bytes[code];

	if (walk->scans == 0 && code != walk->offset + 1)
		walk->facts->has_garbage = true;
	walk->offset = code + 1;
	return marker == MARKER_SOI ? start_heed(walk)
				    : segment_check(walk, marker);
}

static int picture_walk(struct walk *walk)
{
	int result = 0;

	while (result == 0) {
		size_t code = jpeg_marker_find(walk->bytes, walk->size_bytes,
					       walk->offset);

		if (code == walk->size_bytes)
			return end_guess(walk);
		if (walk->bytes[code] == MARKER_EOI) {
			walk->offset = code + 1;
			return walk->scans > 0 ? 0
					       : fault(walk, "it has no "
							     "picture in it");
		}
		result = marker_heed(walk, code);
	}
	return result;
}

int jpeg_check(const uint8_t *bytes, size_t size_bytes,
	       struct jpeg_facts *facts)
{
	struct walk walk = {
		.bytes = bytes,
		.size_bytes = size_bytes,
		.facts = facts,
	};
	int result;

	*facts = (struct jpeg_facts){ 0 };
	if (!begin_find(&walk))
		return fault(&walk, "it does not begin like one");
	result = picture_walk(&walk);
	facts->size_bytes = walk.offset - facts->begin_offset;
	return result;
}
