/*
 * A slot's object, checked and mapped, for readers and writers.
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
 * Returns 0, -EBADMSG when it is not a slot, -EPROTO when its layout has
 * another version, otherwise as mmap(2).
 */
int slot_map_file(struct slot_map *map, int fd, bool writable);

/*
 * Create an empty object without a name and map it for writing. All its memory
 * is allocated at once. Returns 0 or a negative errno.
 */
int slot_map_create(struct slot_map *map, size_t capacity_bytes);

/*
 * Check whether the object is still as it was when mapped. Returns 0, -ESTALE
 * when its name leads elsewhere by now, or -EBADMSG when somebody changed its
 * length (to read the missing part would raise SIGBUS).
 */
int slot_map_check(const struct slot_map *map);

/*
 * Wake the readers, so that they take the newest frame, or find out that this
 * slot was replaced.
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
