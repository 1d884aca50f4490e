/*
 * The streaming endpoint: the driver submits URBs, and they are completed with
 * the payloads of a frame when that is due.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef TRANSFERS_H
#define TRANSFERS_H

#include <stdbool.h>
#include <stdint.h>

#include "faults.h"

/* Begin with a new frame, at once: the format was agreed on anew. */
void transfers_restart(void);

/* Returns 0, or -ENOBUFS when the driver has submitted too many. */
int transfers_submit(uint32_t sequence);

/* The driver takes an URB back. Returns whether it was still here. */
bool transfers_unlink(uint32_t sequence);

/*
 * Complete what is due.
 *
 * Returns milliseconds until more is due, -1 for "when something happens", or
 * a negative errno under that when the computer is gone.
 */
int transfers_complete(int fd, struct faults *faults);

#endif
