/*
 * How old pictures were when they came, and the percentiles of that.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ages.h"

#include <stdlib.h>

#define FIRST_ROOM 65536

void ages_add(struct ages *ages, uint64_t age_us)
{
	if (ages->count == ages->room) {
		ages->room = ages->room ? 2 * ages->room : FIRST_ROOM;
		ages->values_us = reallocarray(ages->values_us, ages->room,
					       sizeof(*ages->values_us));
		if (!ages->values_us)
			abort();
	}
	ages->values_us[ages->count++] =
		age_us < UINT32_MAX ? (uint32_t)age_us : UINT32_MAX;
}

static int age_compare(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left;
	uint32_t b = *(const uint32_t *)right;

	return (a > b) - (a < b);
}

void ages_sort(struct ages *ages)
{
	if (ages->count > 0)
		qsort(ages->values_us, ages->count, sizeof(*ages->values_us),
		      age_compare);
}

double ages_percentile_ms(const struct ages *ages, size_t percent)
{
	if (ages->count == 0)
		return 0;
	return ages->values_us[(ages->count - 1) * percent / 100] / 1000.0;
}

void ages_free(struct ages *ages)
{
	free(ages->values_us);
}
