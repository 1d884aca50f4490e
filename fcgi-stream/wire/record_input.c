/*
 * The input from a web server while its request is being answered.
 *
 * SPDX-License-Identifier: MIT
 */
#include "record_input.h"

#define RECORD_ABORT_REQUEST 2

/* Positions in a record's header. */
enum {
	HEADER_TYPE = 1,
	HEADER_CONTENT_HIGH = 4,
	HEADER_CONTENT_LOW = 5,
	HEADER_PADDING = 6
};

static bool header_is_abort(struct record_input *input)
{
	const uint8_t *header = input->header;

	input->header_bytes = 0;
	input->skip_bytes = ((size_t)header[HEADER_CONTENT_HIGH] << 8) +
			    header[HEADER_CONTENT_LOW] + header[HEADER_PADDING];
	return header[HEADER_TYPE] == RECORD_ABORT_REQUEST;
}

bool record_input_has_abort(struct record_input *input, const uint8_t *bytes,
			    size_t size_bytes)
{
	const uint8_t *end = bytes + size_bytes;

	while (bytes < end) {
		size_t left_bytes = (size_t)(end - bytes);

		if (input->skip_bytes > left_bytes) {
			input->skip_bytes -= left_bytes;
			return false;
		}
		bytes += input->skip_bytes;
		input->skip_bytes = 0;
		while (bytes < end &&
		       input->header_bytes < sizeof(input->header))
			input->header[input->header_bytes++] = *bytes++;
		if (input->header_bytes == sizeof(input->header) &&
		    header_is_abort(input))
			return true;
	}
	return false;
}
