/*
 * The signals that end a program, as a descriptor.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef BASE_SIGNALS_H
#define BASE_SIGNALS_H

/*
 * Block SIGTERM and SIGINT for this thread and those it starts from now on,
 * ignore SIGPIPE, and return a descriptor that becomes readable when the
 * program has been asked to end. Call it before the first thread starts.
 *
 * Returns the descriptor, owned by the caller, or a negative errno.
 */
int signals_open(void);

#endif
