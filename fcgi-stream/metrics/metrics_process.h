/*
 * What Prometheus wants to know of any process: the process_... figures.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef METRICS_PROCESS_H
#define METRICS_PROCESS_H

#include <stdint.h>
#include <stdio.h>

/* What cannot be had (no /proc) is left out. */
void metrics_process(FILE *out, uint64_t started_wall_ns);

#endif
