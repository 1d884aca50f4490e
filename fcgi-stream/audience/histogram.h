/*
 * Counts durations by their length.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include <stdint.h>

/* From 0.1 ms to 2 s, in the steps 1, 2, 5. */
#define HISTOGRAM_BOUNDS 14
extern const uint64_t histogram_bounds_ns[HISTOGRAM_BOUNDS];

/* All zeros is empty. */
struct histogram {
	/* Up to each bound, above the one before; last: above all bounds. */
	uint64_t counts[HISTOGRAM_BOUNDS + 1];
	uint64_t sum_ns;
};

void histogram_add(struct histogram *histogram, uint64_t duration_ns);

#endif
