/*
 * Tells when each picture of a recording is due, so that it plays at its own
 * rate and goes on without a gap when it starts again.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PLAYBACK_H
#define PLAYBACK_H

#include <stdint.h>

/* The recording does not say when a picture is due. */
#define PLAYBACK_UNKNOWN INT64_MIN

struct playback {
	uint64_t period_ns; /* between pictures that do not say when */
	uint64_t due_ns;    /* of the last picture; 0: none yet */
	int64_t time_ns;    /* of the last picture, in the recording */
	unsigned pictures;  /* since it started or was rewound */
	uint64_t pause_ns;  /* before the first picture after that */
};

/* `rate_fps` is what the recording says; anything impossible is 25. */
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

#endif
