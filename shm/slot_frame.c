/*
 * The description of a frame, and whether it is possible.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_frame.h"

#include <string.h>

bool frame_media_type_is_valid(const char *media_type)
{
	size_t length = 0;

	while (length < FRAME_MEDIA_TYPE_BYTES && media_type[length] >= ' ' &&
	       media_type[length] <= '~')
		length++;
	return length > 0 && length < FRAME_MEDIA_TYPE_BYTES &&
	       media_type[length] == '\0' && media_type[0] != ' ';
}

bool slot_frame_is_possible(const struct slot_frame *frame,
			    size_t capacity_bytes)
{
	/* No writer lives long enough to use up half of all serials. */
	return (uint32_t)frame->serial != 0 && frame->serial < UINT64_MAX / 2 &&
	       frame->size_bytes <= capacity_bytes &&
	       frame_media_type_is_valid(frame->media_type);
}

struct frame_info slot_frame_info(const struct slot_frame *frame)
{
	struct frame_info info = {
		.serial = frame->serial,
		.captured_ns = frame->captured_ns,
		.captured_wall_ns = frame->captured_wall_ns,
		.published_ns = frame->published_ns,
		.size_bytes = frame->size_bytes,
		.width_px = frame->width_px,
		.height_px = frame->height_px,
		.flags = frame->flags,
	};

	memcpy(info.media_type, frame->media_type, sizeof(info.media_type));
	return info;
}
