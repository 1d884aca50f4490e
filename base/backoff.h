/*
 * How long to wait before the next attempt: 0.5 s, doubling, at most 5 s.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef BACKOFF_H
#define BACKOFF_H

#include <stdint.h>

struct backoff {
	uint64_t wait_ns; /* before the next attempt; 0: none has failed */
};

/* Call it at first and after each success. */
void backoff_reset(struct backoff *backoff);

/* An attempt failed; returns how long to wait before the next. */
uint64_t backoff_next_ns(struct backoff *backoff);

/* An attempt failed, and one made soon would, too: the longest wait. */
uint64_t backoff_longest_ns(struct backoff *backoff);

#endif
