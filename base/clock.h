/*
 * The project's two clocks, in nanoseconds.
 *
 * Everything that is compared, waited for or subtracted is monotonic time;
 * wall-clock time exists only to be shown to people and other machines.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

#define NS_PER_S  1000000000ull
#define NS_PER_MS 1000000ull

/* CLOCK_MONOTONIC. The same for all processes of one machine. */
uint64_t clock_monotonic_ns(void);

/* CLOCK_REALTIME, since 1970. It may jump. */
uint64_t clock_wall_ns(void);

/*
 * Milliseconds from `now_ns` to `deadline_ns`, rounded up, for poll(2) and
 * epoll_wait(2): 0 when it has passed, -1 (without end) for UINT64_MAX.
 */
int clock_poll_timeout_ms(uint64_t now_ns, uint64_t deadline_ns);

#endif
