/*
 * A thread that waits for the frames of one slot and packs them.
 *
 * It works while somebody wants the slot, finds it again when it is replaced
 * or comes back, and ends by itself when nobody has wanted it for a while.
 * Whoever writes the slot sees the demand and may rest without it.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef FCGI_STREAM_SLOT_WATCH_H
#define FCGI_STREAM_SLOT_WATCH_H

#include <stdbool.h>

#include <frame_slot.h>

struct loop_bell;
struct packed_frame;
struct slot_watch;

/*
 * `bell` is rung when there is something to take, or the thread has ended.
 * `hears_changes` promises that slot_watch_look() is called whenever slots
 * come or go; without it, a missing slot is looked for once a second.
 *
 * Returns 0 and the watch, owned by the caller, or -ENOMEM.
 */
int slot_watch_create(struct slot_watch **watch, const char *name,
		      struct loop_bell *bell, bool hears_changes);

/*
 * Ask the thread to end, unless somebody wants it again; slot_watch_destroy()
 * then does not wait.
 */
void slot_watch_end(struct slot_watch *watch);

/* Waits for the thread, which ends at once. NULL is legal. */
void slot_watch_destroy(struct slot_watch *watch);

/*
 * Want the slot's frames. Unless the watch was at work anyway, the newest
 * frame is taken anew, however old it is.
 *
 * Returns 1 when it was at work, 0 when it was not, or a negative errno: no
 * thread can be had.
 */
int slot_watch_want(struct slot_watch *watch);

/* Nobody wants them any more. */
void slot_watch_rest(struct slot_watch *watch);

/* Slots have come or gone. */
void slot_watch_look(struct slot_watch *watch);

/* The newest frame not taken yet, now the caller's; NULL without one. */
struct packed_frame *slot_watch_take(struct slot_watch *watch);

/* How often a frame had to be copied again: its writer was faster. */
unsigned int slot_watch_retries(const struct slot_watch *watch);

/* Whether it rests and its thread has ended. */
bool slot_watch_has_ended(struct slot_watch *watch);

#endif
