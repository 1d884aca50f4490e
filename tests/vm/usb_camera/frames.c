/*
 * The frames that the camera sees.
 *
 * SPDX-License-Identifier: MIT
 */
#include "frames.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "uvc_descriptors.h"

#define CLIP_BYTES_MAX	(32 << 20)
#define CLIP_FRAMES_MAX 256

struct clip {
	uint8_t *bytes;
	size_t starts[CLIP_FRAMES_MAX + 1]; /* one more: the end */
	unsigned count;
};

static struct clip clips[UVC_SIZES];

static void clip_split(struct clip *clip, size_t size_bytes)
{
	static const uint8_t start_of_image[] = { 0xff, 0xd8, 0xff };
	const uint8_t *end = clip->bytes + size_bytes;
	const uint8_t *start = clip->bytes;

	while (clip->count < CLIP_FRAMES_MAX) {
		start = memmem(start, (size_t)(end - start), start_of_image,
			       sizeof(start_of_image));
		if (!start)
			break;
		clip->starts[clip->count++] = (size_t)(start - clip->bytes);
		start++;
	}
	clip->starts[clip->count] = size_bytes;
}

int frames_load(unsigned size, const char *path)
{
	struct clip *clip = &clips[size - 1];
	FILE *file = fopen(path, "rb");
	size_t size_bytes;

	if (!file)
		return -errno;
	clip->bytes = malloc(CLIP_BYTES_MAX);
	if (!clip->bytes) {
		fclose(file);
		return -ENOMEM;
	}
	size_bytes = fread(clip->bytes, 1, CLIP_BYTES_MAX, file);
	fclose(file);
	clip_split(clip, size_bytes);
	return clip->count > 0 ? 0 : -EINVAL;
}

static size_t jpeg_make(const struct clip *clip, unsigned number,
			struct faults *faults, uint8_t *frame)
{
	unsigned index = number % clip->count;
	size_t start = clip->starts[index];
	size_t size_bytes = clip->starts[index + 1] - start;

	memcpy(frame, clip->bytes + start, size_bytes);
	if (fault_happens(&faults->truncate))
		size_bytes /= 2;
	if (fault_happens(&faults->garbage))
		for (size_t i = 2; i < size_bytes; i += 7)
			frame[i] = (uint8_t)rand();
	return size_bytes;
}

static size_t stripes_make(struct uvc_size size, unsigned number,
			   uint8_t *frame)
{
	size_t row_bytes = 2u * size.width_px;

	for (unsigned row = 0; row < size.height_px; row++)
		for (size_t i = 0; i < row_bytes; i += 2) {
			frame[row * row_bytes + i] =
				(uint8_t)(row + 4 * number);
			frame[row * row_bytes + i + 1] = 128;
		}
	return row_bytes * size.height_px;
}

/* Eight bars, which demosaicing leaves alone but at their edges. */
static size_t bayer_bars_make(struct uvc_size size, uint8_t *frame)
{
	/* White, yellow, cyan, green, magenta, red, blue, black. */
	static const bool has_red[] = { 1, 1, 0, 0, 1, 1, 0, 0 };
	static const bool has_green[] = { 1, 1, 1, 1, 0, 0, 0, 0 };
	static const bool has_blue[] = { 1, 0, 1, 0, 1, 0, 1, 0 };

	for (unsigned row = 0; row < size.height_px; row++)
		for (unsigned column = 0; column < size.width_px; column++) {
			unsigned bar = column * 8 / size.width_px;
			bool is_lit = has_green[bar];

			if (row % 2 == 0 && column % 2 == 0)
				is_lit = has_blue[bar];
			else if (row % 2 == 1 && column % 2 == 1)
				is_lit = has_red[bar];
			*frame++ = is_lit ? 255 : 0;
		}
	return (size_t)size.width_px * size.height_px;
}

size_t frame_make(unsigned format, unsigned size, unsigned number,
		  struct faults *faults, uint8_t frame[FRAME_BYTES_MAX])
{
	if (format == UVC_FORMAT_MJPEG)
		return jpeg_make(&clips[size - 1], number, faults, frame);
	if (uvc_is_bayer())
		return bayer_bars_make(uvc_size_of(format, size), frame);
	return stripes_make(uvc_size_of(format, size), number, frame);
}
