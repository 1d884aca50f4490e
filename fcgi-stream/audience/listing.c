/*
 * The slots that clients are told of, each with what can be seen of it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "listing.h"

#include "audiences.h"
#include "camera_name.h"
#include "media_type.h"
#include "packed_frame.h"

struct walk {
	void (*visit)(const struct listed_slot *slot, void *user);
	void *user;
};

/* The sight of a slot that has gone while viewers wait for it. */
static struct sight sight_of_gone(const struct audience *audience)
{
	const struct packed_frame *newest = audience_newest(audience);
	struct sight sight = { .has_frame = newest };

	if (newest)
		sight.info = newest->info;
	sight_lose(&sight);
	return sight;
}

/* Returns false when clients are not told of it. */
static bool slot_look(struct sight *sight, const struct slot_visit *slot)
{
	if (slot->reader)
		return sight_take(sight, slot->reader) == 0;
	if (audience_viewer_count(slot->audience) == 0)
		return false;
	*sight = sight_of_gone(slot->audience);
	return true;
}

static bool slot_is_camera(const char *name, const struct sight *sight)
{
	return !camera_name_is_beside(name) &&
	       (!sight->has_frame ||
		media_type_is_image(sight->info.media_type));
}

static void walk_slot(const struct slot_visit *slot, void *user)
{
	const struct walk *walk = user;
	struct listed_slot listed = { .name = slot->name,
				      .audience = slot->audience };

	if (!slot_look(&listed.sight, slot))
		return;
	listed.is_camera = slot_is_camera(listed.name, &listed.sight);
	walk->visit(&listed, walk->user);
}

void listing_walk(const struct audiences *audiences,
		  void (*visit)(const struct listed_slot *slot, void *user),
		  void *user)
{
	audiences_visit_slots(audiences, walk_slot,
			      &(struct walk){ visit, user });
}
