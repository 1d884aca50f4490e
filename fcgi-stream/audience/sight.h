/*
 * What can be seen of a slot without taking a frame: its state, in one word,
 * and the description of its newest frame. /streams lists it, and /events
 * tells of its changes.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SIGHT_H
#define SIGHT_H

#include <stdbool.h>

#include <frame_slot.h>

struct sight {
	/* As frame_reader_state(), or "empty" (no frame yet), or "gone". */
	const char *state;
	bool has_frame; /* what follows counts */
	struct frame_info info;
	double rate_fps;
};

/*
 * Look at the slot through `reader`. `sight` is the last one through the same
 * reader, or all zeros.
 *
 * Returns 0, or a negative errno, with `sight` unchanged, when the slot has to
 * be opened again.
 */
int sight_take(struct sight *sight, struct frame_reader *reader);

/* The slot cannot be read any more; the last frame is remembered. */
void sight_lose(struct sight *sight);

/* Whether both have the same state, media type, width and height. */
bool sights_are_alike(const struct sight *one, const struct sight *other);

#endif
