/*
 * Figures in Prometheus's text format, version 0.0.4.
 *
 * SPDX-License-Identifier: MIT
 */
#include "metrics_text.h"

#include <inttypes.h>

#include "clock.h"
#include "histogram.h"

#define SECONDS_FORMAT "%" PRIu64 ".%09" PRIu64
#define SECONDS_OF(ns) (uint64_t)((ns) / NS_PER_S), (uint64_t)((ns) % NS_PER_S)

void metrics_family(FILE *out, const char *name, const char *type,
		    const char *help)
{
	fprintf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void value_escape(FILE *out, const char *value)
{
	for (; *value != '\0'; value++) {
		if (*value == '\\' || *value == '"')
			fputc('\\', out);
		if (*value == '\n')
			fputs("\\n", out);
		else
			fputc(*value, out);
	}
}

static void labels_write(FILE *out,
			 const struct metrics_label labels[METRICS_LABELS])
{
	char before = '{';

	for (int i = 0; labels && i < METRICS_LABELS; i++) {
		if (!labels[i].name)
			continue;
		fprintf(out, "%c%s=\"", before, labels[i].name);
		value_escape(out, labels[i].value);
		fputc('"', out);
		before = ',';
	}
	if (before == ',')
		fputc('}', out);
	fputc(' ', out);
}

void metrics_number(FILE *out, const char *name,
		    const struct metrics_label labels[METRICS_LABELS],
		    uint64_t value)
{
	fputs(name, out);
	labels_write(out, labels);
	fprintf(out, "%" PRIu64 "\n", value);
}

void metrics_figure(FILE *out, const char *name, const char *type,
		    const char *help, uint64_t value)
{
	metrics_family(out, name, type, help);
	metrics_number(out, name, NULL, value);
}

void metrics_seconds(FILE *out, const char *name,
		     const struct metrics_label labels[METRICS_LABELS],
		     uint64_t value_ns)
{
	fputs(name, out);
	labels_write(out, labels);
	fprintf(out, SECONDS_FORMAT "\n", SECONDS_OF(value_ns));
}

/* Each bucket includes the ones before. Returns the count of all. */
static uint64_t buckets_write(FILE *out, const char *name,
			      const struct metrics_label *label,
			      const struct histogram *histogram)
{
	char bound[32];
	const struct metrics_label labels[] = { *label, { "le", bound } };
	uint64_t count = 0;

	for (int i = 0; i <= HISTOGRAM_BOUNDS; i++) {
		if (i < HISTOGRAM_BOUNDS)
			snprintf(bound, sizeof(bound), "%g",
				 (double)histogram_bounds_ns[i] / NS_PER_S);
		else
			snprintf(bound, sizeof(bound), "+Inf");
		count += histogram->counts[i];
		fputs(name, out);
		fputs("_bucket", out);
		labels_write(out, labels);
		fprintf(out, "%" PRIu64 "\n", count);
	}
	return count;
}

void metrics_histogram(FILE *out, const char *name,
		       const struct metrics_label *label,
		       const struct histogram *histogram)
{
	const struct metrics_label labels[METRICS_LABELS] = { *label };
	uint64_t count = buckets_write(out, name, label, histogram);

	fprintf(out, "%s_sum", name);
	labels_write(out, labels);
	fprintf(out, SECONDS_FORMAT "\n", SECONDS_OF(histogram->sum_ns));
	fprintf(out, "%s_count", name);
	labels_write(out, labels);
	fprintf(out, "%" PRIu64 "\n", count);
}
