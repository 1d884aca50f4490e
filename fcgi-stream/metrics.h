/*
 * The answer to /metrics: what this program has counted, and what the writers
 * of the slots tell of their sources.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef FCGI_STREAM_METRICS_H
#define FCGI_STREAM_METRICS_H

#include <stdint.h>

struct audiences;
struct peers;
struct service_counts;

/* Returns the text, freed with free(3), or NULL without memory. */
char *metrics_create(const struct audiences *audiences,
		     const struct peers *peers,
		     const struct service_counts *counts, uint64_t max_viewers);

#endif
