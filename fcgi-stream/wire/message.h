/*
 * A few bytes of a response for one peer alone, in their records.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct message {
	size_t size_bytes;
	uint8_t bytes[];
};

/* The text in its records, or NULL without memory. Freed with free(3). */
struct message *message_create(const char *text);

/* The same, followed by the end of the response. */
struct message *message_create_last(const char *text);

#endif
