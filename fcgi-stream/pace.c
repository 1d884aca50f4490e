/*
 * A viewer's wish for at most so many pictures a second.
 *
 * The due times lie on a grid of their own, so that 10 pictures a second of a
 * source with 30 are 10 and not 7.5: a picture that comes a little after its
 * due time does not push the next one back.
 *
 * SPDX-License-Identifier: MIT
 */
#include "pace.h"

#include "clock.h"

void pace_start(struct pace *pace, uint64_t fps)
{
	pace->period_ns = fps == 0 ? 0 : NS_PER_S / fps;
	pace->due_ns = 0;
}

bool pace_take(struct pace *pace, uint64_t now_ns)
{
	if (pace->period_ns == 0)
		return true;
	if (now_ns < pace->due_ns)
		return false;
	/*
	 * After a pause the grid starts anew: no burst to catch up. Being late
	 * by two periods is none: a picture that was early was left out.
	 */
	if (now_ns - pace->due_ns > 2 * pace->period_ns)
		pace->due_ns = now_ns;
	pace->due_ns += pace->period_ns;
	return true;
}
