/*
 * A sight as JSON, the same in /streams and /events.
 *
 * SPDX-License-Identifier: MIT
 */
#include "sight_json.h"

#include <math.h>

#include <frame_slot.h>

#include "clock.h"
#include "json_value.h"
#include "sight.h"

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
