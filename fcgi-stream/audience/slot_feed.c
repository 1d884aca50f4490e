/*
 * Takes the frames of one slot, one after the other.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_feed.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <frame_slot.h>

#include "clock.h"
#include "event_text.h"
#include "log.h"
#include "media_type.h"
#include "packed_frame.h"

/* How often the caller is asked whether it still wants frames. */
#define LOOK_NS NS_PER_S

static void feed_say_missing(struct slot_feed *feed, int error)
{
	if (!feed->is_missing)
		log_notice("slot gone: %s: its viewers wait for it: %s",
			   feed->name, strerror(-error));
	feed->is_missing = true;
}

static void feed_say_back(struct slot_feed *feed)
{
	if (feed->is_missing)
		log_notice("slot back: %s", feed->name);
	feed->is_missing = false;
}

/* Once the slot is open: without demand its pictures come once a second. */
static void feed_say_untold(struct slot_feed *feed)
{
	int result;

	if (feed->has_asked)
		return;
	feed->has_asked = true;
	result = frame_follower_demand(feed->follower, true);
	if (result < 0)
		log_warning("slot %s: its writer cannot be told that there "
			    "are viewers: %s",
			    feed->name, strerror(-result));
}

static struct packed_frame *feed_pack(const struct slot_feed *feed,
				      const struct frame_info *info,
				      const void *payload)
{
	struct packed_frame *frame;
	char *event;

	if (!media_type_is_json(info->media_type))
		return packed_frame_create(info, payload, NULL);
	event = event_text_of_value(feed->name, info, payload);
	if (!event)
		return NULL;
	frame = packed_frame_create(info, payload, event);
	free(event);
	return frame;
}

static void feed_count_retries(struct slot_feed *feed)
{
	unsigned int retries =
		(unsigned int)frame_follower_retries(feed->follower);

	if (retries != feed->retries)
		feed->retries = retries;
}

/*
 * Wait for a frame, pack it and give it. Returns 0, also when there is none
 * yet, or a negative errno when the slot cannot be read.
 */
static int feed_take(struct slot_feed *feed)
{
	struct packed_frame *frame;
	struct frame_info info;
	const void *payload;
	int result = frame_follower_next(feed->follower, &info, &payload,
					 clock_monotonic_ns() + LOOK_NS);

	if (result == -ECANCELED || result == -EINTR)
		return 0;
	if (result < 0 && result != -ETIMEDOUT)
		return result;
	feed_say_back(feed);
	feed_say_untold(feed);
	if (result == -ETIMEDOUT)
		return 0;
	feed_count_retries(feed);
	frame = feed_pack(feed, &info, payload);
	if (!frame)
		return -ENOMEM;
	feed->give(feed->user, frame);
	return 0;
}

int slot_feed_open(struct slot_feed *feed)
{
	int result = frame_follower_open(&feed->follower, feed->name);

	return result < 0 ? result
			  : frame_follower_demand(feed->follower, true);
}

int slot_feed_run(struct slot_feed *feed)
{
	int result = 0;

	feed->has_asked = false;
	while (result == 0 && feed->is_wanted(feed->user))
		result = feed_take(feed);
	frame_follower_rest(feed->follower);
	if (result < 0)
		feed_say_missing(feed, result);
	return result;
}

void slot_feed_wake(struct slot_feed *feed)
{
	frame_follower_wake(feed->follower);
}

void slot_feed_close(struct slot_feed *feed)
{
	frame_follower_close(feed->follower);
}
