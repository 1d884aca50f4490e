/*
 * Lets only so many pictures of a stream pass in a second.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rate_limit.h"

#include "clock.h"

void rate_limit_start(struct rate_limit *limit, uint64_t rate_fps)
{
	limit->period_ns = rate_fps == 0 ? 0 : NS_PER_S / rate_fps;
	limit->due_ns = 0;
}

bool rate_limit_admits(struct rate_limit *limit, uint64_t time_ns)
{
	if (time_ns < limit->due_ns)
		return false;
	/*
	 * After a pause the grid starts anew, so that no burst catches up. To
	 * be late by two periods is no pause: an early picture was left out.
	 */
	if (time_ns > limit->due_ns + 2 * limit->period_ns)
		limit->due_ns = time_ns;
	limit->due_ns += limit->period_ns;
	return true;
}
