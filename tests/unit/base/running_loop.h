/*
 * A loop for tests to run in, and how to run it for a while.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RUNNING_LOOP_H
#define RUNNING_LOOP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "clock.h"
#include "loop.h"

static struct loop *loop;

static inline void stop(void *user)
{
	(void)user;
	loop_stop(loop);
}

/* Or until something in it stops it. */
static inline void run_for_ms(uint64_t duration_ms)
{
	struct loop_timer end = { .fire = stop };

	loop_timer_set(loop, &end,
		       clock_monotonic_ns() + duration_ms * NS_PER_MS);
	assert_int_equal(loop_run(loop), 0);
	loop_timer_clear(&end);
}

#endif
