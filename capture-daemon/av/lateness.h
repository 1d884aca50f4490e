/*
 * Whether a live stream comes faster than it can be decoded, and what to do.
 *
 * Then packets wait in the kernel, for us, and every picture is older than the
 * one before. Who keeps up sleeps until packets come; who never does is behind.
 * (The times in the stream would not tell: clocks drift, and a link that has
 * become slower looks the same. Nor does the time that reading takes: on a busy
 * machine that is a wait for the processor.)
 *
 * First the pictures that no other picture needs are left out; if that is not
 * enough, all are, until packets have to be waited for, and from there to the
 * next keyframe.
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
