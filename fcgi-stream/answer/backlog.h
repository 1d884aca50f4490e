/*
 * Whether pictures pile up between the web server and a slow browser.
 *
 * A link has to earn trust: as long as it has none, a picture goes only when
 * the one before it has left. It is trusted once it has been clear for a moment
 * longer than not. It loses trust when every measurement for half a second
 * finds something waiting, or when very much waits; to be trusted again takes a
 * second. A short jam, such as a busy machine makes, is none of our business:
 * the kernel's buffer is there for that.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef BACKLOG_H
#define BACKLOG_H

#include <stdbool.h>
#include <stdint.h>

/* Starts as zeros. */
struct backlog {
	bool is_trusted;
	bool was_jammed;	   /* it has lost trust before */
	uint64_t measured_ns;	   /* 0: never yet */
	uint64_t earned_ns;	   /* time clear, less time jammed */
	uint64_t waiting_since_ns; /* 0: nothing waits */
	uint64_t unsent_bytes;	   /* when measured last */
	uint64_t progress_ns;	   /* when less waited than the time before */
	uint64_t due_ns;	   /* the next measurement */
};

/* Whether to measure now. A link that is trusted is measured rarely. */
bool backlog_is_due(const struct backlog *backlog, uint64_t now_ns);

/*
 * Record that `unsent_bytes` wait now. Returns whether the next picture has to
 * wait as well, until due_ns at least.
 */
bool backlog_must_wait(struct backlog *backlog, uint64_t now_ns,
		       uint64_t unsent_bytes);

#endif
