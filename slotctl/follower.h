/*
 * Every new frame of a slot, through all that can happen to the slot.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SLOTCTL_FOLLOWER_H
#define SLOTCTL_FOLLOWER_H

#include <stddef.h>

struct follower;

/*
 * Start to follow the slot `name`, which may be missing, and declare demand
 * while it is there. `output_fd` is where the caller sends the frames: the
 * follower notices when nobody reads there any more.
 *
 * Returns 0 and the follower, owned by the caller, or a negative errno as
 * frame_reader_open().
 */
int follower_open(struct follower **follower, const char *name, int output_fd);

/*
 * Wait for a frame that was not returned before. A slot that was replaced or
 * removed is opened again when it is there again.
 *
 * Returns 0 and the frame, valid until the next call; -EPIPE when nobody reads
 * the output any more; or another negative errno.
 */
int follower_next(struct follower *follower, const void **frame,
		  size_t *size_bytes);

/* NULL is legal. */
void follower_close(struct follower *follower);

#endif
