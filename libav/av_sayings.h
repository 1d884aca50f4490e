/*
 * Notes facts that FFmpeg's libraries tell only in their logs.
 *
 * They return "Input/output error", or nothing at all, where a line of their
 * log says more. Such lines are noted here, from any thread, for the functions
 * that explain a failure.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AV_SAYINGS_H
#define AV_SAYINGS_H

#include <stdbool.h>

enum av_saying {
	/* An RTMP publisher asked for another path than is listened at. */
	AV_SAYING_OTHER_PATH,
	/* SRT: both sides have a passphrase, and not the same. */
	AV_SAYING_OTHER_PASSPHRASE,
	/* One side has one, the other has none. */
	AV_SAYING_ONE_PASSPHRASE,
	/* Ours is too short or too long. */
	AV_SAYING_BAD_PASSPHRASE,
	/* RTP: a packet was dropped, as its number was behind others. */
	AV_SAYING_LATE_PACKET,
};

/* A library has logged `line`, a warning or worse. */
void av_sayings_note(const char *line);

/* Whether `saying` was noted since all were forgotten. */
bool av_sayings_hold(enum av_saying saying);

/* The same, and forget that one. */
bool av_sayings_take(enum av_saying saying);
void av_sayings_forget(void);

#endif
