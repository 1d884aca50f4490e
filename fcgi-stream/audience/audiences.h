/*
 * The audiences of all slots that somebody wants.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AUDIENCES_H
#define AUDIENCES_H

#include "audience.h"

struct audiences;

/* Returns 0 or a negative errno. */
int audiences_create(struct audiences **audiences, struct loop *loop);

/* Every member must have left. NULL is legal. */
void audiences_destroy(struct audiences *audiences);

/* The audience of the slot `name`, or NULL when it has none. */
struct audience *audiences_find(const struct audiences *audiences,
				const char *name);

/*
 * The audience of the slot `name`, created if there is none, or NULL without
 * memory. It belongs to `audiences` and stays while it has members. Without
 * any it stays as long as its slot exists, because of its counts.
 */
struct audience *audiences_get(struct audiences *audiences, const char *name);

/* Tell every member that the program ends. */
void audiences_end(struct audiences *audiences);

/* Viewers of all streams and followers of all states. */
unsigned int audiences_seat_count(const struct audiences *audiences);

/* One of both may be NULL. Valid only during the visit. */
struct slot_visit {
	const char *name;
	struct frame_reader *reader; /* NULL: it is gone or cannot be read */
	const struct audience *audience; /* NULL: nobody wants it */
};

/*
 * Visit each slot of this machine that can be read, in the order of their
 * names; then each audience whose slot cannot be read, without a reader.
 */
void audiences_visit_slots(const struct audiences *audiences,
			   void (*visit)(const struct slot_visit *slot,
					 void *user),
			   void *user);

#endif
