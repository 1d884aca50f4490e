/*
 * Becoming the writer of a slot, and keeping its last frame when the slot is
 * taken over or replaced by a larger one.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_claim.h"

#include <errno.h>
#include <unistd.h>

#include "seqlock.h"
#include "shm_object.h"
#include "slot_frame.h"
#include "slot_lock.h"

/* Each lost race means that another writer came or went in between. */
#define CLAIM_ATTEMPTS 16

static void writer_pid_store(struct slot_map *map)
{
	atomic_store_explicit(&map->header->writer_pid, (uint32_t)getpid(),
			      memory_order_relaxed);
}

/* A new object with our lock and no name yet. */
static int slot_create(struct slot_map *map, size_t capacity_bytes)
{
	int result = slot_map_create(map, capacity_bytes);

	if (result < 0)
		return result;
	writer_pid_store(map);
	result = slot_lock_writer(map->fd);
	if (result < 0)
		slot_map_close(map);
	return result;
}

static int slot_create_named(struct slot_map *map, const char *name,
			     size_t capacity_bytes)
{
	int result = slot_create(map, capacity_bytes);

	if (result < 0)
		return result;
	result = shm_object_link(map->fd, name);
	if (result < 0)
		slot_map_close(map);
	return result;
}

/* Returns false when `map` holds no frame, or an impossible one. */
static bool slot_last_frame(const struct slot_map *map,
			    struct slot_frame *frame)
{
	uint32_t newest = atomic_load_explicit(&map->header->newest,
					       memory_order_acquire);
	struct slot_buffer *buffer =
		&map->header->buffers[newest % SLOT_BUFFERS];

	seqlock_copy_out(frame, &buffer->frame, sizeof(*frame));
	return !seqlock_is_odd(&buffer->sequence) &&
	       (uint32_t)frame->serial == newest &&
	       slot_frame_is_possible(frame, map->capacity_bytes);
}

static uint64_t slot_last_serial(const struct slot_map *map)
{
	struct slot_frame last;

	return slot_last_frame(map, &last) ? last.serial : 0;
}

/*
 * Complete what a dying writer may have left half done: an odd counter, or
 * readers that were not woken. Returns false when the slot is more damaged than
 * that.
 */
static bool slot_repair(struct slot_map *map)
{
	if (slot_last_serial(map) == 0 &&
	    atomic_load_explicit(&map->header->newest, memory_order_relaxed) !=
		    0)
		return false;
	for (uint32_t i = 0; i < SLOT_BUFFERS; i++)
		if (seqlock_is_odd(&map->header->buffers[i].sequence))
			slot_buffer_empty(&map->header->buffers[i]);
	writer_pid_store(map);
	slot_map_announce(map);
	return true;
}

static void slot_carry_over(struct slot_map *to, const struct slot_map *from,
			    const struct slot_frame *frame)
{
	uint32_t index = (uint32_t)(frame->serial % SLOT_BUFFERS);
	struct slot_buffer *buffer = &to->header->buffers[index];

	seqlock_write_begin(&buffer->sequence);
	seqlock_copy_in(&buffer->frame, frame, sizeof(*frame));
	seqlock_copy_in(slot_map_payload(to, index),
			slot_map_payload(from, index), frame->size_bytes);
	seqlock_write_end(&buffer->sequence);
	/* Nobody else can read it yet: the object has no name. */
	atomic_store_explicit(&to->header->newest, (uint32_t)frame->serial,
			      memory_order_relaxed);
}

/*
 * Replace `old`, whose lock we keep until then, by a new object. The new one
 * gets its last frame, unless `old` is unusable and therefore not mapped.
 */
static int slot_replace(struct slot_map *map, const struct slot_map *old,
			const char *name, size_t capacity_bytes)
{
	struct slot_frame last = { 0 };
	int result = slot_create(map, capacity_bytes);

	if (result < 0)
		return result;
	if (old->header && slot_last_frame(old, &last))
		slot_carry_over(map, old, &last);
	result = shm_object_mode_copy(map->fd, old->fd);
	if (result == 0)
		result = shm_object_link_over(map->fd, name);
	if (result < 0)
		slot_map_close(map);
	return result;
}

int slot_claim_larger(struct slot_map *map, const char *name,
		      size_t capacity_bytes)
{
	struct slot_map larger;
	int result = slot_replace(&larger, map, name, capacity_bytes);

	if (result < 0)
		return result;
	slot_map_announce(map);
	slot_map_close(map);
	*map = larger;
	return 0;
}

/* Use the mapped object if it is sound and large enough, else replace it. */
static int slot_inherit(struct slot_map *map, bool is_ours, const char *name,
			size_t capacity_bytes)
{
	int result;

	if (is_ours && slot_repair(map) &&
	    map->capacity_bytes >= capacity_bytes)
		return 0;
	if (capacity_bytes < map->capacity_bytes)
		capacity_bytes = map->capacity_bytes;
	result = slot_claim_larger(map, name, capacity_bytes);
	if (result < 0)
		slot_map_close(map);
	return result;
}

static int slot_take_over(struct slot_map *map, const char *name,
			  size_t capacity_bytes)
{
	bool is_ours;
	int fd = shm_object_open_locked(name, &is_ours);
	int result;

	if (fd < 0)
		return fd;
	shm_object_sweep(name);
	result = slot_map_file(map, fd, true);
	if (result == 0)
		return slot_inherit(map, is_ours, name, capacity_bytes);
	if (result == -EBADMSG || result == -EPROTO)
		result = slot_replace(map, &(struct slot_map){ .fd = fd }, name,
				      capacity_bytes);
	close(fd);
	return result;
}

int slot_claim(struct slot_map *map, const char *name, size_t capacity_bytes,
	       uint64_t *last_serial)
{
	for (int attempt = 0; attempt < CLAIM_ATTEMPTS; attempt++) {
		int result = slot_take_over(map, name, capacity_bytes);

		if (result == -ENOENT)
			result = slot_create_named(map, name, capacity_bytes);
		if (result == 0)
			*last_serial = slot_last_serial(map);
		if (result != -EAGAIN && result != -EEXIST)
			return result;
	}
	return -EBUSY;
}

int slot_claim_again(struct slot_map *map, const char *name,
		     uint64_t *last_serial)
{
	struct slot_map again;
	int result;

	*last_serial = 0;
	if (shm_object_is_named(map->fd, name))
		result = slot_replace(&again,
				      &(struct slot_map){ .fd = map->fd }, name,
				      map->capacity_bytes);
	else
		result = slot_claim(&again, name, map->capacity_bytes,
				    last_serial);
	if (result < 0)
		return result;
	/* A truncated object has lost its memory and those that slept on it. */
	if (slot_map_check(map) == -ESTALE)
		slot_map_announce(map);
	slot_map_close(map);
	*map = again;
	return 0;
}
