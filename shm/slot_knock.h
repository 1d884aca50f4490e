/*
 * How a resting writer learns that somebody wants its frames.
 *
 * The kernel does not tell when a lock is taken. So a reader that has locked
 * the slot reads one byte of it with pread(2), which needs no right but
 * reading, and the kernel tells the writer of that (inotify(7)). Other reads
 * wake the writer too, such as those of a reader that opens the slot. The
 * writer then finds no lock and rests again.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SLOT_KNOCK_H
#define SLOT_KNOCK_H

/* To be called with the lock taken; before, the writer might not see it. */
void slot_knock(int fd);

/*
 * Watch the slot's object `fd` for knocks, and for the loss of its name.
 *
 * Returns a descriptor, owned by the caller, or a negative errno.
 */
int slot_knock_watch(int fd);

#endif
