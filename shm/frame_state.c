/*
 * The state of a slot, in the words that all programs use.
 *
 * SPDX-License-Identifier: MIT
 */
#include "frame_slot.h"

/* A camera that has been silent for longer is not live. */
#define LIVE_NS 2000000000u

uint64_t frame_info_age_ns(const struct frame_info *info, uint64_t now_ns)
{
	return info->captured_ns < now_ns ? now_ns - info->captured_ns : 0;
}

const char *frame_reader_state(const struct frame_reader *reader,
			       const struct frame_info *info, uint64_t now_ns)
{
	/* A writer that died while it rested does not wake up on demand. */
	if (info->flags & FRAME_IDLE && frame_reader_has_writer(reader))
		return "idle";
	if (frame_info_age_ns(info, now_ns) >= LIVE_NS)
		return "stale";
	return info->flags & FRAME_PLACEHOLDER ? "no-signal" : "live";
}

const char *frame_source_name(uint32_t source)
{
	switch (source) {
	case FRAME_SOURCE_RUNNING:
		return "running";
	case FRAME_SOURCE_LOST:
		return "lost";
	case FRAME_SOURCE_CLOSED:
		return "closed";
	default:
		return "unknown";
	}
}
