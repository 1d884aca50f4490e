/*
 * The answer to /streams: every slot of this machine and its state.
 *
 * SPDX-License-Identifier: MIT
 */
#include "streams_json.h"

#include <jansson.h>

#include "audiences.h"
#include "clock.h"
#include "json_value.h"
#include "packed_frame.h"
#include "sight.h"
#include "sight_json.h"

static void stream_list(json_t *streams, const struct slot_visit *slot,
			const struct sight *sight)
{
	json_t *stream = sight_to_json(sight, slot->name);
	unsigned int viewers = 0, subscribers = 0;

	if (slot->audience) {
		viewers = audience_viewer_count(slot->audience);
		subscribers = audience_follower_count(slot->audience);
	}
	json_object_set_new(stream, "viewers", json_integer(viewers));
	json_object_set_new(stream, "subscribers", json_integer(subscribers));
	json_array_append_new(streams, stream);
}

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

/* A slot that cannot be read is listed only while it has viewers. */
static void slot_list(const struct slot_visit *slot, void *user)
{
	struct sight sight = { .has_frame = false };

	if (slot->reader) {
		if (sight_take(&sight, slot->reader) < 0)
			return;
	} else {
		if (audience_viewer_count(slot->audience) == 0)
			return;
		sight = sight_of_gone(slot->audience);
	}
	stream_list(user, slot, &sight);
}

char *streams_json(const struct audiences *audiences)
{
	json_t *answer = json_object(), *streams = json_array();

	audiences_visit_slots(audiences, slot_list, streams);
	json_object_set_new(answer, "streams", streams);
	json_object_set_new(answer, "now", json_seconds(clock_wall_ns()));
	return json_value_text(answer);
}
