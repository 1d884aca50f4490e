/*
 * The text around the pictures of a stream: multipart/x-mixed-replace.
 *
 * SPDX-License-Identifier: MIT
 */
#include "multipart.h"

#include <stdio.h>

size_t multipart_part_head(char head[MULTIPART_PART_HEAD_BYTES],
			   const struct frame_info *info)
{
	char fields[FRAME_FIELDS_BYTES];

	frame_fields_write(fields, info);
	return (size_t)snprintf(head, MULTIPART_PART_HEAD_BYTES, "\r\n%s\r\n",
				fields);
}

size_t multipart_part_head_in_advance(char head[MULTIPART_PART_HEAD_BYTES],
				      const struct frame_info *info)
{
	return (size_t)snprintf(head, MULTIPART_PART_HEAD_BYTES,
				"\r\nContent-Type: %s\r\n\r\n",
				info->media_type);
}
