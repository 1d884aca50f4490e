/*
 * What a camera's raw picture costs from the driver's bytes to the slot,
 * beside TurboJPEG alone on planes that are ready.
 *
 *	conversion FORMAT WIDTH HEIGHT FILE
 *
 * FILE holds raw pictures of FORMAT (a name of `capture-daemon --format`), one
 * behind the other, without padding. Both ways take turns on each picture and
 * are timed by the thread's CPU clock. Prints one line: format, size, medians
 * in milliseconds, their ratio, bytes of a JPEG.
 *
 * SPDX-License-Identifier: MIT
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <turbojpeg.h>

#include "encoder.h"
#include "frame_put.h"
#include "frame_slot.h"
#include "v4l2_format.h"
#include "v4l2_layout.h"
#include "v4l2_planes.h"

#define QUALITY 80
#define ROUNDS	300

static void die(const char *what)
{
	fprintf(stderr, "conversion: %s\n", what);
	exit(EXIT_FAILURE);
}

static double cpu_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int compare(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

static double median(double values[ROUNDS])
{
	qsort(values, ROUNDS, sizeof(values[0]), compare);
	return values[ROUNDS / 2];
}

struct input {
	struct v4l2_layout layout;
	uint8_t *bytes;
	size_t picture_bytes, pictures;
};

static void input_load(struct input *input, const char *format_name,
		       uint32_t width_px, uint32_t height_px, const char *path)
{
	/* As webcams do: limited range, BT.601. */
	const struct v4l2_format format = {
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.fmt.pix = { .width = width_px,
			     .height = height_px,
			     .pixelformat = v4l2_format_parse(format_name),
			     .colorspace = V4L2_COLORSPACE_SRGB,
			     .quantization =
				     getenv("FULL_RANGE")
					     ? V4L2_QUANTIZATION_FULL_RANGE
					     : V4L2_QUANTIZATION_LIM_RANGE },
	};
	FILE *file = fopen(path, "rb");
	long size_bytes;

	if (!file || v4l2_layout_of(&format, &input->layout) < 0)
		die("no such file or format");
	fseek(file, 0, SEEK_END);
	size_bytes = ftell(file);
	rewind(file);
	input->bytes = malloc((size_t)size_bytes);
	input->picture_bytes = input->layout.whole_bytes[0];
	if (!input->bytes || fread(input->bytes, 1, (size_t)size_bytes, file) !=
				     (size_t)size_bytes)
		die("cannot read the file");
	fclose(file);
	input->pictures = (size_t)size_bytes / input->picture_bytes;
	if (input->pictures == 0)
		die("not one picture in the file");
}

/*
 * The same pictures as planes that are ready, each in memory of its own: no
 * luckier with the cache than a camera's.
 */
static struct picture *ready_make(const struct input *input,
				  struct v4l2_planes *planes)
{
	struct picture *ready = calloc(input->pictures, sizeof(*ready));

	for (size_t i = 0; ready && i < input->pictures; i++) {
		const uint8_t *memory[3] = { input->bytes +
					     input->picture_bytes * i };

		v4l2_planes_make(planes, memory, &ready[i]);
		for (int plane = 0; plane < 3 && ready[i].planes[plane];
		     plane++) {
			size_t size_bytes =
				(size_t)ready[i].strides[plane] *
				(size_t)tjPlaneHeight(plane, ready[i].height_px,
						      ready[i].subsampling);
			uint8_t *copy = malloc(size_bytes);

			if (!copy)
				die("no memory");
			memcpy(copy, ready[i].planes[plane], size_bytes);
			ready[i].planes[plane] = copy;
		}
	}
	return ready;
}

/* What prepare() of a camera's picture does. */
struct raw_picture {
	struct picture picture;
	struct v4l2_planes *planes;
	const uint8_t *memory[3];
};

static int raw_prepare(struct picture *picture, uint64_t serial)
{
	struct raw_picture *raw = (struct raw_picture *)picture;

	(void)serial;
	v4l2_planes_make(raw->planes, raw->memory, picture);
	return 0;
}

static void raw_release(struct picture *picture)
{
	(void)picture;
}

int main(int argc, char **argv)
{
	static double ours_ms[ROUNDS], alone_ms[ROUNDS];
	struct input input;
	struct raw_picture raw = { 0 };
	struct picture *ready;
	struct frame_tools tools = { 0 };
	struct frame_info info;
	const char *fault;
	char slot[32];
	size_t jpeg_bytes;
	void *jpeg;

	if (argc != 5)
		die("usage: conversion FORMAT WIDTH HEIGHT FILE");
	input_load(&input, argv[1], (uint32_t)atoi(argv[2]),
		   (uint32_t)atoi(argv[3]), argv[4]);
	jpeg_bytes = tjBufSize(input.layout.width_px, input.layout.height_px,
			       TJSAMP_444);
	jpeg = malloc(jpeg_bytes);
	snprintf(slot, sizeof(slot), "test-bench-%d", (int)getpid());
	if (!jpeg || encoder_create(&tools.encoder, QUALITY) < 0 ||
	    turner_create(&tools.turner, 0, TURN_FLIP_NONE) < 0 ||
	    v4l2_planes_create(&raw.planes, &input.layout) < 0 ||
	    frame_writer_open(&tools.writer, slot, 1) < 0)
		die("no memory");
	ready = ready_make(&input, raw.planes);
	if (!ready)
		die("no memory");
	for (int round = 0; round < ROUNDS; round++) {
		size_t index = (size_t)round % input.pictures;
		double start_ms, middle_ms;

		raw.memory[0] = input.bytes + input.picture_bytes * index;
		raw.picture = (struct picture){ .kind = PICTURE_PLANES,
						.prepare = raw_prepare,
						.release = raw_release };
		start_ms = cpu_ms();
		if (frame_put(&tools, &raw.picture, 0, &info, &fault) < 0)
			die(fault);
		middle_ms = cpu_ms();
		if (encoder_run(tools.encoder, &ready[index], jpeg,
				&jpeg_bytes) < 0)
			die("cannot encode");
		ours_ms[round] = middle_ms - start_ms;
		alone_ms[round] = cpu_ms() - middle_ms;
	}
	frame_writer_remove(tools.writer);
	printf("%-7s %sx%s  slotcast %.2f ms  TurboJPEG alone %.2f ms  "
	       "ratio %.2f  %zu bytes\n",
	       argv[1], argv[2], argv[3], median(ours_ms), median(alone_ms),
	       median(ours_ms) / median(alone_ms), info.size_bytes);
	v4l2_planes_destroy(raw.planes);
	turner_destroy(tools.turner);
	encoder_destroy(tools.encoder);
	scratch_free(&tools.jpeg);
	free(jpeg);
	free(input.bytes);
	return EXIT_SUCCESS;
}
