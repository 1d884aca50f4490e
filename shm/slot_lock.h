/*
 * The lock of a slot's writer and those of demand: OFD locks (fcntl(2)).
 *
 * The kernel drops such a lock when the last descriptor of the opened file is
 * closed, so neither a dead writer nor a dead reader leaves one behind.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SLOT_LOCK_H
#define SLOT_LOCK_H

#include <stdbool.h>

/*
 * Returns 0, or
 *   -EBUSY   another writer has the slot
 *   -EPERM   a reader has locked that byte, which it can do while there is no
 *            writer; that must not keep a writer out
 *   -EAGAIN  the lock that was in the way has just gone
 *   others   as fcntl(2)
 */
int slot_lock_writer(int fd);
bool slot_lock_writer_is_taken(int fd);

/* Returns 0 or a negative errno. */
int slot_lock_demand(int fd, bool wanted);
bool slot_lock_demand_is_taken(int fd);

#endif
