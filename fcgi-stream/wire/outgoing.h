/*
 * The bytes that are on their way to one peer, and how many of them have left.
 *
 * At most three pieces: a head, a frame, an end. There is no queue: to
 * send more, wait until this is empty.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef OUTGOING_H
#define OUTGOING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "packed_frame.h"

struct message;

#define OUTGOING_PIECES 3

struct outgoing_piece {
	const uint8_t *bytes; /* what is left of it */
	size_t size_bytes;
	struct message *message; /* the owner of the bytes: one of the two */
	struct packed_frame *frame;
};

/* All zeros is empty. */
struct outgoing {
	struct outgoing_piece pieces[OUTGOING_PIECES];
	size_t first, count;
};

/* Takes over the message in any case. Returns 0 or -ENOSPC. */
int outgoing_add_message(struct outgoing *outgoing, struct message *message);

/* Holds the frame. Returns 0 or -ENOSPC. */
int outgoing_add_frame(struct outgoing *outgoing, struct packed_frame *frame,
		       enum frame_piece wanted);

bool outgoing_is_empty(const struct outgoing *outgoing);

/*
 * Write as much as `fd` takes. Returns the bytes it took, which may be 0, or
 * a negative errno.
 */
int64_t outgoing_write(struct outgoing *outgoing, int fd);

/* Drop everything that is left. */
void outgoing_clear(struct outgoing *outgoing);

#endif
