/*
 * The figures that Prometheus expects of any process: process_...
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef METRICS_PROCESS_H
#define METRICS_PROCESS_H

#include <stdint.h>
#include <stdio.h>

/* Figures that cannot be read (no /proc) are left out. */
void metrics_process(FILE *out, uint64_t started_wall_ns);

#endif
