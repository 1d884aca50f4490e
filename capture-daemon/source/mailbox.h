/*
 * Carries the newest picture from the source thread to the main thread, or the
 * reason why there is none.
 *
 * There is room for one picture. A newer one takes the place of one that
 * nobody has taken, so a slow encoder gets fewer pictures, not older ones.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef MAILBOX_H
#define MAILBOX_H

#include <stdbool.h>
#include <stdint.h>

#include "picture.h"
#include "reason.h"

struct mailbox;

/* Returns 0 or a negative errno. */
int mailbox_create(struct mailbox **mailbox);

/* Releases a picture that nobody took. NULL is legal. */
void mailbox_destroy(struct mailbox *mailbox);

/* Hand over `picture`. The mailbox owns it until somebody takes it. */
void mailbox_put(struct mailbox *mailbox, struct picture *picture);

/* Say why there is no picture; the next picture takes that back. */
void mailbox_excuse(struct mailbox *mailbox, const struct reason *reason);

/*
 * Until `until_ns` (CLOCK_MONOTONIC) the source is not silent, although no
 * other picture comes. Call it before the put of a picture, which may wake the
 * other thread.
 */
void mailbox_await(struct mailbox *mailbox, uint64_t until_ns);

/* A descriptor: readable when something was put, until it is taken. */
int mailbox_fd(const struct mailbox *mailbox);

/* The newest picture, owned by the caller from now on, or NULL. */
struct picture *mailbox_take(struct mailbox *mailbox);

/* Whether the source has an excuse; if so `reason` is filled. */
bool mailbox_reason(struct mailbox *mailbox, struct reason *reason);

/* Until when the source is not silent; 0: it has not said. */
uint64_t mailbox_awaited_ns(struct mailbox *mailbox);

/* Forget all of this, which is out of date. */
void mailbox_clear(struct mailbox *mailbox);

/* Counted since the mailbox was created. */
struct mailbox_counts {
	uint64_t skipped; /* pictures replaced before anybody took them */
	uint64_t returns; /* pictures after an excuse, except the first */
};

struct mailbox_counts mailbox_counts(struct mailbox *mailbox);

#endif
