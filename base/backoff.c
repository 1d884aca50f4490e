/*
 * How long to wait before the next attempt.
 *
 * SPDX-License-Identifier: MIT
 */
#include "backoff.h"

#include "clock.h"

#define FIRST_NS   (500 * NS_PER_MS)
#define LONGEST_NS (5 * NS_PER_S)

void backoff_reset(struct backoff *backoff)
{
	backoff->wait_ns = 0;
}

uint64_t backoff_next_ns(struct backoff *backoff)
{
	uint64_t wait_ns =
		backoff->wait_ns == 0 ? FIRST_NS : 2 * backoff->wait_ns;

	backoff->wait_ns = wait_ns < LONGEST_NS ? wait_ns : LONGEST_NS;
	return backoff->wait_ns;
}

uint64_t backoff_longest_ns(struct backoff *backoff)
{
	backoff->wait_ns = LONGEST_NS;
	return backoff->wait_ns;
}
