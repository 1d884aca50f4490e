/*
 * Many cameras in one process, for tests of many slots.
 *
 * many_writers PREFIX COUNT FPS BYTES keeps the slots PREFIX0, PREFIX1 ...
 * filled with frames that begin and end like a JPEG, one after the other so
 * that they do not come all at once. It prints a line when all slots are there,
 * and removes them when SIGTERM ends it.
 *
 * SPDX-License-Identifier: MIT
 */
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <frame_slot.h>

#include "clock.h"
#include "tool.h"

#define SLOTS_MAX 256
#define BYTES_MAX 1000000

static struct frame_writer *writers[SLOTS_MAX];
static unsigned char frame[BYTES_MAX];

static void slots_open(const char *prefix, uint64_t count, size_t frame_bytes)
{
	for (uint64_t i = 0; i < count; i++) {
		char name[FRAME_SLOT_NAME_MAX + 1];
		int result;

		snprintf(name, sizeof(name), "%s%" PRIu64, prefix, i);
		result = frame_writer_open(&writers[i], name, frame_bytes);
		if (result < 0)
			die(name, strerror(-result));
	}
	puts("ready");
	fflush(stdout);
}

static void slots_remove(uint64_t count)
{
	for (uint64_t i = 0; i < count; i++)
		frame_writer_remove(writers[i]);
}

static void frame_fill(size_t frame_bytes)
{
	memset(frame, 'x', frame_bytes);
	memcpy(frame, "\xff\xd8", 2);
	memcpy(frame + frame_bytes - 2, "\xff\xd9", 2);
}

static void frame_publish(struct frame_writer *writer, size_t frame_bytes)
{
	struct frame_info info = {
		.captured_ns = clock_monotonic_ns(),
		.captured_wall_ns = clock_wall_ns(),
		.size_bytes = frame_bytes,
		.media_type = "image/jpeg",
	};
	int result = frame_writer_publish(writer, &info, frame);

	if (result < 0)
		die("publish", strerror(-result));
}

/* Returns whether it is time to end. */
static bool wait_until_ns(const sigset_t *ending, uint64_t due_ns)
{
	uint64_t now_ns = clock_monotonic_ns();
	uint64_t wait_ns = due_ns > now_ns ? due_ns - now_ns : 0;
	const struct timespec wait = { (time_t)(wait_ns / NS_PER_S),
				       (long)(wait_ns % NS_PER_S) };

	return sigtimedwait(ending, NULL, &wait) > 0;
}

int main(int argc, char **argv)
{
	uint64_t count, period_ns, due_ns = clock_monotonic_ns();
	size_t frame_bytes;
	sigset_t ending;

	if (argc != 5)
		die("usage", "many_writers PREFIX COUNT FPS BYTES");
	count = operand(argv[2], SLOTS_MAX);
	period_ns = NS_PER_S / operand(argv[3], 1000) / count;
	frame_bytes = operand(argv[4], BYTES_MAX);
	sigemptyset(&ending);
	sigaddset(&ending, SIGTERM);
	sigprocmask(SIG_BLOCK, &ending, NULL);
	frame_fill(frame_bytes);
	slots_open(argv[1], count, frame_bytes);
	for (uint64_t turn = 0; !wait_until_ns(&ending, due_ns); turn++) {
		frame_publish(writers[turn % count], frame_bytes);
		due_ns += period_ns;
	}
	slots_remove(count);
	return 0;
}
