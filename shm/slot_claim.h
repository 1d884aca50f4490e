/*
 * Who may write a slot, and what becomes of its frames when the slot is taken
 * over or gives way to a larger one.
 *
 * Whoever holds the writer lock of the object that the name leads to is the
 * writer.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SLOT_CLAIM_H
#define SLOT_CLAIM_H

#include "slot_map.h"

/*
 * Become the writer of the slot `name`: take over what is there, replace it
 * when it is too small or unusable, create it when it is missing.
 *
 * `last_serial` is that of its newest frame, 0 when it has none. Returns as
 * frame_writer_open(). `name` is valid and `capacity_bytes` a multiple of
 * SLOT_ALIGNMENT.
 */
int slot_claim(struct slot_map *map, const char *name, size_t capacity_bytes,
	       uint64_t *last_serial);

/*
 * Put a larger slot in the place of the one we hold, with its last frame, so
 * that who opens it next is not left without a picture. When this fails, the
 * old one serves on.
 */
int slot_claim_larger(struct slot_map *map, const char *name,
		      size_t capacity_bytes);

/*
 * Get back a slot that slot_map_check() finds fault with: its name was taken
 * away or its length changed. When this fails, `map` is what it was, and of no
 * use. Returns as slot_claim().
 */
int slot_claim_again(struct slot_map *map, const char *name,
		     uint64_t *last_serial);

#endif
