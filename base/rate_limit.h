/*
 * Lets only so many pictures of a stream pass in a second.
 *
 * The due times lie on a grid of their own, and a picture that comes a little
 * after its due time does not push the next one back. So 10 pictures a second
 * of a source with 30 are 10 and not 7.5.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RATE_LIMIT_H
#define RATE_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

struct rate_limit {
	uint64_t period_ns; /* 0: no limit */
	uint64_t due_ns;    /* of the next picture; 0: none has passed yet */
};

/* `rate_fps` 0 means no limit. */
void rate_limit_start(struct rate_limit *limit, uint64_t rate_fps);

/*
 * Whether the picture of `time_ns` (CLOCK_MONOTONIC: when it was captured, or
 * when it came) may pass. If so, it counts.
 *
 * A camera whose rate is exactly the limit loses one picture to its jitter and
 * no more: all others then come after their due times.
 */
bool rate_limit_admits(struct rate_limit *limit, uint64_t time_ns);

#endif
