/*
 * One frame as it goes over the wire, made once and shared by all who get it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "packed_frame.h"

#include <stdlib.h>
#include <string.h>

#include "media_type.h"
#include "multipart.h"
#include "records.h"

struct packed_frame *packed_frame_create(const struct frame_info *info,
					 const void *payload, const char *event)
{
	char head[MULTIPART_PART_HEAD_BYTES];
	char next[MULTIPART_PART_HEAD_BYTES];
	size_t head_bytes = multipart_part_head(head, info);
	size_t end_bytes = strlen(MULTIPART_PART_END);
	size_t next_bytes = multipart_part_head_in_advance(next, info);
	size_t part_bytes = records_size(head_bytes) +
			    records_size(info->size_bytes) +
			    records_size(end_bytes);
	size_t size_bytes = part_bytes + records_size(next_bytes);
	size_t event_bytes = event ? strlen(event) : 0;
	size_t event_records_bytes = records_size(event_bytes);
	struct packed_frame *frame =
		malloc(sizeof(*frame) + size_bytes + event_records_bytes);
	uint8_t *to;

	if (!frame)
		return NULL;
	frame->holders = 1;
	frame->info = *info;
	frame->payload_offset_bytes = records_size(head_bytes);
	frame->payload_records_bytes = records_size(info->size_bytes);
	frame->part_bytes = part_bytes;
	frame->size_bytes = size_bytes;
	frame->event_records_bytes = event_records_bytes;
	frame->head_bytes = head_bytes;
	frame->next_head_bytes = next_bytes;
	to = records_put(frame->bytes, head, head_bytes);
	to = records_put(to, payload, info->size_bytes);
	to = records_put(to, MULTIPART_PART_END, end_bytes);
	to = records_put(to, next, next_bytes);
	records_put(to, event, event_bytes);
	return frame;
}

struct packed_frame *packed_frame_hold(struct packed_frame *frame)
{
	frame->holders++;
	return frame;
}

void packed_frame_release(struct packed_frame *frame)
{
	if (frame && --frame->holders == 0)
		free(frame);
}

bool packed_frame_is_image(const struct packed_frame *frame)
{
	return media_type_is_image(frame->info.media_type);
}

size_t packed_frame_body_bytes(const struct packed_frame *frame,
			       bool head_in_advance)
{
	return frame->info.size_bytes + strlen(MULTIPART_PART_END) +
	       (head_in_advance ? frame->next_head_bytes : frame->head_bytes);
}

bool packed_frame_is_placeholder(const struct packed_frame *frame)
{
	return frame->info.flags & FRAME_PLACEHOLDER;
}

bool packed_frame_is_idle(const struct packed_frame *frame)
{
	return frame->info.flags & FRAME_IDLE;
}
