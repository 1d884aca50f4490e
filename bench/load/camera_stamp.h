/*
 * When a picture was due in the fake camera, and which one it is: a comment
 * segment behind the JPEG's first marker, which everybody who passes JPEG
 * through passes through as well. So all peers' frames are told apart, and
 * their ages measured, in the same way.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef CAMERA_STAMP_H
#define CAMERA_STAMP_H

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* SOI; COM and its length, which counts itself; the two numbers. */
#define CAMERA_STAMP_BYTES 22

static const uint8_t camera_stamp_start[] = {
	0xff, 0xd8, 0xff, 0xfe, 0x00, 0x12
};

struct camera_stamp {
	uint64_t due_ns; /* CLOCK_MONOTONIC */
	uint64_t number; /* 1, 2, 3: of all that were due */
};

/* Over the first bytes of a JPEG that has room for it, its SOI included. */
static inline void camera_stamp_put(uint8_t *to, struct camera_stamp stamp)
{
	const uint64_t numbers[] = { htobe64(stamp.due_ns),
				     htobe64(stamp.number) };

	memcpy(to, camera_stamp_start, sizeof(camera_stamp_start));
	memcpy(to + sizeof(camera_stamp_start), numbers, sizeof(numbers));
}

/* Returns whether `from` begins with one. */
static inline bool camera_stamp_get(struct camera_stamp *stamp,
				    const void *from)
{
	uint64_t numbers[2];

	if (memcmp(from, camera_stamp_start, sizeof(camera_stamp_start)) != 0)
		return false;
	memcpy(numbers, (const uint8_t *)from + sizeof(camera_stamp_start),
	       sizeof(numbers));
	stamp->due_ns = be64toh(numbers[0]);
	stamp->number = be64toh(numbers[1]);
	return true;
}

#endif
