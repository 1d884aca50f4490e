/*
 * What a web server still sends while its request is being answered: a body
 * that nobody wants, and perhaps the wish to abort.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RECORD_INPUT_H
#define RECORD_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All zeros is the start: before the first byte of a record. */
struct record_input {
	uint8_t header[8];
	size_t header_bytes; /* of the header, here so far */
	size_t skip_bytes;   /* of content and padding, still to come */
};

/*
 * Take the next bytes, cut anywhere. Returns whether they hold an
 * FCGI_ABORT_REQUEST; everything else is passed over.
 */
bool record_input_has_abort(struct record_input *input, const uint8_t *bytes,
			    size_t size_bytes);

#endif
