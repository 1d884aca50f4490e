/*
 * The answer to /metrics: the counts of this program, and the reports of the
 * slots' writers.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef METRICS_H
#define METRICS_H

#include <stdint.h>

#include "peer.h"
#include "route.h"

struct audiences;

/* The counts of the service; only the loop's thread counts. */
struct service_counts {
	uint64_t started_wall_ns;
	struct answer_counts answers[VERBS];
	uint64_t refused_viewers; /* no seat was free */
	uint64_t refused_peers;	  /* too many requests at once */
};

/* Returns the text, freed with free(3), or NULL without memory. */
char *metrics_create(const struct audiences *audiences,
		     const struct peers *peers,
		     const struct service_counts *counts, uint64_t max_viewers);

#endif
