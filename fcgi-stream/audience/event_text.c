/*
 * The text of server-sent events.
 *
 * SPDX-License-Identifier: MIT
 */
#include "event_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <jansson.h>

#include "clock.h"
#include "json_value.h"
#include "sight_json.h"

/* Release `json` and return it as data of an event; NULL without memory. */
static char *event_of_json(const char *event, json_t *json)
{
	char *data = json_value_text(json);
	char *text;

	if (!data ||
	    asprintf(&text, "event: %s\ndata: %s\n\n", event, data) < 0)
		text = NULL;
	free(data);
	return text;
}

static char *invalid_text(const char *slot, const struct frame_info *info,
			  const char *reason)
{
	/* A part of the value that jansson quotes may end within a letter. */
	json_t *text = json_string(reason);

	return event_of_json(
		"invalid",
		json_pack("{s:s, s:I, s:o}", "slot", slot, "serial",
			  (json_int_t)info->serial, "reason",
			  text ? text : json_string("not valid JSON")));
}

/*
 * The value goes on as it was written, so that no number changes. A line
 * break in valid JSON can only stand between two of its tokens.
 */
static void value_put(FILE *event, const char *value, size_t size_bytes)
{
	for (size_t i = 0; i < size_bytes; i++)
		putc_unlocked(value[i] == '\n' || value[i] == '\r' ? ' '
								   : value[i],
			      event);
}

char *event_text_of_value(const char *slot, const struct frame_info *info,
			  const void *value)
{
	struct reason reason;
	char *text = NULL;
	size_t text_bytes;
	FILE *event;

	if (json_value_check(value, info->size_bytes, &reason) < 0)
		return invalid_text(slot, info, reason.text);
	event = open_memstream(&text, &text_bytes);
	if (!event)
		return NULL;
	fprintf(event,
		"event: value\nid: %" PRIu64 "\ndata: {\"slot\":\"%s\","
		"\"serial\":%" PRIu64 ",\"captured\":%" PRIu64 ".%06" PRIu64
		",\"value\":",
		info->serial, slot, info->serial,
		(uint64_t)(info->captured_wall_ns / NS_PER_S),
		(uint64_t)(info->captured_wall_ns % NS_PER_S / 1000));
	value_put(event, value, info->size_bytes);
	fputs("}\n\n", event);
	if (fclose(event) == 0)
		return text;
	free(text);
	return NULL;
}

char *event_text_of_state(const char *slot, const struct sight *sight)
{
	return event_of_json("state", sight_to_json(sight, slot));
}
