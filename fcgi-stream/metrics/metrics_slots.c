/*
 * The figures of each slot: the report of its writer, and what happened to its
 * frames here.
 *
 * The format wants all slots of one family together. So the figures of all
 * slots are collected first, and then written family by family.
 *
 * SPDX-License-Identifier: MIT
 */
#include "metrics_slots.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <frame_slot.h>

#include "metrics_text.h"
#include "slot_figures.h"

/* The slots that a family has figures of. */
enum family_kind { OF_ALL, OF_REPORTING };

#define REPORT(member) offsetof(struct slot_figures, report.member)
#define COUNTS(member) offsetof(struct slot_figures, counts.member)
#define OWN(member)    offsetof(struct slot_figures, member)

/* Rows with one name are one family; the second label tells them apart. */
static const struct row {
	const char *name, *type, *help;
	enum family_kind kind;
	size_t offset; /* of a uint64_t in struct slot_figures */
	const char *label, *value;
} rows[] = {
	{ "slotcast_writer_up", "gauge", "Whether somebody writes the slot.",
	  OF_ALL, OWN(has_writer), NULL, NULL },
	{ "slotcast_frames_captured_total", "counter",
	  "Frames that came from the source.", OF_REPORTING, REPORT(captured),
	  NULL, NULL },
	{ "slotcast_frames_published_total", "counter",
	  "Frames from the source that were put into the slot.", OF_REPORTING,
	  REPORT(published), NULL, NULL },
	{ "slotcast_frames_dropped_total", "counter",
	  "Frames from the source that were not put into the slot.",
	  OF_REPORTING, REPORT(dropped_damaged), "cause", "damaged" },
	{ "slotcast_frames_dropped_total", "", "", OF_REPORTING,
	  REPORT(dropped_late), "cause", "late" },
	{ "slotcast_frames_dropped_total", "", "", OF_REPORTING,
	  REPORT(dropped_unwanted), "cause", "unwanted" },
	{ "slotcast_frames_dropped_total", "", "", OF_REPORTING,
	  REPORT(dropped_unstorable), "cause", "unstorable" },
	{ "slotcast_placeholders_published_total", "counter",
	  "Frames put into the slot in place of missing ones.", OF_REPORTING,
	  REPORT(placeholders), NULL, NULL },
	{ "slotcast_published_bytes_total", "counter",
	  "Bytes put into the slot.", OF_REPORTING, REPORT(bytes), NULL, NULL },
	{ "slotcast_source_reconnects_total", "counter",
	  "How often the source was lost and came back.", OF_REPORTING,
	  REPORT(reconnects), NULL, NULL },
	{ "slotcast_viewers", "gauge", "Viewers of the stream.", OF_ALL,
	  OWN(viewers), NULL, NULL },
	{ "slotcast_subscribers", "gauge",
	  "Who is told the events of the slot.", OF_ALL, OWN(subscribers), NULL,
	  NULL },
	{ "slotcast_frames_sent_total", "counter",
	  "Frames sent to viewers of the stream.", OF_ALL, COUNTS(frames_sent),
	  NULL, NULL },
	{ "slotcast_frames_skipped_total", "counter",
	  "Frames that a viewer did not get because it was slow.", OF_ALL,
	  COUNTS(frames_skipped), NULL, NULL },
	{ "slotcast_frames_missed_total", "counter",
	  "Frames published and gone before this program saw them.", OF_ALL,
	  COUNTS(frames_missed), NULL, NULL },
	{ "slotcast_slot_retries_total", "counter",
	  "Copies begun again because the writer overtook them.", OF_ALL,
	  OWN(retries), NULL, NULL },
	{ "slotcast_snapshots_total", "counter",
	  "Single frames asked for, by what came of it.", OF_ALL,
	  COUNTS(snapshots_sent), "result", "sent" },
	{ "slotcast_snapshots_total", "", "", OF_ALL,
	  COUNTS(snapshots_unchanged), "result", "unchanged" },
	{ "slotcast_snapshots_total", "", "", OF_ALL, COUNTS(snapshots_refused),
	  "result", "refused" },
	{ "slotcast_sent_bytes_total", "counter",
	  "Bytes of bodies, as a client counts them.", OF_ALL,
	  COUNTS(stream_bytes), "kind", "stream" },
	{ "slotcast_sent_bytes_total", "", "", OF_ALL, COUNTS(snapshot_bytes),
	  "kind", "snapshot" },
};

static void row_write(FILE *out, const struct row *row,
		      const struct all_slots *slots)
{
	for (size_t i = 0; i < slots->count; i++) {
		const struct slot_figures *figures = &slots->list[i];
		const struct metrics_label labels[METRICS_LABELS] = {
			{ "slot", figures->name },
			{ row->label, row->value },
		};
		uint64_t value;

		if (row->kind == OF_REPORTING && !figures->has_report)
			continue;
		memcpy(&value, (const char *)figures + row->offset,
		       sizeof(value));
		metrics_number(out, row->name, labels, value);
	}
}

static void rows_write(FILE *out, const struct all_slots *slots)
{
	const char *family = "";

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *row = &rows[i];

		if (strcmp(family, row->name) != 0)
			metrics_family(out, row->name, row->type, row->help);
		family = row->name;
		row_write(out, row, slots);
	}
}

/* One sample a state, so that each can be counted and shown by its name. */
static void sources_write(FILE *out, const struct all_slots *slots)
{
	static const enum frame_source states[] = { FRAME_SOURCE_RUNNING,
						    FRAME_SOURCE_LOST,
						    FRAME_SOURCE_CLOSED };
	const size_t state_count = sizeof(states) / sizeof(states[0]);
	const char *name = "slotcast_source_state";

	metrics_family(out, name, "gauge",
		       "1 for the state that the source is in.");
	for (size_t i = 0; i < slots->count; i++) {
		const struct slot_figures *figures = &slots->list[i];

		for (size_t j = 0; figures->has_report && j < state_count;
		     j++) {
			const struct metrics_label labels[METRICS_LABELS] = {
				{ "slot", figures->name },
				{ "state", frame_source_name(states[j]) },
			};

			metrics_number(out, name, labels,
				       figures->report.source == states[j]);
		}
	}
}

static void newest_write(FILE *out, const struct all_slots *slots)
{
	const char *name = "slotcast_newest_frame_timestamp_seconds";

	metrics_family(out, name, "gauge",
		       "When the newest frame was captured, since 1970.");
	for (size_t i = 0; i < slots->count; i++) {
		const struct metrics_label labels[METRICS_LABELS] = {
			{ "slot", slots->list[i].name },
		};

		if (slots->list[i].captured_wall_ns > 0)
			metrics_seconds(out, name, labels,
					slots->list[i].captured_wall_ns);
	}
}

static void histograms_write(FILE *out, const struct all_slots *slots,
			     const char *name, const char *help, size_t offset)
{
	metrics_family(out, name, "histogram", help);
	for (size_t i = 0; i < slots->count; i++) {
		const struct slot_figures *figures = &slots->list[i];
		const struct metrics_label label = { "slot", figures->name };

		if (figures->has_audience)
			metrics_histogram(
				out, name, &label,
				(const void *)((const char *)figures + offset));
	}
}

void metrics_slots(FILE *out, const struct audiences *audiences)
{
	struct all_slots slots;

	slot_figures_take(&slots, audiences);
	rows_write(out, &slots);
	sources_write(out, &slots);
	newest_write(out, &slots);
	histograms_write(out, &slots, "slotcast_frame_age_seconds",
			 "Age of frames when a viewer's socket had taken them.",
			 COUNTS(age));
	histograms_write(out, &slots, "slotcast_hand_off_seconds",
			 "From publication until a frame was ready to be sent.",
			 COUNTS(hand_off));
	slot_figures_free(&slots);
}
