/*
 * The figures of each slot: the report of its writer, and what happened to its
 * frames here.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef METRICS_SLOTS_H
#define METRICS_SLOTS_H

#include <stdio.h>

struct audiences;

/* Every slot of this machine, and each that is gone but still wanted. */
void metrics_slots(FILE *out, const struct audiences *audiences);

#endif
