/*
 * Counts durations by their length.
 *
 * SPDX-License-Identifier: MIT
 */
#include "histogram.h"

#include "clock.h"

const uint64_t histogram_bounds_ns[HISTOGRAM_BOUNDS] = {
	NS_PER_MS / 10,	  NS_PER_MS / 5,    NS_PER_MS / 2,   NS_PER_MS,
	2 * NS_PER_MS,	  5 * NS_PER_MS,    10 * NS_PER_MS,  20 * NS_PER_MS,
	50 * NS_PER_MS,	  100 * NS_PER_MS,  200 * NS_PER_MS, 500 * NS_PER_MS,
	1000 * NS_PER_MS, 2000 * NS_PER_MS,
};

void histogram_add(struct histogram *histogram, uint64_t duration_ns)
{
	int i = 0;

	while (i < HISTOGRAM_BOUNDS && duration_ns > histogram_bounds_ns[i])
		i++;
	histogram->counts[i]++;
	histogram->sum_ns += duration_ns;
}
