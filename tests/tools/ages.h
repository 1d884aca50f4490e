/*
 * How old pictures were when they came, and the percentiles of that.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AGES_H
#define AGES_H

#include <stddef.h>
#include <stdint.h>

/* Starts as zeros. */
struct ages {
	uint32_t *values_us;
	size_t count, room;
};

void ages_add(struct ages *ages, uint64_t age_us);

/* Needed before ages_percentile_ms(). */
void ages_sort(struct ages *ages);

/* What `percent` of the ages do not exceed; 0 without any. */
double ages_percentile_ms(const struct ages *ages, size_t percent);

void ages_free(struct ages *ages);

#endif
