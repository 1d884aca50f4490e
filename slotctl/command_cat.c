/*
 * slotctl cat: the newest frame, or each new one, on standard output.
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "command.h"
#include "frame_slot.h"
#include "log.h"
#include "slot_fault.h"

/* Returns 0 or a negative errno; -EPIPE when nobody reads any more. */
static int output_write(const void *data, size_t size_bytes)
{
	const char *rest = data;

	while (size_bytes > 0) {
		ssize_t written = write(STDOUT_FILENO, rest, size_bytes);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -errno;
		rest += written;
		size_bytes -= (size_t)written;
	}
	return 0;
}

/* A closed output is no fault: `head` ends us that way. */
static int output_status(int result)
{
	if (result == 0 || result == -EPIPE)
		return COMMAND_DONE;
	log_error("standard output: %s", strerror(-result));
	return COMMAND_FAILED;
}

/* Returns 0 and the newest frame, owned by the caller, or a negative errno. */
static int newest_take(const char *name, void **frame, size_t *size_bytes)
{
	struct frame_reader *reader;
	struct frame_info info;
	size_t capacity_bytes;
	int result = frame_reader_open(&reader, name);

	if (result < 0)
		return result;
	capacity_bytes = frame_reader_capacity(reader);
	*frame = malloc(capacity_bytes);
	result = *frame ? frame_reader_copy(reader, &info, *frame,
					    capacity_bytes)
			: -ENOMEM;
	frame_reader_close(reader);
	if (result < 0)
		free(*frame);
	else
		*size_bytes = info.size_bytes;
	return result;
}

static int cat_once(const char *name)
{
	void *frame;
	size_t size_bytes;
	int status, result = newest_take(name, &frame, &size_bytes);

	if (result < 0) {
		slot_fault_report_reading(name, result);
		return COMMAND_FAILED;
	}
	status = output_status(output_write(frame, size_bytes));
	free(frame);
	return status;
}

static bool output_is_closed(void)
{
	struct pollfd output = { .fd = STDOUT_FILENO };

	return poll(&output, 1, 0) == 1 && output.revents & POLLERR;
}

/*
 * Write the next frame, or find that nobody reads any more. Returns 0 or a
 * negative errno of the output; `fault` is why the slot cannot be
 * read, or 0.
 */
static int next_write(struct frame_follower *follower, int *fault)
{
	struct frame_info info;
	const void *frame;
	int result = frame_follower_next(follower, &info, &frame,
					 clock_monotonic_ns() + NS_PER_S);

	*fault = 0;
	if (result == 0)
		return output_write(frame, info.size_bytes);
	if (result == -ETIMEDOUT)
		return output_is_closed() ? -EPIPE : 0;
	*fault = result;
	return 0;
}

/*
 * A slot that cannot be read now may be readable later. It is a mistake of the
 * caller only if it exists and is unusable from the start.
 */
static int frames_write(struct frame_follower *follower, const char *name)
{
	int fault, result = next_write(follower, &fault);

	if (fault == -ENOENT) {
		log_notice("%s: no such slot yet; waiting for it", name);
	} else if (fault != 0) {
		slot_fault_report_reading(name, fault);
		return COMMAND_FAILED;
	}
	while (result == 0)
		result = next_write(follower, &fault);
	return output_status(result);
}

static int cat_follow(const char *name)
{
	struct frame_follower *follower;
	int status, result = frame_follower_open(&follower, name);

	if (result == 0)
		result = frame_follower_demand(follower, true);
	if (result < 0) {
		slot_fault_report_reading(name, result);
		return COMMAND_FAILED;
	}
	status = frames_write(follower, name);
	frame_follower_close(follower);
	return status;
}

struct cat_settings {
	bool follow;
};

int command_cat(int argc, char **argv)
{
	const struct option_row rows[] = {
		{
			.name = "follow",
			.kind = OPTION_FLAG,
			.help = "Write each new frame; wait for a slot that "
				"is missing.",
			.offset = offsetof(struct cat_settings, follow),
		},
	};
	const struct option_table table = {
		.program = "slotctl cat",
		.usage = "[--follow] NAME",
		.summary = "Write the bytes of a slot's newest frame to "
			   "standard output.",
		.details = "To record a camera that publishes JPEG:\n"
			   "  slotctl cat --follow drone1 |\n"
			   "  ffmpeg -use_wallclock_as_timestamps 1 -f mjpeg "
			   "-i - -c copy drone1.mkv",
		.rows = rows,
		.row_count = sizeof(rows) / sizeof(rows[0]),
	};
	struct cat_settings settings = { 0 };
	const char *name;
	int status;

	if (!command_line_read(&table, &settings, argc, argv, &name, NULL,
			       &status))
		return status;
	return settings.follow ? cat_follow(name) : cat_once(name);
}
