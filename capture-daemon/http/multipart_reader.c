/*
 * Finds the JPEGs in the bytes that a camera sends over HTTP, however it wraps
 * them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "multipart_reader.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "jpeg_markers.h"
#include "part_text.h"

#define FIRST_CAPACITY_BYTES 65536

/* The beginning of an APP0 from its code on, as far as it tells the field. */
#define FIELD_SEGMENT_BYTES 8

/* SOI and the beginning of the next marker. */
static const uint8_t picture_start[] = { MARKER_FILL, MARKER_SOI, MARKER_FILL };

/* Two JPEGs of a field each are one picture. */
enum field {
	FIELD_UNKNOWN, /* so far, nothing says that this is one */
	FIELD_FIRST,
	FIELD_AWAITED, /* the first has ended; the second may follow */
	FIELD_SECOND,
};

struct multipart_reader {
	uint8_t *buffer;
	size_t capacity_bytes, begin; /* of the buffer; where the rest begins */

	/* The rest: bytes that were neither taken nor found to be useless. */
	size_t size_bytes;
	bool is_in_picture; /* it begins with SOI */
	size_t walked;	    /* may lie in a segment that is still to come */
	size_t ended_bytes; /* the whole picture's size, or 0 */

	bool has_scan;	 /* of the picture */
	size_t searched; /* in it for a boundary */
	enum field field;
	size_t first_bytes; /* the size of the first field */

	/* Of the stream: */
	bool has_lines;	   /* lines of text stand before pictures */
	bool lacks_eoi;	   /* the last picture did */
	bool needs_length; /* and was as long as its header said */
	size_t text_bytes; /* dropped since the last picture */

	struct part_text part; /* what was read before the picture */
};

/* A picture and its bytes. */
struct multipart_picture {
	struct picture picture;
	uint8_t bytes[];
};

int multipart_reader_create(struct multipart_reader **reader)
{
	*reader = calloc(1, sizeof(**reader));
	return *reader ? 0 : -ENOMEM;
}

void multipart_reader_destroy(struct multipart_reader *reader)
{
	if (!reader)
		return;
	free(reader->buffer);
	free(reader);
}

void multipart_reader_reset(struct multipart_reader *reader)
{
	*reader = (struct multipart_reader){
		.buffer = reader->buffer,
		.capacity_bytes = reader->capacity_bytes,
	};
}

static uint8_t *rest_of(const struct multipart_reader *reader)
{
	return reader->buffer + reader->begin;
}

/* Drop the first `count` bytes of the rest. */
static void rest_drop(struct multipart_reader *reader, size_t count)
{
	reader->begin += count;
	reader->size_bytes -= count;
	reader->walked -= count < reader->walked ? count : reader->walked;
}

static int rest_reserve(struct multipart_reader *reader, size_t more_bytes)
{
	size_t needed_bytes = reader->size_bytes + more_bytes;
	size_t capacity_bytes = reader->capacity_bytes;
	uint8_t *grown;

	if (reader->begin + needed_bytes <= capacity_bytes)
		return 0;
	/* Only when it makes much room, because moving takes time, too. */
	if (reader->begin >= capacity_bytes / 2 &&
	    needed_bytes <= capacity_bytes) {
		memmove(reader->buffer, rest_of(reader), reader->size_bytes);
		reader->begin = 0;
		return 0;
	}
	if (capacity_bytes < FIRST_CAPACITY_BYTES)
		capacity_bytes = FIRST_CAPACITY_BYTES;
	while (capacity_bytes < reader->begin + needed_bytes)
		capacity_bytes *= 2;
	grown = realloc(reader->buffer, capacity_bytes);
	if (!grown)
		return -ENOMEM;
	reader->buffer = grown;
	reader->capacity_bytes = capacity_bytes;
	return 0;
}

/* ------------------------------------------------- text between pictures -- */

static void picture_begin(struct multipart_reader *reader, size_t offset)
{
	rest_drop(reader, offset);
	reader->is_in_picture = true;
	reader->walked = 2;
	reader->searched = 0;
	reader->has_scan = false;
	reader->field = FIELD_UNKNOWN;
}

/*
 * In a stream with lines before its pictures, a picture that begins right
 * behind another's EOI is not part of the stream: it is the preview that phones
 * hide there.
 */
static bool is_preview(const struct multipart_reader *reader, bool has_line)
{
	return reader->has_lines && !has_line && !reader->lacks_eoi;
}

static void text_forget(struct multipart_reader *reader)
{
	size_t count = reader->size_bytes - PART_TEXT_KEPT_BYTES;

	if (reader->size_bytes <= 2 * PART_TEXT_KEPT_BYTES)
		return;
	reader->text_bytes += count;
	rest_drop(reader, count);
}

static void text_walk(struct multipart_reader *reader)
{
	const uint8_t *start;

	while ((start = memmem(rest_of(reader) + reader->walked,
			       reader->size_bytes - reader->walked,
			       picture_start, sizeof(picture_start)))) {
		size_t offset = (size_t)(start - rest_of(reader));
		bool has_line = part_text_has_line_end(rest_of(reader), offset);

		if (!is_preview(reader, has_line)) {
			reader->has_lines |= has_line;
			part_text_read(&reader->part, rest_of(reader), offset);
			picture_begin(reader, offset);
			return;
		}
		reader->walked = offset + sizeof(picture_start);
	}
	/* A picture may have begun with the last two bytes. */
	if (reader->size_bytes > reader->walked + 2)
		reader->walked = reader->size_bytes - 2;
	text_forget(reader);
}

/* --------------------------------------------------------------- pictures -- */

enum walk {
	WALK_ON,
	WALK_STUCK, /* until more comes */
	WALK_ANEW,  /* it is another picture now */
	WALK_ENDED,
};

static enum walk picture_end(struct multipart_reader *reader, size_t size_bytes,
			     bool has_eoi)
{
	reader->is_in_picture = false;
	reader->lacks_eoi = !has_eoi;
	reader->needs_length =
		!has_eoi && size_bytes == reader->part.declared_bytes;
	reader->ended_bytes = size_bytes;
	reader->walked = size_bytes;
	reader->text_bytes = 0;
	return WALK_ENDED;
}

/* Another picture begins here, and the one before has no end. */
static enum walk start_heed(struct multipart_reader *reader, size_t offset)
{
	if (reader->has_scan)
		return picture_end(reader, offset, false);
	reader->part.declared_bytes = 0;
	picture_begin(reader, offset);
	return WALK_ANEW;
}

/* Whether Motion JPEG says in this APP0 that it holds a field. */
static bool segment_is_of_field(const uint8_t *at, size_t size_bytes)
{
	return size_bytes >= FIELD_SEGMENT_BYTES && at[0] == MARKER_APP0 &&
	       memcmp(at + 3, "AVI1", 4) == 0 && (at[7] == 1 || at[7] == 2);
}

/*
 * Skip the length and the rest of a marker, whose code is at `offset`. Of a
 * short APP0 no byte of what follows is awaited: it may be EOI.
 */
static enum walk segment_skip(struct multipart_reader *reader, size_t offset,
			      size_t limit)
{
	const uint8_t *at = rest_of(reader) + offset;
	size_t come_bytes = limit - offset, segment_bytes;

	reader->walked = offset - 1;
	if (come_bytes < 3)
		return WALK_STUCK;
	segment_bytes = 1 + ((size_t)at[1] << 8 | at[2]);
	if (*at == MARKER_APP0 && come_bytes < FIELD_SEGMENT_BYTES &&
	    come_bytes < segment_bytes)
		return WALK_STUCK;
	if (reader->field == FIELD_UNKNOWN &&
	    segment_is_of_field(at, segment_bytes))
		reader->field = FIELD_FIRST;
	reader->has_scan |= *at == MARKER_SOS;
	reader->walked = offset + segment_bytes;
	return WALK_ON;
}

/* EOI ends the picture, unless it is a field that another one may follow. */
static enum walk end_heed(struct multipart_reader *reader, size_t size_bytes)
{
	if (reader->field != FIELD_FIRST ||
	    size_bytes == reader->part.declared_bytes)
		return picture_end(reader, size_bytes, true);
	reader->field = FIELD_AWAITED;
	reader->first_bytes = size_bytes;
	return WALK_ON;
}

/* Look for the second field behind the first; padding may stand between. */
static enum walk second_field_walk(struct multipart_reader *reader,
				   size_t limit)
{
	const uint8_t *rest = rest_of(reader);
	size_t offset = reader->walked;

	while (offset < limit &&
	       (rest[offset] == 0 || rest[offset] == MARKER_FILL))
		offset++;
	reader->walked = offset;
	if (offset == limit)
		return WALK_STUCK;
	if (offset == reader->first_bytes || rest[offset - 1] != MARKER_FILL ||
	    rest[offset] != MARKER_SOI)
		return picture_end(reader, reader->first_bytes, true);
	reader->walked = offset + 1;
	reader->field = FIELD_SECOND;
	return WALK_ON;
}

static enum walk marker_heed(struct multipart_reader *reader, size_t offset,
			     size_t limit)
{
	uint8_t marker = rest_of(reader)[offset];

	reader->walked = offset + 1;
	if (marker == MARKER_STUFFED || jpeg_marker_stands_alone(marker))
		return WALK_ON;
	if (marker == MARKER_EOI)
		return end_heed(reader, offset + 1);
	if (marker == MARKER_SOI)
		return start_heed(reader, offset - 1);
	return segment_skip(reader, offset, limit);
}

/* Go on to the next marker, over coded data and stray bytes. */
static enum walk marker_walk(struct multipart_reader *reader, size_t limit)
{
	const uint8_t *rest = rest_of(reader), *mark;
	size_t offset;

	if (reader->walked >= limit)
		return WALK_STUCK;
	if (reader->field == FIELD_AWAITED)
		return second_field_walk(reader, limit);
	mark = memchr(rest + reader->walked, MARKER_FILL,
		      limit - reader->walked);
	offset = mark ? (size_t)(mark - rest) : limit;
	while (offset < limit && rest[offset] == MARKER_FILL)
		offset++;
	if (offset < limit)
		return marker_heed(reader, offset, limit);
	reader->walked = mark ? limit - 1 : limit;
	return WALK_STUCK;
}

/* The offset before the dashes and the line end that belong to a boundary. */
static size_t before_boundary(const uint8_t *bytes, size_t offset)
{
	while (offset > 2 && bytes[offset - 1] == '-')
		offset--;
	offset -= offset > 2 && bytes[offset - 1] == '\n';
	offset -= offset > 2 && bytes[offset - 1] == '\r';
	return offset;
}

/*
 * Find the name of a boundary behind the picture; 0: there is none yet. It may
 * be in the middle of a segment: nothing else tells that a picture was cut off.
 */
static size_t boundary_find(struct multipart_reader *reader, size_t length)
{
	const uint8_t *rest = rest_of(reader), *found;

	while (length > 0 && reader->size_bytes >= reader->searched + length) {
		found = memmem(rest + reader->searched,
			       reader->size_bytes - reader->searched,
			       reader->part.boundary, length);
		if (!found) {
			reader->searched = reader->size_bytes - length + 1;
			return 0;
		}
		reader->searched = (size_t)(found - rest);
		if (found > rest && memchr("-\r\n", found[-1], 3))
			return reader->searched;
		reader->searched++;
	}
	return 0;
}

/*
 * How far the picture may reach; false: to the end of what has come. A boundary
 * that is not whole by the end of the declared length comes too late.
 */
static bool picture_is_cut(struct multipart_reader *reader, size_t *limit)
{
	size_t name_length = strlen(reader->part.boundary);
	size_t name = boundary_find(reader, name_length);
	size_t declared_bytes =
		reader->needs_length ? reader->part.declared_bytes : 0;

	*limit = reader->size_bytes;
	if (declared_bytes >= sizeof(picture_start) &&
	    declared_bytes <= reader->size_bytes &&
	    (name == 0 || name + name_length > declared_bytes)) {
		*limit = declared_bytes;
		return true;
	}
	if (name != 0)
		*limit = before_boundary(rest_of(reader), name);
	return name != 0;
}

/* Nothing more belongs to the picture. */
static void picture_cut(struct multipart_reader *reader, size_t limit)
{
	if (reader->field == FIELD_AWAITED)
		picture_end(reader, reader->first_bytes, true);
	else
		picture_end(reader, limit, false);
}

static void picture_walk(struct multipart_reader *reader)
{
	enum walk walk = WALK_ANEW;
	bool is_cut = false;
	size_t limit = 0;

	while (walk == WALK_ON || walk == WALK_ANEW) {
		if (walk == WALK_ANEW)
			is_cut = picture_is_cut(reader, &limit);
		walk = marker_walk(reader, limit);
	}
	if (walk == WALK_STUCK && is_cut)
		picture_cut(reader, limit);
}

/* Walk over what has come, until a picture has ended. */
static void rest_walk(struct multipart_reader *reader)
{
	while (reader->ended_bytes == 0) {
		if (!reader->is_in_picture)
			text_walk(reader);
		if (!reader->is_in_picture)
			return;
		picture_walk(reader);
		if (reader->is_in_picture)
			return;
	}
}

int multipart_reader_feed(struct multipart_reader *reader, const void *bytes,
			  size_t size_bytes)
{
	if (size_bytes == 0)
		return 0;
	if (rest_reserve(reader, size_bytes) < 0)
		return -ENOMEM;
	memcpy(rest_of(reader) + reader->size_bytes, bytes, size_bytes);
	reader->size_bytes += size_bytes;
	rest_walk(reader);
	if (reader->ended_bytes != 0)
		return 0;
	if (reader->is_in_picture)
		return reader->size_bytes > MULTIPART_PICTURE_MAX_BYTES ? -EFBIG
									: 0;
	return reader->text_bytes + reader->size_bytes >
			       MULTIPART_TEXT_MAX_BYTES
		       ? -ENODATA
		       : 0;
}

void multipart_reader_end(struct multipart_reader *reader)
{
	if (reader->is_in_picture &&
	    (reader->has_scan || reader->field == FIELD_AWAITED))
		picture_cut(reader, reader->size_bytes);
}

static void multipart_picture_release(struct picture *picture)
{
	free(picture);
}

static struct picture *picture_copy(const uint8_t *bytes, size_t size_bytes)
{
	struct multipart_picture *made = malloc(sizeof(*made) + size_bytes);

	if (!made)
		return NULL;
	made->picture = (struct picture){
		.kind = PICTURE_JPEG,
		.captured_ns = clock_monotonic_ns(),
		.captured_wall_ns = clock_wall_ns(),
		.bytes = made->bytes,
		.size_bytes = size_bytes,
		.release = multipart_picture_release,
	};
	memcpy(made->bytes, bytes, size_bytes);
	return &made->picture;
}

struct picture *multipart_reader_take(struct multipart_reader *reader)
{
	struct picture *picture;

	if (reader->ended_bytes == 0)
		return NULL;
	picture = picture_copy(rest_of(reader), reader->ended_bytes);
	rest_drop(reader, reader->ended_bytes);
	reader->ended_bytes = 0;
	rest_walk(reader);
	return picture;
}
