/*
 * slot-cat: write each new frame of a slot to standard output.
 *
 *   cc slot-cat.c $(pkg-config --cflags --libs slotcast) -o slot-cat
 *   ./slot-cat drone1 | ffplay -f mjpeg -
 *
 * An example of how to read a slot. It ends when the slot is taken away;
 * `slotctl cat --follow` shows how to go on after that: the next slot of that
 * name counts from 1 again, so begin it with seen_serial 0, and pass over its
 * newest frame when both serial and captured_ns are those of the last one.
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>
#include <frame_slot.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Returns 0 when the frame was written, or a negative errno. */
static int next_frame(struct frame_reader *reader, uint64_t *seen_serial,
		      void *frame, size_t room)
{
	struct frame_info info;
	int result;

	/* Sleeps until there is another frame than the one we had. */
	result = frame_reader_wait(reader, *seen_serial, UINT64_MAX);
	if (result < 0)
		return result == -EINTR ? 0 : result;
	result = frame_reader_copy(reader, &info, frame, room);
	if (result < 0)
		return result == -EAGAIN ? 0 : result;
	/* Now `frame` is ours: nobody changes it, however slow we are. */
	*seen_serial = info.serial;
	if (fwrite(frame, 1, info.size_bytes, stdout) < info.size_bytes)
		return -errno;
	return fflush(stdout) == 0 ? 0 : -errno;
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "main";
	struct frame_reader *reader;
	uint64_t seen_serial = 0;
	void *frame;
	int result = frame_reader_open(&reader, name);

	if (result < 0) {
		fprintf(stderr, "slot-cat: %s: %s\n", name, strerror(-result));
		return 1;
	}
	/* No frame of this slot is larger; a larger one makes a new slot. */
	frame = malloc(frame_reader_capacity(reader));
	/* Without it, a camera nobody watches rests: one frame a second. */
	frame_reader_demand(reader, true);
	while (frame && result == 0)
		result = next_frame(reader, &seen_serial, frame,
				    frame_reader_capacity(reader));
	fprintf(stderr, "slot-cat: %s: %s\n", name, strerror(-result));
	free(frame);
	frame_reader_close(reader);
	return 1;
}
