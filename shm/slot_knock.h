/*
 * How a writer that sleeps learns that somebody wants its frames.
 *
 * Nothing tells when a lock is taken. So a reader, once it has its lock, reads
 * one byte of the slot with pread(2), which needs no right but reading, and
 * the kernel tells the writer (inotify(7)). Other reads, as of who opens the
 * slot to look at it, wake the writer for nothing: it looks at the lock.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SLOT_KNOCK_H
#define SLOT_KNOCK_H

/* After the lock was taken: the other way round nobody might hear of it. */
void slot_knock(int fd);

/*
 * Listen at the slot's object `fd`. Also heard is that it loses its name.
 *
 * Returns a descriptor, owned by the caller, or a negative errno.
 */
int slot_knock_watch(int fd);

#endif
