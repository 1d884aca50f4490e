/*
 * The answer to /streams: every slot of this machine and its state.
 *
 * SPDX-License-Identifier: MIT
 */
#include "streams_json.h"

#include <jansson.h>

#include "audience.h"
#include "clock.h"
#include "json_value.h"
#include "listing.h"
#include "sight_json.h"

static void slot_list(const struct listed_slot *slot, void *user)
{
	json_t *streams = user;
	json_t *stream = sight_to_json(&slot->sight, slot->name);
	unsigned int viewers = 0, subscribers = 0;

	if (slot->audience) {
		viewers = audience_viewer_count(slot->audience);
		subscribers = audience_follower_count(slot->audience);
	}
	json_object_set_new(stream, "camera", json_boolean(slot->is_camera));
	json_object_set_new(stream, "viewers", json_integer(viewers));
	json_object_set_new(stream, "subscribers", json_integer(subscribers));
	json_array_append_new(streams, stream);
}

char *streams_json(const struct audiences *audiences)
{
	json_t *answer = json_object(), *streams = json_array();

	listing_walk(audiences, slot_list, streams);
	json_object_set_new(answer, "streams", streams);
	json_object_set_new(answer, "now", json_seconds(clock_wall_ns()));
	return json_value_text(answer);
}
