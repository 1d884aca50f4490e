/*
 * A thread that waits for the frames of one slot and packs them.
 *
 * It works while somebody wants the slot, finds it again when it is replaced
 * or comes back, and ends by itself when nobody has wanted it for a while.
 * The slot's writer sees the demand and may rest without it.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SLOT_THREAD_H
#define SLOT_THREAD_H

#include <stdbool.h>

#include <frame_slot.h>

struct loop_bell;
struct packed_frame;
struct slot_thread;

/*
 * `bell` is rung when there is something to take, or the thread has ended. A
 * missing slot is found by slot_thread_recheck().
 *
 * Returns 0 and the thread, owned by the caller, or -ENOMEM.
 */
int slot_thread_create(struct slot_thread **thread, const char *name,
		       struct loop_bell *bell);

/*
 * Ask the thread to end, unless somebody wants it again; slot_thread_destroy()
 * then does not wait.
 */
void slot_thread_end(struct slot_thread *thread);

/* Waits for the thread, which ends at once. NULL is legal. */
void slot_thread_destroy(struct slot_thread *thread);

/*
 * Want the slot's frames. Unless the thread was at work anyway, the newest
 * frame is taken anew, however old it is.
 *
 * Returns 1 when it was at work, 0 when it was not, or a negative errno: no
 * thread can be started.
 */
int slot_thread_want(struct slot_thread *thread);

/* Nobody wants them any more. */
void slot_thread_rest(struct slot_thread *thread);

/* Slots may have come or gone: check whether this one has. */
void slot_thread_recheck(struct slot_thread *thread);

/* The newest frame not taken yet, now the caller's; NULL without one. */
struct packed_frame *slot_thread_take(struct slot_thread *thread);

/* How often a frame had to be copied again: its writer was faster. */
unsigned int slot_thread_retries(const struct slot_thread *thread);

/* Whether nobody wants the slot and the thread has ended. */
bool slot_thread_has_ended(struct slot_thread *thread);

#endif
