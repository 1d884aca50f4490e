/*
 * Becoming the writer of a slot, and keeping its last frame when the slot is
 * taken over or replaced by a larger one.
 *
 * The writer is the process that has the writer lock of the object that the
 * name leads to.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SLOT_CLAIM_H
#define SLOT_CLAIM_H

#include "slot_map.h"

/*
 * Become the writer of the slot `name`: take it over, replace it when it is too
 * small or unusable, or create it when it is missing.
 *
 * `last_serial` becomes that of its newest frame, 0 when it has none. Returns
 * as frame_writer_open(). `name` is valid and `capacity_bytes` a multiple of
 * SLOT_ALIGNMENT.
 */
int slot_claim(struct slot_map *map, const char *name, size_t capacity_bytes,
	       uint64_t *last_serial);

/*
 * Replace our slot by a larger one with its last frame, so that a reader that
 * opens it next is not left without a picture. When this fails, the old slot
 * stays in use.
 */
int slot_claim_larger(struct slot_map *map, const char *name,
		      size_t capacity_bytes);

/*
 * Get back a slot that has failed slot_map_check(): its name was removed or
 * its length changed. When this fails, `map` stays as it was, and of no use.
 * Returns as slot_claim().
 */
int slot_claim_again(struct slot_map *map, const char *name,
		     uint64_t *last_serial);

#endif
