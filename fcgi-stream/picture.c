/*
 * One frame as it goes over the wire, made once and shared by all who get it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "picture.h"

#include <stdlib.h>
#include <string.h>

#include "media_type.h"
#include "multipart.h"
#include "records.h"

struct picture *picture_create(const struct frame_info *info, const void *frame,
			       const char *event)
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
	struct picture *picture =
		malloc(sizeof(*picture) + size_bytes + event_records_bytes);
	uint8_t *to;

	if (!picture)
		return NULL;
	picture->holders = 1;
	picture->info = *info;
	picture->frame_offset_bytes = records_size(head_bytes);
	picture->frame_records_bytes = records_size(info->size_bytes);
	picture->part_bytes = part_bytes;
	picture->size_bytes = size_bytes;
	picture->event_records_bytes = event_records_bytes;
	picture->head_bytes = head_bytes;
	picture->next_head_bytes = next_bytes;
	to = records_put(picture->bytes, head, head_bytes);
	to = records_put(to, frame, info->size_bytes);
	to = records_put(to, MULTIPART_PART_END, end_bytes);
	to = records_put(to, next, next_bytes);
	records_put(to, event, event_bytes);
	return picture;
}

struct picture *picture_hold(struct picture *picture)
{
	picture->holders++;
	return picture;
}

void picture_release(struct picture *picture)
{
	if (picture && --picture->holders == 0)
		free(picture);
}

bool picture_is_image(const struct picture *picture)
{
	return media_type_is_image(picture->info.media_type);
}

size_t picture_body_bytes(const struct picture *picture, bool head_in_advance)
{
	return picture->info.size_bytes + strlen(MULTIPART_PART_END) +
	       (head_in_advance ? picture->next_head_bytes
				: picture->head_bytes);
}

bool picture_is_placeholder(const struct picture *picture)
{
	return picture->info.flags & FRAME_PLACEHOLDER;
}

bool picture_is_idle(const struct picture *picture)
{
	return picture->info.flags & FRAME_IDLE;
}
