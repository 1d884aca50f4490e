/*
 * The source thread: keeps a source open and puts its pictures into the
 * mailbox.
 *
 * A source that fails is opened again as often as it takes, with back-off.
 * Meanwhile the mailbox holds the reason.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PRODUCER_H
#define PRODUCER_H

#include <stdbool.h>
#include <stdint.h>

#include "mailbox.h"
#include "source.h"

struct producer;

/*
 * Start the thread. What `request` points to, and `mailbox`, must outlive it.
 *
 * Returns 0 and the producer, owned by the caller, or a negative errno.
 */
int producer_start(struct producer **producer,
		   const struct source_request *request,
		   struct mailbox *mailbox);

/*
 * producer_rest() has the source closed soon, and producer_wake() has it opened
 * again at once. A picture that was on its way may still come.
 */
void producer_rest(struct producer *producer);
void producer_wake(struct producer *producer);

/*
 * Whether the thread is in a call that does not return, so that only a new
 * process helps. Logs that once, and again when the call has returned after
 * all.
 */
bool producer_hangs(struct producer *producer, uint64_t now_ns);

/* Ask the thread to end; it does so soon. */
void producer_request_stop(struct producer *producer);

/*
 * Wait for the thread's end and free it.
 *
 * Returns 0, or -ETIMEDOUT when it still runs at `deadline_ns`; nothing that
 * it uses may be freed then.
 */
int producer_join(struct producer *producer, uint64_t deadline_ns);

#endif
