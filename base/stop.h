/*
 * The wish that a thread end: a flag to ask for, and a descriptor to wait for.
 *
 * A thread that works or waits asks stop_is_requested() again and again. One
 * that has not asked for STOP_PATIENCE_S hangs in a call that does not return.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef STOP_H
#define STOP_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * Longer than any call that does return: a resolver asks three dead name
 * servers for 30 s, and once more with a search domain.
 */
#define STOP_PATIENCE_S 90

struct stop {
	atomic_bool is_requested;
	int fd; /* readable while the stop is requested */
	/* When the thread will have asked; 32 bits, as old ARM has them. */
	atomic_uint ask_due_s;
};

/* Returns 0 or a negative errno. */
int stop_open(struct stop *stop);
void stop_close(struct stop *stop);

void stop_request(struct stop *stop);
bool stop_is_requested(struct stop *stop);

/* Whether the thread should have asked by `now_ns` and has not. */
bool stop_is_neglected(struct stop *stop, uint64_t now_ns);

/*
 * A thread says so before it sleeps without stop_wait_until(): it will not ask
 * before `deadline_ns`; UINT64_MAX: nobody knows when.
 */
void stop_ask_later(struct stop *stop, uint64_t deadline_ns);

/*
 * Take the wish back, once the work it was meant for has ended. The thread
 * itself calls this, and has asked with it.
 */
void stop_withdraw(struct stop *stop);

/* Sleep until `deadline_ns` (CLOCK_MONOTONIC). Returns whether to stop. */
bool stop_wait_until(struct stop *stop, uint64_t deadline_ns);

#endif
