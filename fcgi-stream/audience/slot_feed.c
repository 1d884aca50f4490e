/*
 * Takes the frames of one slot, one after the other.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_feed.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <frame_slot.h>

#include "clock.h"
#include "event_text.h"
#include "log.h"
#include "media_type.h"
#include "packed_frame.h"

/* A slot removed behind its writer's back is noticed after this. */
#define LOOK_NS NS_PER_S

/* The writer has overtaken every attempt to copy a frame; let it calm down. */
#define LAPPED_NS (5 * NS_PER_MS)

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

/* Pack and give the newest frame. Returns as frame_reader_copy(). */
static int feed_take_frame(struct slot_feed *feed, struct frame_reader *reader,
			   void *buffer, uint64_t *serial)
{
	struct frame_info info;
	struct packed_frame *frame;
	uint64_t retries = frame_reader_retries(reader);
	int result = frame_reader_copy(reader, &info, buffer,
				       frame_reader_capacity(reader));

	retries = frame_reader_retries(reader) - retries;
	if (retries > 0)
		feed->retries += (unsigned int)retries;
	if (result < 0)
		return result;
	*serial = info.serial;
	feed->has_had_frame = true;
	frame = feed_pack(feed, &info, buffer);
	if (!frame)
		return -ENOMEM;
	feed->give(feed->user, frame);
	return 0;
}

/*
 * Take frame after frame. Returns 0 when nobody wants them any more, or why
 * the slot has to be opened again.
 */
static int feed_follow(struct slot_feed *feed, struct frame_reader *reader,
		       void *buffer)
{
	const struct timespec lapped = { .tv_nsec = LAPPED_NS };
	uint64_t serial = 0;

	while (feed->is_wanted(feed->user)) {
		int result = frame_reader_wait(reader, serial,
					       clock_monotonic_ns() + LOOK_NS);

		if (result == 0)
			result = feed_take_frame(feed, reader, buffer, &serial);
		if (result == -EAGAIN)
			nanosleep(&lapped, NULL);
		else if (result < 0 && result != -ETIMEDOUT && result != -EINTR)
			return result;
	}
	return 0;
}

/* Returns as feed_follow(), and as frame_reader_open(). */
static int feed_open_and_follow(struct slot_feed *feed)
{
	struct frame_reader *reader;
	void *buffer;
	int result = frame_reader_open(&reader, feed->name);

	feed->has_had_frame = false;
	if (result < 0)
		return result;
	buffer = malloc(frame_reader_capacity(reader));
	if (!buffer) {
		result = -ENOMEM;
		goto close_reader;
	}
	feed_say_back(feed);
	result = frame_reader_demand(reader, true);
	if (result < 0)
		log_warning("slot %s: its writer cannot be told that there "
			    "are viewers: %s",
			    feed->name, strerror(-result));
	result = feed_follow(feed, reader, buffer);
	free(buffer);

close_reader:
	frame_reader_close(reader);
	return result;
}

int slot_feed_run(struct slot_feed *feed)
{
	int result = feed_open_and_follow(feed);

	/* One that was replaced is there, mostly. */
	if (result < 0 && result != -ESTALE)
		feed_say_missing(feed, result);
	return result;
}
