/*
 * A slot's object, checked and mapped: what reader and writer have in common.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SLOT_MAP_H
#define SLOT_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "slot_layout.h"

struct slot_map {
	int fd;
	struct slot_header *header;
	size_t capacity_bytes; /* checked when mapped; the one to trust */
};

/*
 * Check the object behind `fd` and map it. The map owns `fd` on success only.
 *
 * Returns 0, -EBADMSG for what is no slot, -EPROTO for another version of the
 * layout, otherwise as mmap(2).
 */
int slot_map_file(struct slot_map *map, int fd, bool writable);

/*
 * Make a new, empty, nameless object and map it for writing. All its memory
 * is taken at once. Returns 0 or a negative errno.
 */
int slot_map_create(struct slot_map *map, size_t capacity_bytes);

/*
 * Whether the object still is what was mapped: 0, -ESTALE when its name leads
 * elsewhere by now, -EBADMSG when somebody changed its length (a look at the
 * missing part would be a SIGBUS).
 */
int slot_map_check(const struct slot_map *map);

/*
 * Make the readers look again: at the newest frame, or whether this slot is
 * still theirs.
 */
void slot_map_announce(struct slot_map *map);

/* Leave the buffer without a frame, whatever state it is in. */
void slot_buffer_empty(struct slot_buffer *buffer);

void slot_map_close(struct slot_map *map);

static inline void *slot_map_payload(const struct slot_map *map, uint32_t index)
{
	return (char *)map->header +
	       slot_buffer_offset(index, map->capacity_bytes);
}

#endif
