/*
 * Takes the frames of one slot, one after the other, and packs them.
 *
 * It belongs to one thread, which sleeps in here until there is a frame. While
 * it runs, whoever writes the slot sees that somebody wants its frames.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef FCGI_STREAM_SLOT_FEED_H
#define FCGI_STREAM_SLOT_FEED_H

#include <stdbool.h>

struct packed_frame;

/* The caller fills the first four; the others are zeros at first. */
struct slot_feed {
	const char *name;	       /* of the slot */
	bool (*is_wanted)(void *user); /* asked at least once a second */
	void (*give)(void *user,
		     struct packed_frame *frame); /* to be released */
	void *user;

	bool is_missing;    /* the slot cannot be read */
	bool has_had_frame; /* since it was opened */
	/*
	 * How often the writer overtook us. Another thread may read it; it is
	 * touched only when that happens.
	 */
	_Atomic unsigned int retries;
};

/*
 * Open the slot and give frame after frame, the newest first, until nobody
 * wants them. What becomes of the slot is logged when it changes.
 *
 * Returns 0, or why the slot has to be opened again: a negative errno as
 * frame_reader_open() and frame_reader_copy(), or -ENOMEM.
 */
int slot_feed_run(struct slot_feed *feed);

#endif
