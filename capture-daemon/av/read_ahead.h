/*
 * Reads a live stream that comes in bursts ahead of time, in a thread of its
 * own.
 *
 * HLS hands out a segment as fast as the network carries it, and nothing until
 * the next one is complete. Its pictures are shown one after the other, at
 * their own times. If the same thread read and waited for these times, it would
 * ask for a segment only when the last picture of the one before has been
 * shown, too late by the way to the server; and it would not know how long a
 * segment has been there.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef READ_AHEAD_H
#define READ_AHEAD_H

#include "av_input.h"

struct read_ahead;

/*
 * Start to read `input`, which is open. Until the end nobody else may touch it,
 * except its stream's description, which does not change.
 *
 * Returns the reader, owned by the caller, or NULL when no memory, descriptor
 * or thread is left.
 */
struct read_ahead *read_ahead_start(struct av_input *input);

/* End the thread, and give `input` back. NULL is legal. */
void read_ahead_stop(struct read_ahead *ahead);

/*
 * Wait for the next packet, which the caller unrefs, and tell when it came
 * (CLOCK_MONOTONIC).
 *
 * Returns 0, -ECANCELED when `stop` was requested, or, after all packets, what
 * av_input_read() returned, and its reason.
 */
int read_ahead_take(struct read_ahead *ahead, struct stop *stop,
		    AVPacket *packet, uint64_t *arrived_ns,
		    struct reason *reason);

#endif
