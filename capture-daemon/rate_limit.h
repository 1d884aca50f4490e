/*
 * Which pictures of a stream to take so that no more than so many a second
 * pass.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RATE_LIMIT_H
#define RATE_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

struct rate_limit {
	uint64_t period_ns; /* 0: no limit */
	uint64_t due_ns;    /* of the next picture */
};

/* `rate_fps` 0 is no limit. */
void rate_limit_start(struct rate_limit *limit, unsigned rate_fps);

/*
 * Whether the picture captured at `captured_ns` may pass; if so it counts.
 *
 * A picture may come a quarter of a period early, so that a camera of the very
 * rate of the limit loses none to its jitter.
 */
bool rate_limit_admits(struct rate_limit *limit, uint64_t captured_ns);

#endif
