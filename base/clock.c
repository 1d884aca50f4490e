/*
 * The project's two clocks, in nanoseconds.
 *
 * SPDX-License-Identifier: MIT
 */
#include "clock.h"

#include <limits.h>
#include <time.h>

static uint64_t clock_read_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

uint64_t clock_monotonic_ns(void)
{
	return clock_read_ns(CLOCK_MONOTONIC);
}

uint64_t clock_wall_ns(void)
{
	return clock_read_ns(CLOCK_REALTIME);
}

int clock_poll_timeout_ms(uint64_t now_ns, uint64_t deadline_ns)
{
	uint64_t wait_ms;

	if (deadline_ns == UINT64_MAX)
		return -1;
	if (deadline_ns <= now_ns)
		return 0;
	wait_ms = (deadline_ns - now_ns - 1) / NS_PER_MS + 1;
	return wait_ms > INT_MAX ? INT_MAX : (int)wait_ms;
}
