/*
 * The header fields that describe one frame.
 *
 * SPDX-License-Identifier: MIT
 */
#include "frame_fields.h"

#include <inttypes.h>
#include <stdio.h>

#include "clock.h"

void frame_fields_write(char fields[FRAME_FIELDS_BYTES],
			const struct frame_info *info)
{
	snprintf(fields, FRAME_FIELDS_BYTES,
		 "Content-Type: %s\r\n"
		 "Content-Length: %zu\r\n"
		 "X-Timestamp: %" PRIu64 ".%06" PRIu64 "\r\n"
		 "X-Frame-Serial: %" PRIu64 "\r\n",
		 info->media_type, info->size_bytes,
		 (uint64_t)(info->captured_wall_ns / NS_PER_S),
		 (uint64_t)(info->captured_wall_ns % NS_PER_S / 1000),
		 info->serial);
}
