/*
 * The answer to /streams: every slot of this machine, and what it shows.
 *
 * SPDX-License-Identifier: MIT
 */
#include "streams_json.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>

#include <jansson.h>

#include <frame_slot.h>

#include "audiences.h"
#include "clock.h"
#include "picture.h"

/* A camera that is silent for longer is not live. */
#define LIVE_NS (2 * NS_PER_S)

/* Microseconds since 1970 need sixteen digits. */
#define JSON_FLAGS (JSON_COMPACT | JSON_REAL_PRECISION(16))

struct listing {
	const struct audiences *audiences;
	json_t *streams;
};

static json_t *seconds(uint64_t time_ns)
{
	return json_real((double)(time_ns / 1000) / 1e6);
}

static uint64_t frame_age_ns(const struct frame_info *info)
{
	uint64_t now_ns = clock_monotonic_ns();

	return now_ns > info->captured_ns ? now_ns - info->captured_ns : 0;
}

static void stream_describe(json_t *stream, const struct frame_info *info,
			    double rate_fps)
{
	uint64_t age_ms = frame_age_ns(info) / NS_PER_MS;

	json_object_set_new(stream, "width", json_integer(info->width_px));
	json_object_set_new(stream, "height", json_integer(info->height_px));
	json_object_set_new(stream, "fps",
			    json_real(round(rate_fps * 100) / 100));
	json_object_set_new(stream, "age_ms", json_integer((json_int_t)age_ms));
	json_object_set_new(stream, "serial",
			    json_integer((json_int_t)info->serial));
	json_object_set_new(stream, "size_bytes",
			    json_integer((json_int_t)info->size_bytes));
	json_object_set_new(stream, "media_type",
			    json_string(info->media_type));
	json_object_set_new(stream, "captured",
			    seconds(info->captured_wall_ns));
}

static const char *frame_state(const struct frame_info *info)
{
	if (frame_age_ns(info) >= LIVE_NS)
		return "stale";
	return info->flags & FRAME_PLACEHOLDER ? "no-signal" : "live";
}

static json_t *stream_create(const char *name, const char *state)
{
	json_t *stream = json_object();

	json_object_set_new(stream, "name", json_string(name));
	json_object_set_new(stream, "state", json_string(state));
	return stream;
}

static void stream_list(struct listing *listing, json_t *stream,
			const char *name)
{
	const struct audience *audience =
		audiences_find(listing->audiences, name);
	unsigned int viewers = audience ? audience_viewer_count(audience) : 0;

	json_object_set_new(stream, "viewers", json_integer(viewers));
	json_array_append_new(listing->streams, stream);
}

static int slot_list(const char *name, void *user)
{
	struct listing *listing = user;
	struct frame_reader *reader;
	struct frame_info info;
	json_t *stream;
	int result;

	/* What cannot be read is no stream for anybody. */
	if (frame_reader_open(&reader, name) < 0)
		return 0;
	result = frame_reader_peek(reader, &info);
	if (result == 0) {
		stream = stream_create(name, frame_state(&info));
		stream_describe(stream, &info, frame_reader_rate_fps(reader));
		stream_list(listing, stream, name);
	} else if (result == -EAGAIN) {
		stream_list(listing, stream_create(name, "empty"), name);
	}
	frame_reader_close(reader);
	return 0;
}

/* A slot that has gone while viewers still wait for it: what they see. */
static void gone_list(const struct audience *audience, void *user)
{
	struct listing *listing = user;
	const struct picture *newest = audience_newest(audience);
	const char *name = audience_name(audience);
	struct frame_reader *reader;
	json_t *stream;

	if (audience_viewer_count(audience) == 0)
		return;
	if (frame_reader_open(&reader, name) == 0) {
		frame_reader_close(reader);
		return;
	}
	stream = stream_create(name, "gone");
	if (newest)
		stream_describe(stream, &newest->info, 0);
	stream_list(listing, stream, name);
}

char *streams_json(const struct audiences *audiences)
{
	struct listing listing = { audiences, json_array() };
	json_t *answer = json_object();
	char *text;

	frame_slot_list(slot_list, &listing);
	audiences_visit(audiences, gone_list, &listing);
	json_object_set_new(answer, "streams", listing.streams);
	json_object_set_new(answer, "now", seconds(clock_wall_ns()));
	text = json_dumps(answer, JSON_FLAGS);
	json_decref(answer);
	return text;
}
