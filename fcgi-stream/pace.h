/*
 * A viewer's wish for at most so many pictures a second.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef FCGI_STREAM_PACE_H
#define FCGI_STREAM_PACE_H

#include <stdbool.h>
#include <stdint.h>

struct pace {
	uint64_t period_ns; /* 0: every picture */
	uint64_t due_ns;
};

/* `fps` 0 means no limit. */
void pace_start(struct pace *pace, uint64_t fps);

/* Whether a picture that is here at `now_ns` may go; if so, it has gone. */
bool pace_take(struct pace *pace, uint64_t now_ns);

#endif
