/*
 * Limits how long libavformat may wait for the other side.
 *
 * Every call that may block asks av_patience_interrupt() again and again. It
 * ends the wait at a deadline, and soon after a stop is requested. There is no
 * deadline while a publisher is awaited; once somebody has connected, there is
 * one. libavformat accepts one connection and closes its listening socket, but
 * does not say so: av_patience notices it by the socket.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AV_PATIENCE_H
#define AV_PATIENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "source.h"

/* Must not be moved while libavformat asks it. */
struct av_patience {
	const struct source_request *request;
	struct stop *stop;
	bool awaits_visitor;	  /* a connection to our listener */
	bool has_accepted;	  /* one has: nobody listens any more */
	int listening_fd;	  /* -1: none yet */
	uint64_t listened_before; /* bit n: somebody else listens at fd n */
	uint64_t fixed_ns;	  /* the whole time; 0: as the source needs */
	uint64_t span_ns;	  /* the whole time, as it was last renewed */
	uint64_t deadline_ns;
	bool is_over; /* a call was interrupted */
};

/* Call it before libavformat opens anything; `accepts_tcp` is av_kind's. */
void av_patience_start(struct av_patience *patience,
		       const struct source_request *request, struct stop *stop,
		       bool accepts_tcp);

/* Start the whole time again. */
void av_patience_renew(struct av_patience *patience);

/* From now on this is the whole time, whatever pace is learned. */
void av_patience_fix(struct av_patience *patience, uint64_t span_ns);

/* How long that time is. */
unsigned av_patience_s(const struct av_patience *patience);

/* Allow time for a good-bye, whatever came before. */
void av_patience_allow_goodbye(struct av_patience *patience);

/* An AVIOInterruptCB: `user` is the patience. Returns 1 to end the wait. */
int av_patience_interrupt(void *user);

#endif
