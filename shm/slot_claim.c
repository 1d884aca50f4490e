/*
 * Who may write a slot, and how a slot comes into being or gives way to a
 * larger one.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_claim.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "seqlock.h"
#include "slot_lock.h"
#include "slot_name.h"

/* Each lost race means that another writer came or went in between. */
#define CLAIM_ATTEMPTS 16

/* Give the complete, locked object its name; -EEXIST if the name is taken. */
static int slot_link(int fd, const char *path)
{
	char nameless[32];

	snprintf(nameless, sizeof(nameless), "/proc/self/fd/%d", fd);
	if (linkat(AT_FDCWD, nameless, AT_FDCWD, path, AT_SYMLINK_FOLLOW) < 0)
		return -errno;
	return 0;
}

/* In one step the name leads to this object instead of the one before. */
static int slot_link_over(int fd, const char *name, const char *path)
{
	char waiting[SLOT_PATH_BYTES];
	int result;

	slot_new_path(waiting, name);
	/* Left by a writer that died here; the lock lets only one be here. */
	unlink(waiting);
	result = slot_link(fd, waiting);
	if (result < 0)
		return result;
	if (rename(waiting, path) < 0) {
		result = -errno;
		unlink(waiting);
	}
	return result;
}

bool slot_is_named(int fd, const char *path)
{
	struct stat held, named;

	return fstat(fd, &held) == 0 && stat(path, &named) == 0 &&
	       held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

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

static int slot_create_named(struct slot_map *map, const char *path,
			     size_t capacity_bytes)
{
	int result = slot_create(map, capacity_bytes);

	if (result < 0)
		return result;
	result = slot_link(map->fd, path);
	if (result < 0)
		slot_map_close(map);
	return result;
}

/*
 * The newest frame of an object that only we write. Returns false when it
 * holds none, or what it holds cannot be true.
 */
static bool slot_last_frame(const struct slot_map *map, struct slot_frame *frame)
{
	uint32_t newest = atomic_load_explicit(&map->header->newest,
					       memory_order_relaxed);
	struct slot_buffer *buffer =
		&map->header->buffers[newest % SLOT_BUFFERS];

	seqlock_copy_out(frame, &buffer->frame, sizeof(*frame));
	return !seqlock_is_odd(&buffer->sequence) && frame->serial != 0 &&
	       (uint32_t)frame->serial == newest &&
	       frame->serial < UINT64_MAX / 2 &&
	       frame->size_bytes <= map->capacity_bytes;
}

/* Make a whole slot of what a dead writer may have left half done. */
static void slot_repair(struct slot_map *map, uint64_t *last_serial)
{
	struct slot_frame last;

	for (uint32_t i = 0; i < SLOT_BUFFERS; i++)
		if (seqlock_is_odd(&map->header->buffers[i].sequence))
			slot_buffer_empty(&map->header->buffers[i]);
	*last_serial = 0;
	if (slot_last_frame(map, &last))
		*last_serial = last.serial;
	else
		atomic_store_explicit(&map->header->newest, 0,
				      memory_order_release);
	writer_pid_store(map);
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
	/* Nobody else can look yet: the object has no name. */
	atomic_store_explicit(&to->header->newest, (uint32_t)frame->serial,
			      memory_order_relaxed);
}

int slot_claim_larger(struct slot_map *map, const char *name,
		      size_t capacity_bytes)
{
	char path[SLOT_PATH_BYTES];
	struct slot_frame last;
	struct slot_map larger;
	int result = slot_create(&larger, capacity_bytes);

	if (result < 0)
		return result;
	if (slot_last_frame(map, &last))
		slot_carry_over(&larger, map, &last);
	slot_path(path, name);
	result = slot_link_over(larger.fd, name, path);
	if (result < 0) {
		slot_map_close(&larger);
		return result;
	}
	slot_map_announce(map);
	slot_map_close(map);
	*map = larger;
	return 0;
}

/* Our lock on the unusable object lasts until the new one has the name. */
static int slot_replace_unusable(struct slot_map *map, const char *name,
				 const char *path, size_t capacity_bytes)
{
	int result = slot_create(map, capacity_bytes);

	if (result < 0)
		return result;
	result = slot_link_over(map->fd, name, path);
	if (result < 0)
		slot_map_close(map);
	return result;
}

/* -EAGAIN: the name led elsewhere before we had the lock; look again. */
static int slot_lock_named(const char *path)
{
	int fd = slot_file_open(path, true);
	int result;

	if (fd < 0)
		return fd;
	result = slot_lock_writer(fd);
	if (result == 0 && !slot_is_named(fd, path))
		result = -EAGAIN;
	if (result < 0) {
		close(fd);
		return result;
	}
	return fd;
}

static int slot_take_over(struct slot_map *map, const char *name,
			  const char *path, size_t capacity_bytes,
			  uint64_t *last_serial)
{
	int fd = slot_lock_named(path);
	int result;

	if (fd < 0)
		return fd;
	if (slot_map_file(map, fd, true) < 0) {
		result = slot_replace_unusable(map, name, path, capacity_bytes);
		close(fd);
		return result;
	}
	slot_repair(map, last_serial);
	if (map->capacity_bytes >= capacity_bytes)
		return 0;
	result = slot_claim_larger(map, name, capacity_bytes);
	if (result < 0)
		slot_map_close(map);
	return result;
}

int slot_claim(struct slot_map *map, const char *name, size_t capacity_bytes,
	       uint64_t *last_serial)
{
	char path[SLOT_PATH_BYTES];

	slot_path(path, name);
	*last_serial = 0;
	for (int attempt = 0; attempt < CLAIM_ATTEMPTS; attempt++) {
		int result = slot_take_over(map, name, path, capacity_bytes,
					    last_serial);

		if (result == -ENOENT)
			result = slot_create_named(map, path, capacity_bytes);
		if (result != -EAGAIN && result != -EEXIST)
			return result;
	}
	return -EBUSY;
}
