/*
 * Notices a live stream that comes faster than it can be decoded, and tells
 * what to do.
 *
 * When that happens, packets wait for us in the kernel, and every picture is
 * older than the one before. A thread that keeps up sleeps until packets come;
 * a thread that never sleeps is behind. (The times in the stream would not
 * tell: clocks drift, and a link that has become slower looks the same. The
 * time that reading takes would not tell either: on a busy machine it is a wait
 * for the processor.)
 *
 * First the pictures that no other picture needs are left out. If that is not
 * enough, all are left out until the thread has to wait for packets, and from
 * there to the next keyframe.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef LATENESS_H
#define LATENESS_H

#include <stdbool.h>
#include <stdint.h>

enum lateness_cure {
	LATENESS_DECODE_ALL,
	LATENESS_DECODE_NEEDED, /* by other pictures */
	LATENESS_DROP,		/* this one, without decoding it */
};

/* All zeros at first. */
struct lateness {
	enum lateness_cure cure;
	uint64_t window_ns;    /* when it began; 0: not yet */
	uint64_t slept_ns;     /* in it */
	uint64_t caught_up_ns; /* LATENESS_DROP: when that was; 0: not yet */
};

/*
 * A picture has been read, at `now_ns` in CLOCK_MONOTONIC, after a sleep of
 * `slept_ns`. Returns what to do with it.
 */
enum lateness_cure lateness_note(struct lateness *lateness, uint64_t now_ns,
				 uint64_t slept_ns, bool is_key);

#endif
