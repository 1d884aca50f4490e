/*
 * What FFmpeg's libraries say in their logs, and nowhere else.
 *
 * They return "Input/output error", or nothing at all, where a line of their
 * log knows better. Such lines are noted here, from whatever thread they come,
 * and asked for by whoever explains a failure.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AV_SAYINGS_H
#define AV_SAYINGS_H

#include <stdbool.h>

enum av_saying {
	/* An RTMP publisher asked for another path than is listened at. */
	AV_SAYING_OTHER_PATH,
	/* Of SRT: both sides have a passphrase, and not the same. */
	AV_SAYING_OTHER_PASSPHRASE,
	/* One side has one, the other has none. */
	AV_SAYING_ONE_PASSPHRASE,
	/* Ours is shorter or longer than there can be. */
	AV_SAYING_BAD_PASSPHRASE,
};

/* A library has logged `line`, a warning or worse. */
void av_sayings_note(const char *line);

/* Whether it was noted since all was forgotten. */
bool av_sayings_hold(enum av_saying saying);
void av_sayings_forget(void);

#endif
