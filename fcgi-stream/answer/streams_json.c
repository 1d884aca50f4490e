/*
 * The answer to /streams: every slot of this machine, and what it shows.
 *
 * SPDX-License-Identifier: MIT
 */
#include "streams_json.h"

#include <jansson.h>

#include <frame_slot.h>

#include "audiences.h"
#include "clock.h"
#include "json_value.h"
#include "packed_frame.h"
#include "sight.h"
#include "sight_json.h"

struct listing {
	const struct audiences *audiences;
	json_t *streams;
};

static void stream_list(struct listing *listing, const struct sight *sight,
			const char *name)
{
	const struct audience *audience =
		audiences_find(listing->audiences, name);
	json_t *stream = sight_to_json(sight, name);
	unsigned int viewers = 0, subscribers = 0;

	if (audience) {
		viewers = audience_viewer_count(audience);
		subscribers = audience_follower_count(audience);
	}
	json_object_set_new(stream, "viewers", json_integer(viewers));
	json_object_set_new(stream, "subscribers", json_integer(subscribers));
	json_array_append_new(listing->streams, stream);
}

static int slot_list(const char *name, void *user)
{
	struct sight sight = { .has_frame = false };
	struct frame_reader *reader;

	/* What cannot be read is no stream for anybody. */
	if (frame_reader_open(&reader, name) < 0)
		return 0;
	if (sight_take(&sight, reader) == 0)
		stream_list(user, &sight, name);
	frame_reader_close(reader);
	return 0;
}

/* A slot that has gone while viewers still wait for it: what they see. */
static void gone_list(const struct audience *audience, void *user)
{
	const struct packed_frame *newest = audience_newest(audience);
	const char *name = audience_name(audience);
	struct sight sight = { .has_frame = newest };
	struct frame_reader *reader;

	if (audience_viewer_count(audience) == 0)
		return;
	if (frame_reader_open(&reader, name) == 0) {
		frame_reader_close(reader);
		return;
	}
	if (newest)
		sight.info = newest->info;
	sight_lose(&sight);
	stream_list(user, &sight, name);
}

char *streams_json(const struct audiences *audiences)
{
	struct listing listing = { audiences, json_array() };
	json_t *answer = json_object();

	frame_slot_list(slot_list, &listing);
	audiences_visit(audiences, gone_list, &listing);
	json_object_set_new(answer, "streams", listing.streams);
	json_object_set_new(answer, "now", json_seconds(clock_wall_ns()));
	return json_value_text(answer);
}
