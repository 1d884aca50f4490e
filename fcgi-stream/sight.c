/*
 * What can be seen of a slot without taking a frame.
 *
 * SPDX-License-Identifier: MIT
 */
#include "sight.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "clock.h"

int sight_take(struct sight *sight, struct frame_reader *reader)
{
	struct frame_info info;
	int result = frame_reader_peek(reader, &info);

	/* A quick writer may have lapped the look: what was seen counts on. */
	if (result < 0 && result != -EAGAIN)
		return result;
	if (result == 0) {
		sight->has_frame = true;
		sight->info = info;
		sight->rate_fps = frame_reader_rate_fps(reader);
	}
	sight->state = "empty";
	if (sight->has_frame)
		sight->state = frame_reader_state(reader, &sight->info,
						  clock_monotonic_ns());
	return 0;
}

void sight_lose(struct sight *sight)
{
	sight->state = "gone";
	sight->rate_fps = 0;
}

bool sights_are_alike(const struct sight *one, const struct sight *other)
{
	return strcmp(one->state, other->state) == 0 &&
	       one->has_frame == other->has_frame &&
	       one->info.width_px == other->info.width_px &&
	       one->info.height_px == other->info.height_px &&
	       strcmp(one->info.media_type, other->info.media_type) == 0;
}

json_t *json_seconds(uint64_t time_ns)
{
	return json_real((double)(time_ns / 1000) / 1e6);
}

static void json_add_frame(json_t *json, const struct sight *sight)
{
	const struct frame_info *info = &sight->info;
	uint64_t age_ms =
		frame_info_age_ns(info, clock_monotonic_ns()) / NS_PER_MS;

	json_object_set_new(json, "width", json_integer(info->width_px));
	json_object_set_new(json, "height", json_integer(info->height_px));
	json_object_set_new(json, "fps",
			    json_real(round(sight->rate_fps * 100) / 100));
	json_object_set_new(json, "age_ms", json_integer((json_int_t)age_ms));
	json_object_set_new(json, "serial",
			    json_integer((json_int_t)info->serial));
	json_object_set_new(json, "size_bytes",
			    json_integer((json_int_t)info->size_bytes));
	json_object_set_new(json, "media_type", json_string(info->media_type));
	json_object_set_new(json, "captured",
			    json_seconds(info->captured_wall_ns));
}

json_t *sight_to_json(const struct sight *sight, const char *name)
{
	json_t *json = json_object();

	json_object_set_new(json, "name", json_string(name));
	json_object_set_new(json, "state", json_string(sight->state));
	if (sight->has_frame)
		json_add_frame(json, sight);
	return json;
}
