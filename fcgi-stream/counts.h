/*
 * What is counted while the program runs, for /metrics to tell.
 *
 * All of it belongs to the loop's thread: counting is adding to a plain
 * number.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef FCGI_STREAM_COUNTS_H
#define FCGI_STREAM_COUNTS_H

#include <stdint.h>

#include "histogram.h"
#include "route.h"

/* Of one slot; kept by its audience. */
struct stream_counts {
	/* Parts of streams, and the bytes of the streams' bodies. */
	uint64_t frames_sent, stream_bytes;
	uint64_t frames_skipped; /* by viewers busy with an older one */
	uint64_t frames_missed;	 /* by this program: never seen in the slot */
	uint64_t snapshots_sent, snapshots_unchanged, snapshots_refused;
	uint64_t snapshot_bytes;
	struct histogram age;	   /* captured until handed to a socket */
	struct histogram hand_off; /* published until ready to be sent */
};

/* Answers by the first digit of their status. */
#define STATUS_CLASSES 6
struct answer_counts {
	uint64_t by_class[STATUS_CLASSES];
};

struct service_counts {
	uint64_t started_wall_ns;
	struct answer_counts answers[VERBS];
	uint64_t refused_viewers; /* no seat was free */
	uint64_t refused_peers;	  /* too many requests at once */
};

#endif
