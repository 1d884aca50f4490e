/*
 * Tells when each picture of a source that comes faster than it is to be shown
 * is due: a recording, or a live stream that comes in bursts (HLS).
 *
 * A recording plays at its own rate and goes on without a gap when it starts
 * again; a player that was late does not hurry.
 *
 * A live stream cannot be asked to wait. Its pictures keep their distances as
 * well, and are shown so late that the next burst arrives in time, with a small
 * reserve. Playback that is closer to the end of what has come than that slows
 * down by a sixteenth, and playback that was further behind for half a minute
 * goes faster by a sixteenth: senders have other clocks, and publish at
 * irregular times. When a burst is missing, playback stands still and goes on
 * when it comes.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PLAYBACK_H
#define PLAYBACK_H

#include <stdbool.h>
#include <stdint.h>

/* The source does not say when a picture is due. */
#define PLAYBACK_UNKNOWN INT64_MIN

/* How long a picture of a live stream has been there when it is due, at least. */
#define PLAYBACK_RESERVE_NS UINT64_C(500000000)

struct playback {
	uint64_t period_ns; /* between pictures that do not say when */
	uint64_t due_ns;    /* of the last picture; 0: none yet */
	int64_t time_ns;    /* of the last picture, in the source */
	unsigned pictures;  /* since it started or was rewound */
	uint64_t pause_ns;  /* before the first picture after that */

	/* Of a live stream: */
	uint64_t arrived_ns; /* the last picture */
	uint64_t burst_ns;   /* the longest pause between two arrivals */
	uint64_t window_ns;  /* when observing began */
	int64_t spare_ns;    /* the least that one was early since then */
	int64_t excess_ns;   /* to make up for, by going faster or slower */
};

/* `rate_fps` is what the source says; anything impossible is 25. */
void playback_start(struct playback *playback, double rate_fps);

/* The recording starts again. A single picture is shown once a second. */
void playback_rewind(struct playback *playback);

/*
 * When the picture that stands at `time_ns` of the recording is due, in
 * CLOCK_MONOTONIC. A player that was late by more than a second does not catch
 * up.
 */
uint64_t playback_due_ns(struct playback *playback, int64_t time_ns,
			 uint64_t now_ns);

/* The same for a live stream, whose picture arrived at `arrived_ns`. */
uint64_t playback_live_due_ns(struct playback *playback, int64_t time_ns,
			      uint64_t arrived_ns);

/* Until when a live stream may keep the last picture waiting for the next. */
uint64_t playback_live_awaited_ns(const struct playback *playback);

#endif
