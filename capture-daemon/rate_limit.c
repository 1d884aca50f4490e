/*
 * Which pictures of a stream to take so that no more than so many a second
 * pass.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rate_limit.h"

#include "clock.h"

void rate_limit_start(struct rate_limit *limit, unsigned rate_fps)
{
	limit->period_ns = rate_fps == 0 ? 0 : NS_PER_S / rate_fps;
	limit->due_ns = 0;
}

bool rate_limit_admits(struct rate_limit *limit, uint64_t captured_ns)
{
	if (captured_ns + limit->period_ns / 4 < limit->due_ns)
		return false;
	limit->due_ns += limit->period_ns;
	/* After a pause the beat starts anew; nothing is caught up with. */
	if (limit->due_ns < captured_ns)
		limit->due_ns = captured_ns + limit->period_ns;
	return true;
}
