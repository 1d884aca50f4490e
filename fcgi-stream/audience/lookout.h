/*
 * Looks at the state of one slot for those who follow it.
 *
 * It declares no demand, because a follower that wants to know whether a camera
 * is live does not want its pictures. It has no thread, because a thread that
 * slept until the next frame would be woken by each of them, for a word that
 * changes once a day. The loop looks four times a second instead, and at once
 * when slots come or go or a frame is at hand anyway.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef LOOKOUT_H
#define LOOKOUT_H

#include <sys/queue.h>

#include "loop.h"
#include "sight.h"

struct follower {
	void (*tell)(void *user); /* the state has changed */
	void (*end)(void *user);  /* the program ends */
	void *user;
	LIST_ENTRY(follower) others;
};

struct lookout {
	struct loop *loop;
	const char *name;	     /* of the slot */
	struct frame_follower *slot; /* NULL while nobody follows */
	struct sight sight;	     /* the last one */
	unsigned int changes;
	unsigned int follower_count;
	struct loop_timer look;
	LIST_HEAD(, follower) followers;
};

/* `name` must stay while the lookout does. Nobody follows yet. */
void lookout_open(struct lookout *lookout, struct loop *loop, const char *name);

/* Every follower must have left. */
void lookout_close(struct lookout *lookout);

/* The state is known afterwards; the follower is told of changes only. */
void lookout_follow(struct lookout *lookout, struct follower *follower);

void lookout_unfollow(struct lookout *lookout, struct follower *follower);

/* Look now, and tell the followers if something has changed. */
void lookout_look(struct lookout *lookout);

/* Tell each follower that the program ends. */
void lookout_end(struct lookout *lookout);

#endif
