/*
 * When each frame of a slot was captured and when it was published.
 *
 *	slot_times SLOT SECONDS
 *
 * Prints a line a frame: its serial and both times, in microseconds since 1970.
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <frame_slot.h>

#include "clock.h"

static void frame_print(const struct frame_info *info)
{
	uint64_t wall_less_monotonic_ns =
		info->captured_wall_ns - info->captured_ns;

	printf("%" PRIu64 " %" PRIu64 " %" PRIu64 "\n", info->serial,
	       info->captured_wall_ns / 1000,
	       (wall_less_monotonic_ns + info->published_ns) / 1000);
}

int main(int argc, char **argv)
{
	struct frame_reader *reader;
	struct frame_info info = { .serial = 0 };
	uint64_t deadline_ns;
	int result;

	if (argc != 3) {
		fputs("usage: slot_times SLOT SECONDS\n", stderr);
		return 2;
	}
	deadline_ns =
		clock_monotonic_ns() + strtoull(argv[2], NULL, 10) * NS_PER_S;
	result = frame_reader_open(&reader, argv[1]);
	while (result == 0) {
		result = frame_reader_wait(reader, info.serial, deadline_ns);
		if (result == 0)
			result = frame_reader_peek(reader, &info);
		if (result == 0)
			frame_print(&info);
	}
	if (result == -ETIMEDOUT)
		return 0;
	fprintf(stderr, "slot_times: %s: %s\n", argv[1], strerror(-result));
	return 1;
}
