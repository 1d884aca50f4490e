/*
 * The path of the slot of a name.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SLOT_NAME_H
#define SLOT_NAME_H

#include "frame_slot.h"

/* shm_open(3)'s folder on Linux; links and renames need the path itself. */
#define SLOT_FOLDER "/dev/shm"
#define SLOT_PREFIX "slotcast."
#define SLOT_PATH_BYTES                                                        \
	(sizeof(SLOT_FOLDER "/." SLOT_PREFIX ".new") + FRAME_SLOT_NAME_MAX)

/* Returns 0, or -EINVAL for a bad name. */
int slot_path(char path[SLOT_PATH_BYTES], const char *name);

/* Where a replacement waits for its rename; frame_slot_list() leaves it out. */
int slot_new_path(char path[SLOT_PATH_BYTES], const char *name);

#endif
