/*
 * The signals that end a program, as a descriptor.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SIGNALS_H
#define SIGNALS_H

#include <stdbool.h>

/*
 * Block SIGTERM and SIGINT, and SIGHUP if it `reloads`, for this thread and
 * those it starts from now on, ignore SIGPIPE, and return a descriptor that
 * becomes readable when one of them comes. Call it before the first thread
 * starts.
 *
 * Returns the descriptor, owned by the caller, or a negative errno.
 */
int signals_open(bool reloads);

/* Returns the number of a signal that came, the ending ones first; 0: none. */
int signals_read(int fd);

#endif
