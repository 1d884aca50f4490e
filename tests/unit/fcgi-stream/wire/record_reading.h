/*
 * A reader of FastCGI records that shares nothing with the code under test.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RECORD_READING_H
#define RECORD_READING_H

#include <stdint.h>
#include <string.h>

struct read_record {
	int version, type, request_id, padding_bytes;
	size_t content_bytes;
	const uint8_t *content;
};

/* Returns where the next record begins, NULL when the bytes do not suffice. */
static inline const uint8_t *record_read(struct read_record *record,
					 const uint8_t *at, const uint8_t *end)
{
	if (end - at < 8)
		return NULL;
	record->version = at[0];
	record->type = at[1];
	record->request_id = at[2] * 256 + at[3];
	record->content_bytes = (size_t)at[4] * 256 + at[5];
	record->padding_bytes = at[6];
	record->content = at + 8;
	if ((size_t)(end - record->content) <
	    record->content_bytes + (size_t)record->padding_bytes)
		return NULL;
	return record->content + record->content_bytes + record->padding_bytes;
}

/*
 * Put the contents of all STDOUT records from `at` to `end` into `contents`.
 * Returns their bytes, or SIZE_MAX for anything but whole STDOUT records.
 */
static inline size_t records_read(uint8_t *contents, const uint8_t *at,
				  const uint8_t *end)
{
	struct read_record record;
	size_t total_bytes = 0;

	while (at < end) {
		at = record_read(&record, at, end);
		if (!at || record.version != 1 || record.type != 6 ||
		    record.request_id != 1 || record.content_bytes == 0)
			return SIZE_MAX;
		memcpy(contents + total_bytes, record.content,
		       record.content_bytes);
		total_bytes += record.content_bytes;
	}
	return total_bytes;
}

#endif
