/*
 * What state a slot is in, in one word.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SLOTCTL_SLOT_STATE_H
#define SLOTCTL_SLOT_STATE_H

#include "frame_slot.h"

/*
 * "live", "idle" (the writer sleeps until somebody wants frames), "no-signal"
 * (the newest frame, `info`, stands in for a missing picture) or "stale" (it is
 * older than two seconds).
 */
const char *slot_state_of_frame(const struct frame_reader *reader,
				const struct frame_info *info, uint64_t now_ns);

/* The same for a slot whose frame could not be had, from the negative errno. */
const char *slot_state_of_error(int error);

/* What the slot's writer says its source is doing, in one word. */
const char *slot_source_name(uint32_t source);

/* Nanoseconds since the capture; 0 for one that says it is still to come. */
uint64_t slot_frame_age_ns(const struct frame_info *info, uint64_t now_ns);

#endif
