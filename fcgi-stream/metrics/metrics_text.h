/*
 * Figures in Prometheus's text format, version 0.0.4.
 *
 * All samples of a family follow its metrics_family(), without another family's
 * between them.
 *
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef METRICS_TEXT_H
#define METRICS_TEXT_H

#include <stdint.h>
#include <stdio.h>

#define METRICS_MEDIA_TYPE "text/plain; version=0.0.4; charset=utf-8"

struct histogram;

/* A label without a name is left out. */
struct metrics_label {
	const char *name, *value;
};

/* The most labels that a sample can have. */
#define METRICS_LABELS 2

/* `type` is "counter", "gauge" or "histogram"; `help` is one plain line. */
void metrics_family(FILE *out, const char *name, const char *type,
		    const char *help);

void metrics_number(FILE *out, const char *name,
		    const struct metrics_label labels[METRICS_LABELS],
		    uint64_t value);

/* A family of one sample without labels. */
void metrics_figure(FILE *out, const char *name, const char *type,
		    const char *help, uint64_t value);

/* metrics_number() in seconds. */
void metrics_seconds(FILE *out, const char *name,
		     const struct metrics_label labels[METRICS_LABELS],
		     uint64_t value_ns);

/* All samples of one histogram, which has one label beside its bounds. */
void metrics_histogram(FILE *out, const char *name,
		       const struct metrics_label *label,
		       const struct histogram *histogram);

#endif
