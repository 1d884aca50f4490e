/*
 * The figures of each slot: what its writer tells of the source, and what has
 * become of its frames here.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef METRICS_SLOTS_H
#define METRICS_SLOTS_H

#include <stdio.h>

struct audiences;

/* Every slot of this machine, and those that are gone and still wanted. */
void metrics_slots(FILE *out, const struct audiences *audiences);

#endif
