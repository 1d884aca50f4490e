/*
 * The input from a web server while its request is being answered: a body that
 * is not needed, and perhaps the wish to abort.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RECORD_INPUT_H
#define RECORD_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Starts as zeros: before the first byte of a record. */
struct record_input {
	uint8_t header[8];
	size_t header_bytes; /* of the header, here so far */
	size_t skip_bytes;   /* of content and padding, still to come */
};

/*
 * Take the next bytes, which may end anywhere. Returns whether they hold an
 * FCGI_ABORT_REQUEST; everything else is ignored.
 */
bool record_input_has_abort(struct record_input *input, const uint8_t *bytes,
			    size_t size_bytes);

#endif
