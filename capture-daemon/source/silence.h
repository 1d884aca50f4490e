/*
 * How long a source may give no picture before it counts as silent.
 *
 * A camera that sends thirty pictures a second is silent after two seconds; one
 * that sends a picture every ten seconds is not. So a source may pause for
 * twice the longest of its latest intervals, and for longer while they are not
 * known yet. --silence replaces all this by one duration.
 *
 * Viewers are told when that time is over. A driver gives the source up a
 * little later, and opens it anew: its own least patience is often longer.
 * After a loss to silence the next opening is given twice the time, because
 * nobody knows how rare the pictures of this source are. A new pace is learned
 * that way, too.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SILENCE_H
#define SILENCE_H

#include <stdint.h>

#define SILENCE_INTERVALS 8

/* Viewers are told within 2 s of the last picture. Drawing takes part of it. */
#define SILENCE_LEAST_NS UINT64_C(1800000000)

/* What is known of one source, from all its openings. */
struct silence {
	uint64_t given_ns;			  /* --silence; 0: learned */
	uint64_t intervals_ns[SILENCE_INTERVALS]; /* the latest, in a ring */
	unsigned intervals;			  /* so many were seen */
	uint64_t picture_ns; /* the last one of this opening; 0: none yet */
	unsigned losses;     /* to silence, since the last interval */
};

/* `given_s` is the setting --silence; 0: learn it. */
void silence_start(struct silence *silence, unsigned given_s);

/* The source is opened (anew): the time it was away is no interval. */
void silence_open(struct silence *silence);

/* A picture came, at `now_ns` in CLOCK_MONOTONIC. */
void silence_note_picture(struct silence *silence, uint64_t now_ns);

/* The source was there, and was given up because it was silent. */
void silence_note_loss(struct silence *silence);

/* How long after a picture viewers are told that there is no other. */
uint64_t silence_allowed_ns(const struct silence *silence);

/*
 * How long a driver waits for a sign of life of a source on the network before
 * it gives it up, when `least_ns` is its patience with a usual one.
 */
uint64_t silence_patience_ns(const struct silence *silence, uint64_t least_ns);

/* The same for a source whose own rate is known and part of `least_ns`. */
uint64_t silence_learned_ns(const struct silence *silence, uint64_t least_ns);

#endif
