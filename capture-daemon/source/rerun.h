/*
 * Notices pictures that a live stream shows a second time.
 *
 * A playlist names the last minute of a stream. Whoever opens it again, after a
 * loss, gets pictures that were shown before; they must not pass as new. Every
 * group of pictures begins with a keyframe, so keyframes are remembered, by a
 * hash of their bytes and time.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RERUN_H
#define RERUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* More than a playlist's last segment holds, at four keyframes a second. */
#define RERUN_KEYFRAMES 128

/* All zeros at first. */
struct rerun {
	uint64_t hashes[RERUN_KEYFRAMES]; /* in a ring; 0: none */
	unsigned count;			  /* so many were remembered */
};

/*
 * The stream holds this keyframe at `time`, in units of its own. Returns
 * whether it was there before; if not, remembers it.
 */
bool rerun_note(struct rerun *rerun, int64_t time, const uint8_t *bytes,
		size_t size_bytes);

/* Whether anything was remembered. */
bool rerun_has_begun(const struct rerun *rerun);

#endif
