/*
 * slot-cat: write each new frame of a slot to standard output.
 *
 *   cc slot-cat.c $(pkg-config --cflags --libs slotcast) -o slot-cat
 *   ./slot-cat drone1 | ffplay -f mjpeg -
 *
 * An example of how to follow a slot, whatever happens to it.
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>
#include <frame_slot.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "main";
	struct frame_follower *follower = NULL;
	struct frame_info info;
	const void *frame;
	int result = frame_follower_open(&follower, name);

	/* Without it, a camera nobody watches rests: one frame a second. */
	if (result == 0)
		result = frame_follower_demand(follower, true);
	while (result == 0) {
		/* Sleeps until there is another frame than the one we had. */
		result = frame_follower_next(follower, &info, &frame,
					     UINT64_MAX);
		/* Now `frame` is ours: nobody changes it, however slow we are. */
		if (result == 0 && (fwrite(frame, 1, info.size_bytes, stdout) <
					    info.size_bytes ||
				    fflush(stdout) != 0))
			result = -errno;
		/* Not there, or no longer: the next call waits for it. */
		if (result == -ENOENT) {
			fprintf(stderr, "slot-cat: waiting for %s\n", name);
			result = 0;
		}
	}
	fprintf(stderr, "slot-cat: %s: %s\n", name, strerror(-result));
	frame_follower_close(follower);
	return 1;
}
