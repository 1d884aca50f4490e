/*
 * What state a slot is in, in one word.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_state.h"

#include <errno.h>

#include "clock.h"

#define STALE_NS (2 * NS_PER_S)

uint64_t slot_frame_age_ns(const struct frame_info *info, uint64_t now_ns)
{
	return info->captured_ns < now_ns ? now_ns - info->captured_ns : 0;
}

const char *slot_state_of_frame(const struct frame_reader *reader,
				const struct frame_info *info, uint64_t now_ns)
{
	/* One who died in his sleep does not wake up when somebody asks. */
	if (info->flags & FRAME_IDLE && frame_reader_has_writer(reader))
		return "idle";
	if (slot_frame_age_ns(info, now_ns) > STALE_NS)
		return "stale";
	return info->flags & FRAME_PLACEHOLDER ? "no-signal" : "live";
}

const char *slot_source_name(uint32_t source)
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

const char *slot_state_of_error(int error)
{
	switch (error) {
	case -EAGAIN:
		return "empty";
	case -ENOENT:
	case -ESTALE:
		return "gone";
	case -EACCES:
		return "forbidden";
	case -EPROTO:
		return "version";
	default:
		return "damaged";
	}
}
