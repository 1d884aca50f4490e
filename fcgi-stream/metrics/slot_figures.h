/*
 * The figures of each slot at one moment.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SLOT_FIGURES_H
#define SLOT_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <frame_slot.h>

#include "audience.h"

struct audiences;

struct slot_figures {
	char name[FRAME_SLOT_NAME_MAX + 1];
	bool has_report, has_audience;
	uint64_t has_writer, viewers, subscribers, retries;
	uint64_t captured_wall_ns; /* the newest frame; 0: none */
	struct frame_report report;
	struct stream_counts counts;
};

/* In the order of their names; those that are gone come last. */
struct all_slots {
	struct slot_figures *list;
	size_t count, room;
};

/*
 * Collect the figures of every slot of this machine, and of those that are gone
 * but still have an audience. Without memory some are left out.
 */
void slot_figures_take(struct all_slots *slots,
		       const struct audiences *audiences);
void slot_figures_free(struct all_slots *slots);

#endif
