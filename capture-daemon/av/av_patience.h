/*
 * How long libavformat may wait for the other side.
 *
 * Every call that may block asks av_patience_interrupt() again and again. It
 * ends the waiting at a deadline, and soon after a stop is requested. A
 * publisher is waited for without one; who has connected gets one, too.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AV_PATIENCE_H
#define AV_PATIENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "av_listener.h"
#include "source.h"

/* Must stay where it is while libavformat asks it. */
struct av_patience {
	const struct source_request *request;
	struct stop *stop;
	bool awaits_visitor;	     /* at a listener inside libavformat */
	struct av_listener listener; /* by which that is noticed */
	bool has_visitor;	     /* who was waited for */
	uint64_t deadline_ns;
	bool is_over; /* a call was interrupted */
};

/* Before libavformat opens anything; `accepts_tcp` as in struct av_kind. */
void av_patience_start(struct av_patience *patience,
		       const struct source_request *request, struct stop *stop,
		       bool accepts_tcp);

/* Somebody has come who has to be quicker than that. */
void av_patience_greet(struct av_patience *patience);

/* From now on, all of it. */
void av_patience_renew(struct av_patience *patience);

/* How long that is. */
unsigned av_patience_s(const struct av_patience *patience);

/* Time for a good-bye, whatever has been before. */
void av_patience_allow_goodbye(struct av_patience *patience);

/* Of AVIOInterruptCB: `user` is the patience; 1 ends the waiting. */
int av_patience_interrupt(void *user);

#endif
