/*
 * One frame as it goes over the wire, packed once and held by all that send it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "packed_frame.h"

#include <stdlib.h>
#include <string.h>

#include "media_type.h"
#include "multipart.h"
#include "records.h"

enum section { HEAD, PAYLOAD, BOUNDARY, NEXT_HEAD, EVENT };

static const struct {
	int first, last;
} pieces[] = {
	[PIECE_PART] = { HEAD, BOUNDARY },
	[PIECE_PART_IN_ADVANCE] = { PAYLOAD, NEXT_HEAD },
	[PIECE_PAYLOAD] = { PAYLOAD, PAYLOAD },
	[PIECE_EVENT] = { EVENT, EVENT },
};

/* From the section `from` to before `to`, in their records. */
static size_t sections_size(const size_t *section_bytes, int from, int to)
{
	size_t size_bytes = 0;

	for (int i = from; i < to; i++)
		size_bytes += records_size(section_bytes[i]);
	return size_bytes;
}

struct packed_frame *packed_frame_create(const struct frame_info *info,
					 const void *payload, const char *event)
{
	char head[MULTIPART_PART_HEAD_BYTES];
	char next_head[MULTIPART_PART_HEAD_BYTES];
	const void *const sections[FRAME_SECTIONS] = {
		[HEAD] = head,
		[PAYLOAD] = payload,
		[BOUNDARY] = MULTIPART_PART_END,
		[NEXT_HEAD] = next_head,
		[EVENT] = event,
	};
	const size_t section_bytes[FRAME_SECTIONS] = {
		[HEAD] = multipart_part_head(head, info),
		[PAYLOAD] = info->size_bytes,
		[BOUNDARY] = strlen(MULTIPART_PART_END),
		[NEXT_HEAD] = multipart_part_head_in_advance(next_head, info),
		[EVENT] = event ? strlen(event) : 0,
	};
	struct packed_frame *frame =
		malloc(sizeof(*frame) +
		       sections_size(section_bytes, 0, FRAME_SECTIONS));
	uint8_t *to;

	if (!frame)
		return NULL;
	frame->holders = 1;
	frame->info = *info;
	memcpy(frame->section_bytes, section_bytes, sizeof(section_bytes));
	to = frame->bytes;
	for (int i = 0; i < FRAME_SECTIONS; i++)
		to = records_put(to, sections[i], section_bytes[i]);
	return frame;
}

struct packed_piece packed_frame_piece(const struct packed_frame *frame,
				       enum frame_piece piece)
{
	const int first = pieces[piece].first, end = pieces[piece].last + 1;

	return (struct packed_piece){
		frame->bytes + sections_size(frame->section_bytes, 0, first),
		sections_size(frame->section_bytes, first, end)
	};
}

size_t packed_frame_body_bytes(const struct packed_frame *frame,
			       enum frame_piece piece)
{
	size_t body_bytes = 0;

	for (int i = pieces[piece].first; i <= pieces[piece].last; i++)
		body_bytes += frame->section_bytes[i];
	return body_bytes;
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

bool packed_frame_is_placeholder(const struct packed_frame *frame)
{
	return frame->info.flags & FRAME_PLACEHOLDER;
}

bool packed_frame_is_idle(const struct packed_frame *frame)
{
	return frame->info.flags & FRAME_IDLE;
}
