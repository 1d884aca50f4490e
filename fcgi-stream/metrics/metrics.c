/*
 * The answer to /metrics: the counts of this program, and the reports of the
 * slots' writers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "metrics.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "audiences.h"
#include "metrics_process.h"
#include "metrics_slots.h"
#include "metrics_text.h"

static void build_write(FILE *out)
{
	const struct metrics_label version[METRICS_LABELS] = {
		{ "version", SLOTCAST_VERSION },
	};

	metrics_family(out, "slotcast_build_info", "gauge",
		       "Always 1; the label is the version.");
	metrics_number(out, "slotcast_build_info", version, 1);
}

/* Routes that have never been answered are left out. */
static void answers_write(FILE *out, const struct service_counts *counts)
{
	static const char *const classes[STATUS_CLASSES] = {
		"none", "1xx", "2xx", "3xx", "4xx", "5xx",
	};

	metrics_family(out, "slotcast_requests_total", "counter",
		       "Requests answered, by address and status.");
	for (int verb = 0; verb < VERBS; verb++) {
		for (int digit = 0; digit < STATUS_CLASSES; digit++) {
			const struct metrics_label labels[METRICS_LABELS] = {
				{ "route", verb_name((enum verb)verb) },
				{ "status", classes[digit] },
			};
			uint64_t count = counts->answers[verb].by_class[digit];

			if (count > 0)
				metrics_number(out, "slotcast_requests_total",
					       labels, count);
		}
	}
}

static void refusals_write(FILE *out, const struct service_counts *counts)
{
	const char *name = "slotcast_refused_total";
	const struct metrics_label viewers[METRICS_LABELS] = {
		{ "reason", "viewers" },
	};
	const struct metrics_label requests[METRICS_LABELS] = {
		{ "reason", "requests" },
	};

	metrics_family(out, name, "counter",
		       "Requests refused because there were too many viewers, "
		       "or too many requests at once.");
	metrics_number(out, name, viewers, counts->refused_viewers);
	metrics_number(out, name, requests, counts->refused_peers);
}

static void metrics_write(FILE *out, const struct audiences *audiences,
			  const struct peers *peers,
			  const struct service_counts *counts,
			  uint64_t max_viewers)
{
	build_write(out);
	metrics_slots(out, audiences);
	answers_write(out, counts);
	refusals_write(out, counts);
	metrics_figure(out, "slotcast_max_viewers", "gauge",
		       "Viewers that this server takes at once.", max_viewers);
	metrics_figure(out, "slotcast_requests_open", "gauge",
		       "Requests being answered now, streams among them.",
		       peers->count);
	metrics_figure(
		out, "slotcast_dropped_for_patience_total", "counter",
		"Connections dropped because they took nothing for too long.",
		peers->dropped);
	metrics_process(out, counts->started_wall_ns);
}

char *metrics_create(const struct audiences *audiences,
		     const struct peers *peers,
		     const struct service_counts *counts, uint64_t max_viewers)
{
	char *text = NULL;
	size_t text_bytes;
	FILE *out = open_memstream(&text, &text_bytes);
	bool is_whole;

	if (!out)
		return NULL;
	metrics_write(out, audiences, peers, counts, max_viewers);
	is_whole = !ferror(out);
	if (fclose(out) == 0 && is_whole)
		return text;
	free(text);
	return NULL;
}
