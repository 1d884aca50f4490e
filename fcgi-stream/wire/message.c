/*
 * A few bytes of a response for one peer alone, in their records.
 *
 * SPDX-License-Identifier: MIT
 */
#include "message.h"

#include <stdlib.h>
#include <string.h>

#include "records.h"

static struct message *message_make(const char *text, bool is_last)
{
	size_t text_bytes = strlen(text);
	size_t size_bytes =
		records_size(text_bytes) + (is_last ? records_end_size() : 0);
	struct message *message = malloc(sizeof(*message) + size_bytes);
	uint8_t *to;

	if (!message)
		return NULL;
	message->size_bytes = size_bytes;
	to = records_put(message->bytes, text, text_bytes);
	if (is_last)
		records_put_end(to);
	return message;
}

struct message *message_create(const char *text)
{
	return message_make(text, false);
}

struct message *message_create_last(const char *text)
{
	return message_make(text, true);
}
