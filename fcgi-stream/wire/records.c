/*
 * Puts output into the form that the web server reads: FastCGI STDOUT records,
 * or bare bytes for plain CGI.
 *
 * SPDX-License-Identifier: MIT
 */
#include "records.h"

#include <stdbool.h>
#include <string.h>

/* Our own names, since those of fastcgi.h would hide the numbers. */
#define RECORD_VERSION		1
#define RECORD_HEADER_BYTES	8
#define RECORD_END_REQUEST	3
#define RECORD_STDOUT		6
#define RECORD_END_BODY_BYTES	8
#define REQUEST_ID		1
#define STATUS_REQUEST_COMPLETE 0
#define STATUS_CANT_MULTIPLEX	1

static bool records_bare;

void records_leave_bare(void)
{
	records_bare = true;
}

static uint8_t *header_put(uint8_t *to, uint8_t type, uint16_t request_id,
			   size_t content_bytes)
{
	const uint8_t header[RECORD_HEADER_BYTES] = {
		RECORD_VERSION,
		type,
		(uint8_t)(request_id >> 8),
		(uint8_t)request_id,
		(uint8_t)(content_bytes >> 8),
		(uint8_t)content_bytes,
		0, /* no padding */
		0,
	};

	memcpy(to, header, sizeof(header));
	return to + sizeof(header);
}

size_t records_size(size_t content_bytes)
{
	size_t records = (content_bytes + RECORD_CONTENT_MAX_BYTES - 1) /
			 RECORD_CONTENT_MAX_BYTES;

	return content_bytes +
	       (records_bare ? 0 : records) * RECORD_HEADER_BYTES;
}

uint8_t *records_put(uint8_t *to, const void *content, size_t content_bytes)
{
	const uint8_t *from = content;

	while (content_bytes > 0) {
		size_t now_bytes = content_bytes;

		if (!records_bare) {
			if (now_bytes > RECORD_CONTENT_MAX_BYTES)
				now_bytes = RECORD_CONTENT_MAX_BYTES;
			to = header_put(to, RECORD_STDOUT, REQUEST_ID,
					now_bytes);
		}
		memcpy(to, from, now_bytes);
		to += now_bytes;
		from += now_bytes;
		content_bytes -= now_bytes;
	}
	return to;
}

size_t records_end_size(void)
{
	return records_bare ? 0 : RECORD_HEADER_BYTES + RECORD_REFUSAL_BYTES;
}

static uint8_t *end_request_put(uint8_t *to, uint16_t request_id,
				uint8_t protocol_status)
{
	/* Four bytes of exit status, then this, then three reserved ones. */
	const uint8_t body[RECORD_END_BODY_BYTES] = { [4] = protocol_status };

	to = header_put(to, RECORD_END_REQUEST, request_id, sizeof(body));
	memcpy(to, body, sizeof(body));
	return to + sizeof(body);
}

uint8_t *records_put_end(uint8_t *to)
{
	if (records_bare)
		return to;
	to = header_put(to, RECORD_STDOUT, REQUEST_ID, 0);
	return end_request_put(to, REQUEST_ID, STATUS_REQUEST_COMPLETE);
}

void record_put_refusal(uint8_t to[RECORD_REFUSAL_BYTES], uint16_t request_id)
{
	end_request_put(to, request_id, STATUS_CANT_MULTIPLEX);
}
