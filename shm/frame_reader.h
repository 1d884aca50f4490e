/*
 * What frame_follower.c needs of a reader beside its public functions.
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
 * As frame_reader_wait(); `call`, unless it is NULL, also ends the sleep when
 * another thread makes it something else than 0 and wakes it.
 *
 * Returns as frame_reader_wait(), and -ECANCELED when `call` is not 0 and no
 * frame is there.
 */
int frame_reader_await(struct frame_reader *reader, uint64_t seen_serial,
		       uint64_t deadline_ns, _Atomic uint32_t *call);

#endif
