/*
 * Which slot is meant by an address that names none.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef DEFAULT_SLOT_H
#define DEFAULT_SLOT_H

#include <frame_slot.h>

struct audiences;
struct refusal;

/*
 * Put into `name` the slot that the setting names, if it is not NULL; else
 * "main", if it is there; else the only camera.
 *
 * Returns 0, or -1 with the reason: there are several cameras, or none.
 */
int default_slot_find(char name[FRAME_SLOT_NAME_MAX + 1], const char *setting,
		      const struct audiences *audiences,
		      struct refusal *refusal);

#endif
