/*
 * Looks at the state of one slot for those who follow it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "lookout.h"

#include <errno.h>
#include <stddef.h>

#include <frame_slot.h>

#include "clock.h"

#define LOOK_NS (250 * NS_PER_MS)

/* Returns 0, -ESTALE to look again, or why the slot cannot be read. */
static int lookout_see(struct lookout *lookout, struct sight *sight)
{
	struct frame_reader *reader = NULL;
	int result = 0;

	if (!lookout->slot)
		result = frame_follower_open(&lookout->slot, lookout->name);
	if (result == 0)
		result = frame_follower_look(lookout->slot, &reader);
	if (result < 0)
		return result;
	/* Through a new reader nothing has been seen yet. */
	if (result > 0)
		*sight = (struct sight){ .has_frame = false };
	return sight_take(sight, reader);
}

/* A slot that was replaced is there at once, under the same name. */
static struct sight lookout_take(struct lookout *lookout)
{
	struct sight sight = lookout->sight;
	int result;

	do
		result = lookout_see(lookout, &sight);
	while (result == -ESTALE);
	if (result < 0)
		sight_lose(&sight);
	return sight;
}

void lookout_look(struct lookout *lookout)
{
	struct follower *follower, *next;
	struct sight before = lookout->sight;

	if (LIST_EMPTY(&lookout->followers))
		return;
	loop_timer_set(lookout->loop, &lookout->look,
		       loop_now_ns(lookout->loop) + LOOK_NS);
	lookout->sight = lookout_take(lookout);
	if (sights_are_alike(&before, &lookout->sight))
		return;
	lookout->changes++;
	for (follower = LIST_FIRST(&lookout->followers); follower;
	     follower = next) {
		next = LIST_NEXT(follower, others);
		follower->tell(follower->user);
	}
}

static void lookout_fire(void *user)
{
	lookout_look(user);
}

void lookout_open(struct lookout *lookout, struct loop *loop, const char *name)
{
	*lookout = (struct lookout){ .loop = loop, .name = name };
	lookout->look.fire = lookout_fire;
	lookout->look.user = lookout;
	LIST_INIT(&lookout->followers);
}

void lookout_close(struct lookout *lookout)
{
	loop_timer_clear(&lookout->look);
	frame_follower_close(lookout->slot);
	lookout->slot = NULL;
}

void lookout_follow(struct lookout *lookout, struct follower *follower)
{
	/* The last sight may be old if nobody followed. */
	if (LIST_EMPTY(&lookout->followers)) {
		lookout->sight = lookout_take(lookout);
		loop_timer_set(lookout->loop, &lookout->look,
			       loop_now_ns(lookout->loop) + LOOK_NS);
	} else {
		lookout_look(lookout);
	}
	LIST_INSERT_HEAD(&lookout->followers, follower, others);
	lookout->follower_count++;
}

void lookout_unfollow(struct lookout *lookout, struct follower *follower)
{
	LIST_REMOVE(follower, others);
	lookout->follower_count--;
	if (LIST_EMPTY(&lookout->followers))
		lookout_close(lookout);
}

void lookout_end(struct lookout *lookout)
{
	struct follower *follower, *next;

	for (follower = LIST_FIRST(&lookout->followers); follower;
	     follower = next) {
		next = LIST_NEXT(follower, others);
		follower->end(follower->user);
	}
}
