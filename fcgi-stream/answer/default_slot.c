/*
 * Which slot is meant by an address that names none.
 *
 * SPDX-License-Identifier: MIT
 */
#include "default_slot.h"

#include <stdio.h>

#include "listing.h"
#include "refusal.h"

/* capture-daemon's, when it is told no name. */
#define USUAL_NAME "main"

struct cameras {
	unsigned int count;
	char *first;
};

static void name_set(char name[FRAME_SLOT_NAME_MAX + 1], const char *text)
{
	snprintf(name, FRAME_SLOT_NAME_MAX + 1, "%s", text);
}

static void camera_count(const struct listed_slot *slot, void *user)
{
	struct cameras *cameras = user;

	if (slot->is_camera && cameras->count++ == 0)
		name_set(cameras->first, slot->name);
}

int default_slot_find(char name[FRAME_SLOT_NAME_MAX + 1], const char *setting,
		      const struct audiences *audiences,
		      struct refusal *refusal)
{
	struct cameras cameras = { .first = name };

	name_set(name, setting ? setting : USUAL_NAME);
	if (setting || frame_slot_is_there(name))
		return 0;
	listing_walk(audiences, camera_count, &cameras);
	if (cameras.count == 0)
		return refuse(refusal, 404,
			      "There is no camera; start capture-daemon.");
	if (cameras.count > 1)
		return refuse(refusal, 404,
			      "There are %u cameras; name one at the end of "
			      "the address, like %s; /streams lists them.",
			      cameras.count, name);
	return 0;
}
