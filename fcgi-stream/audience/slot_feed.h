/*
 * Takes the frames of one slot, one after the other, and packs them.
 *
 * It belongs to one thread, which sleeps in here until there is a frame. While
 * it runs, the slot's writer sees that somebody wants its frames.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SLOT_FEED_H
#define SLOT_FEED_H

#include <stdbool.h>

struct frame_follower;
struct packed_frame;

/* The caller fills in the first four; the others are zeros at first. */
struct slot_feed {
	const char *name;	       /* of the slot */
	bool (*is_wanted)(void *user); /* asked at least once a second */
	void (*give)(void *user,
		     struct packed_frame *frame); /* to be released */
	void *user;

	struct frame_follower *follower;
	bool is_missing; /* the slot cannot be read */
	bool has_asked;	 /* its writer knows of us, or it was said why not */
	/*
	 * How often the writer overtook us. Another thread may read it; it is
	 * touched only when that happens.
	 */
	_Atomic unsigned int retries;
};

/* Returns 0 or -ENOMEM. Nothing of the slot is opened yet. */
int slot_feed_open(struct slot_feed *feed);

/*
 * Give frame after frame, the newest first, until nobody wants them or the
 * slot cannot be read. A change in the condition of the slot is logged.
 * Afterwards the slot is closed.
 *
 * Returns 0, or why the slot cannot be read: a negative errno as
 * frame_follower_next(), or -ENOMEM.
 */
int slot_feed_run(struct slot_feed *feed);

/*
 * Make it check again whether the slot exists and is wanted. Any thread may do
 * that.
 */
void slot_feed_wake(struct slot_feed *feed);

/* slot_feed_run() must have returned. */
void slot_feed_close(struct slot_feed *feed);

#endif
