/*
 * The part of a reader that frame_follower.c needs beside its public functions.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef FRAME_READER_H
#define FRAME_READER_H

#include "slot_map.h"

struct frame_reader {
	struct slot_map map;
	uint64_t retries;
};

/*
 * As frame_reader_wait(). Unless `call` is NULL, another thread can end the
 * sleep: it sets `call` to something other than 0 and wakes it.
 *
 * Returns as frame_reader_wait(), and -ECANCELED when `call` is not 0 and no
 * frame is there.
 */
int frame_reader_await(struct frame_reader *reader, uint64_t seen_serial,
		       uint64_t deadline_ns, _Atomic uint32_t *call);

#endif
