/*
 * Checks whether the bytes of a web server are a request that libfcgi survives.
 *
 * Source: FastCGI specification 1.0, 3.3 (records), 3.4 (name-value pairs).
 *
 * SPDX-License-Identifier: MIT
 */
#include "record_check.h"

#include <stdbool.h>

#define HEADER_BYTES	   8
#define VERSION		   1
#define TYPE_BEGIN_REQUEST 1
#define TYPE_PARAMS	   4
#define TYPE_STDIN	   5
#define BEGIN_BODY_BYTES   8
#define LONG_LENGTH	   0x80

/* The position in the pairs, which records may cut anywhere. */
struct pairs {
	uint32_t length_bytes[2]; /* of the name and of the value */
	int lengths;		  /* of them that are known */
	int length_rest_bytes;	  /* of the one that is being read */
	size_t skip_bytes;	  /* of names and values, still to come */
};

/* Returns whether the pair may be that long. */
static bool pairs_add_length(struct pairs *pairs, uint8_t byte)
{
	uint32_t *length = &pairs->length_bytes[pairs->lengths];

	if (pairs->length_rest_bytes > 0) {
		*length = *length << 8 | byte;
		pairs->length_rest_bytes--;
	} else if (byte & LONG_LENGTH) {
		*length = byte & (LONG_LENGTH - 1);
		pairs->length_rest_bytes = 3;
	} else {
		*length = byte;
	}
	if (pairs->length_rest_bytes > 0)
		return true;
	if (*length > RECORD_CHECK_MAX_BYTES)
		return false;
	pairs->skip_bytes += *length;
	pairs->lengths = (pairs->lengths + 1) % 2;
	return true;
}

/* Names and values follow both of their lengths. */
static bool pairs_add(struct pairs *pairs, const uint8_t *bytes,
		      size_t size_bytes)
{
	const uint8_t *end = bytes + size_bytes;

	while (bytes < end) {
		bool skips = pairs->lengths == 0 &&
			     pairs->length_rest_bytes == 0 &&
			     pairs->skip_bytes > 0;

		if (!skips) {
			if (!pairs_add_length(pairs, *bytes++))
				return false;
		} else if (pairs->skip_bytes > (size_t)(end - bytes)) {
			pairs->skip_bytes -= (size_t)(end - bytes);
			return true;
		} else {
			bytes += pairs->skip_bytes;
			pairs->skip_bytes = 0;
		}
	}
	return true;
}

static bool pairs_are_whole(const struct pairs *pairs)
{
	return pairs->lengths == 0 && pairs->length_rest_bytes == 0 &&
	       pairs->skip_bytes == 0;
}

struct record {
	uint8_t type;
	uint16_t request_id;
	size_t content_bytes, size_bytes;
};

static struct record record_at(const uint8_t *header)
{
	size_t content_bytes = (size_t)header[4] << 8 | header[5];

	return (struct record){
		.type = header[1],
		.request_id = (uint16_t)(header[2] << 8 | header[3]),
		.content_bytes = content_bytes,
		.size_bytes = HEADER_BYTES + content_bytes + header[6],
	};
}

/*
 * First the beginning of a request, then nothing but its parameters. The
 * protocol allows padding after the beginning, but libfcgi takes it for the
 * next record.
 */
static bool record_fits(const struct record *record, uint8_t version,
			const struct record *begin)
{
	if (version != VERSION)
		return false;
	if (!begin)
		return record->type == TYPE_BEGIN_REQUEST &&
		       record->content_bytes == BEGIN_BODY_BYTES &&
		       record->size_bytes == HEADER_BYTES + BEGIN_BODY_BYTES;
	return record->type == TYPE_PARAMS &&
	       record->request_id == begin->request_id;
}

/* Whether the end of an empty body follows the parameters. */
static enum record_verdict body_check(const struct record *begin,
				      const uint8_t *bytes, size_t size_bytes)
{
	struct record record;

	if (size_bytes != HEADER_BYTES || bytes[0] != VERSION)
		return RECORDS_WHOLE;
	record = record_at(bytes);
	return record.type == TYPE_STDIN &&
			       record.request_id == begin->request_id &&
			       record.size_bytes == HEADER_BYTES
		       ? RECORDS_ENDED
		       : RECORDS_WHOLE;
}

enum record_verdict record_check(const uint8_t *bytes, size_t size_bytes)
{
	const uint8_t *end = bytes + size_bytes;
	struct pairs pairs = { 0 };
	struct record begin = { 0 }, record;
	bool has_begun = false;

	for (; end - bytes >= HEADER_BYTES; bytes += record.size_bytes) {
		record = record_at(bytes);
		if (!record_fits(&record, bytes[0], has_begun ? &begin : NULL))
			return RECORDS_WRONG;
		if (record.size_bytes > (size_t)(end - bytes))
			return RECORDS_INCOMPLETE;
		if (!has_begun) {
			begin = record;
			has_begun = true;
		} else if (record.content_bytes == 0) {
			bytes += record.size_bytes;
			return pairs_are_whole(&pairs)
				       ? body_check(&begin, bytes,
						    (size_t)(end - bytes))
				       : RECORDS_WRONG;
		} else if (!pairs_add(&pairs, bytes + HEADER_BYTES,
				      record.content_bytes)) {
			return RECORDS_WRONG;
		}
	}
	return bytes < end && bytes[0] != VERSION ? RECORDS_WRONG
						  : RECORDS_INCOMPLETE;
}
