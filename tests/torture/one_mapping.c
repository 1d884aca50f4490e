/*
 * All mappings of one shared-memory object in this process become one.
 *
 * ThreadSanitizer knows memory by its address: threads that map a slot twice
 * would never meet before its eyes. The linker puts these functions in the
 * place of mmap and munmap (--wrap); what is mapped again is shared instead.
 *
 * SPDX-License-Identifier: MIT
 */
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/stat.h>

#define OBJECTS_MAX 64

void *__real_mmap(void *address, size_t size_bytes, int protection, int flags,
		  int fd, off_t offset);
int __real_munmap(void *address, size_t size_bytes);
void *__wrap_mmap(void *address, size_t size_bytes, int protection, int flags,
		  int fd, off_t offset);
int __wrap_munmap(void *address, size_t size_bytes);

static struct object {
	dev_t device;
	ino_t inode;
	void *address;
	int users; /* 0: the row is free */
} objects[OBJECTS_MAX];

static pthread_mutex_t objects_lock = PTHREAD_MUTEX_INITIALIZER;

/* Returns the row in use for `file`, else a free one, else NULL. */
static struct object *object_find(const struct stat *file)
{
	struct object *free_row = NULL;

	for (int i = 0; i < OBJECTS_MAX; i++) {
		struct object *row = &objects[i];

		if (row->users > 0 && row->device == file->st_dev &&
		    row->inode == file->st_ino)
			return row;
		if (row->users == 0)
			free_row = row;
	}
	return free_row;
}

/*
 * With the lock held. The writer, who may write, comes first; whoever opened
 * an object that it has removed meanwhile has that to himself.
 */
static void *object_map(size_t size_bytes, int protection, int fd)
{
	struct stat file;
	struct object *row;

	if (fstat(fd, &file) < 0)
		return MAP_FAILED;
	row = object_find(&file);
	if (!row)
		return MAP_FAILED;
	if (row->users == 0) {
		row->address = __real_mmap(NULL, size_bytes, protection,
					   MAP_SHARED, fd, 0);
		row->device = file.st_dev;
		row->inode = file.st_ino;
	}
	if (row->address != MAP_FAILED)
		row->users++;
	return row->address;
}

void *__wrap_mmap(void *address, size_t size_bytes, int protection, int flags,
		  int fd, off_t offset)
{
	void *mapped;

	if (flags != MAP_SHARED || fd < 0)
		return __real_mmap(address, size_bytes, protection, flags, fd,
				   offset);
	pthread_mutex_lock(&objects_lock);
	mapped = object_map(size_bytes, protection, fd);
	pthread_mutex_unlock(&objects_lock);
	return mapped;
}

/* Returns whether somebody else still uses what is mapped there. */
static bool object_leave(const void *address)
{
	for (int i = 0; i < OBJECTS_MAX; i++)
		if (objects[i].users > 0 && objects[i].address == address)
			return --objects[i].users > 0;
	return false;
}

int __wrap_munmap(void *address, size_t size_bytes)
{
	int result = 0;

	pthread_mutex_lock(&objects_lock);
	if (!object_leave(address))
		result = __real_munmap(address, size_bytes);
	pthread_mutex_unlock(&objects_lock);
	return result;
}
