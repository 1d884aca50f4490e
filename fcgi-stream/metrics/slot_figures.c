/*
 * What there is to tell of each slot at one moment.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audiences.h"

/* Returns figures that are zeros but for the name, or NULL without memory. */
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
	figures->counts = *audience_counted(audience);
}

static int slot_look(const char *name, void *user)
{
	struct all_slots *slots = user;
	const struct audience *audience =
		audiences_find(slots->audiences, name);
	struct slot_figures *figures;
	struct frame_reader *reader;
	struct frame_info newest;

	if (frame_reader_open(&reader, name) < 0)
		return 0;
	figures = slots_add(slots, name);
	if (figures) {
		figures->has_writer = frame_slot_writer_pid(name) > 0;
		figures->has_report =
			frame_reader_report(reader, &figures->report) == 0 &&
			figures->report.source != FRAME_SOURCE_UNKNOWN;
		if (frame_reader_peek(reader, &newest) == 0)
			figures->captured_wall_ns = newest.captured_wall_ns;
		if (audience)
			figures_from_audience(figures, audience);
		slots->there = slots->count;
	}
	frame_reader_close(reader);
	return 0;
}

static int compare_names(const void *name, const void *figures)
{
	return strcmp(name, ((const struct slot_figures *)figures)->name);
}

/* One whose slot is gone, or cannot be read any more. */
static void audience_look_at(const struct audience *audience, void *user)
{
	struct all_slots *slots = user;
	const char *name = audience_name(audience);
	struct slot_figures *figures;

	if (slots->there > 0 && bsearch(name, slots->list, slots->there,
					sizeof(*slots->list), compare_names))
		return;
	figures = slots_add(slots, name);
	if (figures)
		figures_from_audience(figures, audience);
}

void slot_figures_take(struct all_slots *slots,
		       const struct audiences *audiences)
{
	*slots = (struct all_slots){ .audiences = audiences };
	frame_slot_list(slot_look, slots);
	audiences_visit(audiences, audience_look_at, slots);
}

void slot_figures_free(struct all_slots *slots)
{
	free(slots->list);
}
