/*
 * A slot's object, checked and mapped, for readers and writers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_map.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "futex.h"
#include "seqlock.h"
#include "shm_object.h"

/*
 * Reads instead of mapping, so that an object that is being cut short cannot
 * raise SIGBUS. Returns 0 and the capacity, or why this is not a slot of ours.
 */
static int slot_file_check(int fd, size_t *capacity_bytes)
{
	struct slot_header header;
	struct stat file;
	ssize_t got = pread(fd, &header, sizeof(header), 0);

	if (got < 0)
		return -errno;
	if ((size_t)got < sizeof(header) || header.magic != SLOT_MAGIC)
		return -EBADMSG;
	if (header.version != SLOT_VERSION)
		return -EPROTO;
	if (header.buffer_count != SLOT_BUFFERS || header.capacity_bytes == 0 ||
	    header.capacity_bytes > FRAME_BYTES_MAX ||
	    header.capacity_bytes % SLOT_ALIGNMENT != 0)
		return -EBADMSG;
	*capacity_bytes = (size_t)header.capacity_bytes;
	if (fstat(fd, &file) < 0)
		return -errno;
	if ((uint64_t)file.st_size != slot_object_bytes(*capacity_bytes))
		return -EBADMSG;
	return 0;
}

static int slot_memory_map(struct slot_map *map, bool writable)
{
	void *memory = mmap(NULL, slot_object_bytes(map->capacity_bytes),
			    writable ? PROT_READ | PROT_WRITE : PROT_READ,
			    MAP_SHARED, map->fd, 0);

	if (memory == MAP_FAILED)
		return -errno;
	map->header = memory;
	return 0;
}

int slot_map_file(struct slot_map *map, int fd, bool writable)
{
	int result = slot_file_check(fd, &map->capacity_bytes);

	if (result < 0)
		return result;
	map->fd = fd;
	return slot_memory_map(map, writable);
}

int slot_map_create(struct slot_map *map, size_t capacity_bytes)
{
	int result;

	map->capacity_bytes = capacity_bytes;
	map->fd = shm_object_create(slot_object_bytes(capacity_bytes));
	if (map->fd < 0)
		return map->fd;
	result = slot_memory_map(map, true);
	if (result < 0) {
		close(map->fd);
		return result;
	}
	map->header->magic = SLOT_MAGIC;
	map->header->version = SLOT_VERSION;
	map->header->buffer_count = SLOT_BUFFERS;
	map->header->capacity_bytes = capacity_bytes;
	return 0;
}

int slot_map_check(const struct slot_map *map)
{
	struct stat file;

	if (fstat(map->fd, &file) < 0)
		return -errno;
	if ((uint64_t)file.st_size != slot_object_bytes(map->capacity_bytes))
		return -EBADMSG;
	return file.st_nlink == 0 ? -ESTALE : 0;
}

void slot_map_announce(struct slot_map *map)
{
	/* Pairs with the acquire load of `changes` in frame_reader_wait(). */
	atomic_fetch_add_explicit(&map->header->changes, 1,
				  memory_order_release);
	futex_wake_all(&map->header->changes);
}

void slot_buffer_empty(struct slot_buffer *buffer)
{
	const struct slot_frame nothing = { 0 };

	if (!seqlock_is_odd(&buffer->sequence))
		seqlock_write_begin(&buffer->sequence);
	seqlock_copy_in(&buffer->frame, &nothing, sizeof(nothing));
	seqlock_write_end(&buffer->sequence);
}

void slot_map_close(struct slot_map *map)
{
	munmap(map->header, slot_object_bytes(map->capacity_bytes));
	close(map->fd);
}
