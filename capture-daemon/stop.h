/*
 * The wish that a thread end, as a flag to look at and a descriptor to wait
 * for.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef STOP_H
#define STOP_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct stop {
	atomic_bool is_requested;
	int fd; /* readable while the stop is requested */
};

/* Returns 0 or a negative errno. */
int stop_open(struct stop *stop);
void stop_close(struct stop *stop);

void stop_request(struct stop *stop);
bool stop_is_requested(struct stop *stop);

/* Take the wish back, once whatever it was for has ended. */
void stop_withdraw(struct stop *stop);

/* Sleep until `deadline_ns` (CLOCK_MONOTONIC). Returns whether to stop. */
bool stop_wait_until(struct stop *stop, uint64_t deadline_ns);

#endif
