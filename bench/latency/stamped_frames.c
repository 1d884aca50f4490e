/*
 * A camera for the measuring of delays: raw pictures with the time in them.
 *
 *	stamped_frames WIDTH HEIGHT FPS SECONDS | ffmpeg -f rawvideo -i - ...
 *
 * Writes the test pattern as planar YUV 4:2:0, each picture when it is due and
 * with that moment in its stamp. What cannot be written in time is late, as
 * with any camera whose reader is slow; nothing is left out.
 *
 * SPDX-License-Identifier: MIT
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "clock.h"
#include "number.h"
#include "pattern_scene.h"

static uint64_t operand(const char *text, uint64_t maximum)
{
	uint64_t value;

	if (number_parse(text, 1, maximum, &value) == 0)
		return value;
	fprintf(stderr, "stamped_frames: %s: not a number that can be used\n",
		text);
	exit(2);
}

static void sleep_until(uint64_t due_ns)
{
	const struct timespec due = {
		.tv_sec = (time_t)(due_ns / NS_PER_S),
		.tv_nsec = (long)(due_ns % NS_PER_S),
	};

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL) != 0)
		;
}

/* Whether the reader is still there. */
static bool canvas_write(const struct canvas *canvas)
{
	for (int plane = 0; plane < 3; plane++) {
		int width_px = canvas->width_px / (plane ? 2 : 1);
		int height_px = canvas->height_px / (plane ? 2 : 1);
		const uint8_t *row = canvas->planes[plane];

		for (int y = 0; y < height_px;
		     y++, row += canvas->strides[plane])
			fwrite(row, 1, (size_t)width_px, stdout);
	}
	return fflush(stdout) == 0;
}

int main(int argc, char **argv)
{
	struct pattern_scene scene;
	uint64_t start_ns, rate_fps, frames;

	if (argc != 5) {
		fputs("usage: stamped_frames WIDTH HEIGHT FPS SECONDS\n",
		      stderr);
		return 2;
	}
	rate_fps = operand(argv[3], 1000);
	frames = operand(argv[4], 3600) * rate_fps;
	if (pattern_scene_create(&scene, (int)operand(argv[1], 8192),
				 (int)operand(argv[2], 8192), "latency") < 0)
		return EXIT_FAILURE;
	start_ns = clock_monotonic_ns();
	for (uint64_t serial = 1; serial <= frames; serial++) {
		sleep_until(start_ns + serial * NS_PER_S / rate_fps);
		pattern_scene_draw(&scene, serial, clock_wall_ns());
		if (!canvas_write(&scene.canvas))
			break;
	}
	pattern_scene_destroy(&scene);
	return 0;
}
