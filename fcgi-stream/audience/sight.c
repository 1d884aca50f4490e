/*
 * What can be seen of a slot without taking a frame.
 *
 * SPDX-License-Identifier: MIT
 */
#include "sight.h"

#include <errno.h>
#include <string.h>

#include "clock.h"

int sight_take(struct sight *sight, struct frame_reader *reader)
{
	struct frame_info info;
	int result = frame_reader_peek(reader, &info);

	/* A quick writer has lapped the look; the last sight still holds. */
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
