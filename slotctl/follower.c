/*
 * Every new frame of a slot, through all that can happen to the slot.
 *
 * SPDX-License-Identifier: MIT
 */
#include "follower.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "clock.h"
#include "frame_slot.h"
#include "log.h"

struct follower {
	const char *name;
	struct frame_reader *reader; /* NULL while there is no slot */
	int watch_fd;
	int output_fd;
	void *frame;
	uint64_t seen_serial;	/* in this slot; 0: nothing yet */
	struct frame_info last; /* that was returned, from whichever slot */
};

static void follower_leave_slot(struct follower *follower)
{
	frame_reader_close(follower->reader);
	follower->reader = NULL;
}

static int follower_enter_slot(struct follower *follower)
{
	int result = frame_reader_open(&follower->reader, follower->name);
	void *frame;

	if (result < 0)
		return result;
	frame = realloc(follower->frame,
			frame_reader_capacity(follower->reader));
	if (!frame) {
		follower_leave_slot(follower);
		return -ENOMEM;
	}
	follower->frame = frame;
	/* A slot that was made anew counts from 1 again. */
	follower->seen_serial = 0;
	return frame_reader_demand(follower->reader, true);
}

int follower_open(struct follower **opened, const char *name, int output_fd)
{
	struct follower *follower = calloc(1, sizeof(*follower));
	int result;

	if (!follower)
		return -ENOMEM;
	follower->name = name;
	follower->output_fd = output_fd;
	/* Before the first look at the slot, so that none comes unnoticed. */
	follower->watch_fd = result = frame_slot_watch();
	if (result >= 0)
		result = follower_enter_slot(follower);
	if (result == -ENOENT) {
		log_notice("%s: no such slot yet; waiting for it", name);
		result = 0;
	}
	if (result < 0) {
		follower_close(follower);
		return result;
	}
	*opened = follower;
	return 0;
}

void follower_close(struct follower *follower)
{
	if (!follower)
		return;
	follower_leave_slot(follower);
	if (follower->watch_fd >= 0)
		close(follower->watch_fd);
	free(follower->frame);
	free(follower);
}

static bool output_is_closed(const struct follower *follower)
{
	struct pollfd output = { .fd = follower->output_fd };

	return poll(&output, 1, 0) == 1 && output.revents & POLLERR;
}

/* Sleep until slots come or go, or nobody reads the output any more. */
static int follower_wait_for_slot(struct follower *follower)
{
	struct pollfd both[] = {
		{ .fd = follower->watch_fd, .events = POLLIN },
		{ .fd = follower->output_fd },
	};
	char events[4096];

	if (poll(both, 2, -1) < 0 && errno != EINTR)
		return -errno;
	if (both[1].revents & POLLERR)
		return -EPIPE;
	while (read(follower->watch_fd, events, sizeof(events)) > 0)
		;
	return 0;
}

/* The slot was opened again, and nothing has been published meanwhile. */
static bool frame_is_known(const struct follower *follower,
			   const struct frame_info *info)
{
	return info->serial == follower->last.serial &&
	       info->captured_ns == follower->last.captured_ns;
}

/*
 * Wait for a new frame of the slot we have, and take it. Returns 0, -EAGAIN to
 * look again, -EPIPE, or why the slot is of no more use.
 */
static int follower_take(struct follower *follower, size_t *size_bytes)
{
	struct frame_reader *reader = follower->reader;
	struct frame_info info;
	int result = frame_reader_wait(reader, follower->seen_serial,
				       clock_monotonic_ns() + NS_PER_S);

	if (result == -ETIMEDOUT && output_is_closed(follower))
		return -EPIPE;
	if (result == -ETIMEDOUT || result == -EINTR)
		return -EAGAIN;
	if (result == 0)
		result = frame_reader_copy(reader, &info, follower->frame,
					   frame_reader_capacity(reader));
	if (result != 0)
		return result;
	follower->seen_serial = info.serial;
	if (frame_is_known(follower, &info))
		return -EAGAIN;
	follower->last = info;
	*size_bytes = info.size_bytes;
	return 0;
}

/* Returns 0 when the slot is there or has changed, -EPIPE, or worse. */
static int follower_look_for_slot(struct follower *follower)
{
	return follower_enter_slot(follower) == 0
		       ? 0
		       : follower_wait_for_slot(follower);
}

int follower_next(struct follower *follower, const void **frame,
		  size_t *size_bytes)
{
	int result = 0;

	do {
		if (!follower->reader) {
			result = follower_look_for_slot(follower);
			continue;
		}
		result = follower_take(follower, size_bytes);
		*frame = follower->frame;
		if (result == 0 || result == -EPIPE)
			return result;
		if (result != -EAGAIN)
			follower_leave_slot(follower);
		/* Opening it again would not make a damaged slot any better. */
		result = result == -EBADMSG ? follower_wait_for_slot(follower)
					    : 0;
	} while (result == 0);
	return result;
}
