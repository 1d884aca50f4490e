/*
 * A slot's object in /dev/shm: how it is created, named, locked and replaced.
 *
 * An object gets its name only when it is complete and locked, so nobody ever
 * sees half a slot. This file knows nothing of the content.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SHM_OBJECT_H
#define SHM_OBJECT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Create an object of zeros, which has no name yet. All its memory is allocated
 * at once. Returns the descriptor, or a negative errno.
 */
int shm_object_create(size_t size_bytes);

/*
 * Open the object of the slot `name`; its content is not checked.
 *
 * Returns the descriptor, or a negative errno: -EINVAL for a bad name,
 * -EBADMSG when it is not a regular file, otherwise as open(2).
 */
int shm_object_open(const char *name, bool writable);

/*
 * Open the object that the name leads to, for writing, and lock it as its
 * writer. `*is_ours` is false when a reader's lock keeps us from doing so; the
 * object may then be replaced, but not used.
 *
 * Returns the descriptor, or a negative errno as shm_object_open() and
 * slot_lock_writer(); -EACCES when it belongs to another user; -EAGAIN to try
 * again, because the name led elsewhere before we had the lock.
 */
int shm_object_open_locked(const char *name, bool *is_ours);

/* Whether the name leads to the very object that `fd` has open. */
bool shm_object_is_named(int fd, const char *name);

/* Let exactly those users read `to_fd` that may read `from_fd`. */
int shm_object_mode_copy(int to_fd, int from_fd);

/* Give a nameless object its name; -EEXIST if the name is taken. */
int shm_object_link(int fd, const char *name);

/*
 * The same when another object has the name: in one step, the name leads to
 * this one instead. Returns 0 or a negative errno.
 */
int shm_object_link_over(int fd, const char *name);

/* Remove the remains of a writer that died in shm_object_link_over(). */
void shm_object_sweep(const char *name);

/* Remove the object's name, if it still has it. */
void shm_object_unlink(int fd, const char *name);

#endif
