/*
 * The other end of one request: a descriptor that gets one response.
 *
 * A peer sends its bytes as fast as the web server reads them and notices at
 * once when the web server leaves. It is dropped when something waits for it
 * and it takes nothing for the `patience`. It knows nothing of the bytes that
 * it sends.
 *
 * No function here frees a peer while its owner is calling: a peer is freed
 * only from the loop, after a call of gone().
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PEER_H
#define PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "loop.h"
#include "packed_frame.h"

struct message;
struct peer;

/* Answers by the first digit of their status. */
#define STATUS_CLASSES 6
struct answer_counts {
	uint64_t by_class[STATUS_CLASSES];
};

/* All peers of the program. */
struct peers {
	struct loop *loop;
	uint64_t patience_ns;
	void (*emptied)(void *user); /* the last one has gone; may be NULL */
	void *user;
	LIST_HEAD(, peer) list;
	unsigned int count;
	uint64_t dropped; /* that took nothing for the patience */
};

struct peer_owner {
	void (*idle)(void *user); /* all that was added has left; may be NULL */
	void (*gone)(void *user); /* the peer is being freed */
	void *user;
	const char *object; /* for the log: the slot's name */
};

/*
 * Take over `fd` and add it to the loop. `input_is_aligned` says that the next
 * byte that comes in is the first of a record; otherwise only the end of the
 * input is noticed.
 *
 * Returns 0 and the peer, or a negative errno, and `fd` is closed.
 */
int peer_create(struct peer **peer, struct peers *peers, int fd,
		bool input_is_aligned);

/*
 * `owner` and its object are copied. A peer without one just sends its bytes.
 */
void peer_set_owner(struct peer *peer, const struct peer_owner *owner);

/*
 * Say where the answer to this peer is counted; and count that it begins, with
 * this HTTP status.
 */
void peer_set_counts(struct peer *peer, struct answer_counts *counts);
void peer_count_answer(struct peer *peer, int status);

/*
 * Add a message, or a piece of a frame, to the bytes to be sent. A NULL message
 * (no memory) drops the peer.
 */
void peer_add_message(struct peer *peer, struct message *message);
void peer_add_frame(struct peer *peer, struct packed_frame *frame,
		    enum frame_piece piece);

/* Send as much as possible now; the rest follows by itself. */
void peer_send(struct peer *peer);

/*
 * A web server that takes the bytes may still not get them through to the
 * browser. The browser last took some at `progress_ns`. The peer is dropped,
 * soon, when that is longer ago than the patience.
 */
void peer_note_progress(struct peer *peer, uint64_t progress_ns);

/* The response is complete: close when all has been sent. Calls gone(). */
void peer_finish(struct peer *peer);

/* Whether something that was added has not been sent yet. */
bool peer_is_busy(const struct peer *peer);

struct loop *peer_loop(const struct peer *peer);

/* Drop all peers, even those with bytes to be sent. */
void peers_drop(struct peers *peers);

bool peers_are_none(const struct peers *peers);

#endif
