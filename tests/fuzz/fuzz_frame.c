/*
 * Whatever frame lies in a slot, what browsers are told of it is well formed:
 * headers have no line too many, events end where they should, lists are JSON.
 *
 * The input is the description of the frame, as it lies in the slot, and then
 * the frame.
 *
 * SPDX-License-Identifier: MIT
 */
#include <string.h>

#include <jansson.h>

#include "event_text.h"
#include "fuzz.h"
#include "media_type.h"
#include "multipart.h"
#include "sight.h"
#include "slot_frame.h"

static const char slot[] = "drone1";

static void head_check(const char *head, size_t head_bytes, int lines)
{
	must(head_bytes == strlen(head));
	for (const char *at = head; lines > 0; lines--) {
		at = strstr(at, "\r\n");
		must(at != NULL);
		at += 2;
		must(lines > 1 || *at == '\0');
	}
	must(strcmp(head + head_bytes - 4, "\r\n\r\n") == 0);
}

static void part_check(const struct frame_info *info)
{
	char head[MULTIPART_PART_HEAD_BYTES];
	size_t head_bytes = multipart_part_head(head, info);

	head_check(head, head_bytes, 6);
	head_bytes = multipart_part_head_in_advance(head, info);
	head_check(head, head_bytes, 3);
}

/* One event: it ends with the only empty line, and its data is JSON. */
static void event_check(const char *event)
{
	static const char field[] = "\ndata: ";
	const char *data = strstr(event, field);
	json_t *json;

	must(data != NULL);
	data += strlen(field);
	must(strcmp(data + strcspn(data, "\r\n"), "\n\n") == 0);
	json = json_loads(data, JSON_DECODE_INT_AS_REAL | JSON_ALLOW_NUL, NULL);
	must(json_is_object(json));
	json_decref(json);
}

static void state_check(const struct frame_info *info)
{
	const struct sight sight = { .state = "live",
				     .has_frame = true,
				     .info = *info };
	char *event = event_text_of_state(slot, &sight);

	must(event != NULL);
	event_check(event);
	free(event);
}

static void value_check(const struct frame_info *info, const uint8_t *value)
{
	char *event = event_text_of_value(slot, info, value);

	must(event != NULL);
	event_check(event);
	free(event);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes)
{
	struct slot_frame frame;
	struct frame_info info;

	if (size_bytes < sizeof(frame))
		return -1;
	memcpy(&frame, data, sizeof(frame));
	frame.size_bytes = (uint32_t)(size_bytes - sizeof(frame));
	/* The reader's own rule: what breaks it is damage, and no frame. */
	if (!slot_frame_is_possible(&frame, frame.size_bytes))
		return 0;
	info = slot_frame_info(&frame);
	must(!media_type_is_image(info.media_type) ||
	     !media_type_is_json(info.media_type));
	part_check(&info);
	state_check(&info);
	value_check(&info, data + sizeof(frame));
	return 0;
}
