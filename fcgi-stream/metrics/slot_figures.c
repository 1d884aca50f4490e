/*
 * The figures of each slot at one moment.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audiences.h"

/* Returns figures that are all zero except the name, or NULL without memory. */
static struct slot_figures *slots_add(struct all_slots *slots, const char *name)
{
	struct slot_figures *figures;

	if (slots->count == slots->room) {
		size_t room = 2 * slots->room + 16;

		figures = realloc(slots->list, room * sizeof(*figures));
		if (!figures)
			return NULL;
		slots->list = figures;
		slots->room = room;
	}
	figures = &slots->list[slots->count++];
	memset(figures, 0, sizeof(*figures));
	snprintf(figures->name, sizeof(figures->name), "%s", name);
	return figures;
}

static void figures_from_audience(struct slot_figures *figures,
				  const struct audience *audience)
{
	figures->has_audience = true;
	figures->viewers = audience_viewer_count(audience);
	figures->subscribers = audience_follower_count(audience);
	figures->retries = audience_retries(audience);
	figures->counts = *audience_counts(audience);
}

static void figures_from_slot(struct slot_figures *figures,
			      struct frame_reader *reader)
{
	struct frame_info newest;

	figures->has_writer = frame_slot_writer_pid(figures->name) > 0;
	figures->has_report =
		frame_reader_report(reader, &figures->report) == 0 &&
		figures->report.source != FRAME_SOURCE_UNKNOWN;
	if (frame_reader_peek(reader, &newest) == 0)
		figures->captured_wall_ns = newest.captured_wall_ns;
}

static void slot_list(const struct slot_visit *slot, void *user)
{
	struct slot_figures *figures = slots_add(user, slot->name);

	if (!figures)
		return;
	if (slot->reader)
		figures_from_slot(figures, slot->reader);
	if (slot->audience)
		figures_from_audience(figures, slot->audience);
}

void slot_figures_take(struct all_slots *slots,
		       const struct audiences *audiences)
{
	*slots = (struct all_slots){ .list = NULL };
	audiences_visit_slots(audiences, slot_list, slots);
}

void slot_figures_free(struct all_slots *slots)
{
	free(slots->list);
}
