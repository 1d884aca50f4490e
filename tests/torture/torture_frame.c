/*
 * Frames that can be checked: everything in one follows from its serial.
 *
 * SPDX-License-Identifier: MIT
 */
#include "torture_frame.h"

#include <string.h>

/* splitmix64 (Steele, Lea, Flood, OOPSLA 2014). */
uint64_t torture_mix(uint64_t seed)
{
	uint64_t z = seed + 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

size_t torture_size_bytes(uint64_t serial)
{
	uint64_t random = torture_mix(serial);
	size_t most = random % 64 == 0 ? TORTURE_BYTES_MAX : (size_t)32 << 10;

	return 1 + (size_t)(random >> 8) % most;
}

/* The word at `index`, of eight bytes, of the frame with that serial. */
static uint64_t word_at(uint64_t serial, size_t index)
{
	return serial * 0x9e3779b97f4a7c15u + index * 0xff51afd7ed558ccdu;
}

void torture_fill(void *frame, size_t size_bytes, uint64_t serial)
{
	unsigned char *to = frame;
	size_t index = 0;

	for (; size_bytes >= 8; size_bytes -= 8, to += 8) {
		uint64_t word = word_at(serial, index++);

		memcpy(to, &word, 8);
	}
	if (size_bytes > 0) {
		uint64_t word = word_at(serial, index);

		memcpy(to, &word, size_bytes);
	}
}

struct frame_info torture_info(size_t size_bytes, uint64_t serial)
{
	return (struct frame_info){
		.captured_ns = serial * 3,
		.captured_wall_ns = serial * 5,
		.size_bytes = size_bytes,
		.width_px = (uint32_t)(serial * 7),
		.height_px = (uint32_t)(serial * 11),
		.flags = (uint32_t)(serial & FRAME_PLACEHOLDER),
		.media_type = "application/x-torture",
	};
}

static bool info_is_whole(const struct frame_info *info)
{
	struct frame_info expected =
		torture_info(info->size_bytes, info->serial);

	return info->captured_ns == expected.captured_ns &&
	       info->captured_wall_ns == expected.captured_wall_ns &&
	       info->width_px == expected.width_px &&
	       info->height_px == expected.height_px &&
	       info->flags == expected.flags &&
	       strcmp(info->media_type, expected.media_type) == 0;
}

bool torture_is_whole(const struct frame_info *info, const void *frame)
{
	const unsigned char *from = frame;
	size_t size_bytes = info->size_bytes, index = 0;

	if (!info_is_whole(info))
		return false;
	for (; from && size_bytes >= 8; size_bytes -= 8, from += 8) {
		uint64_t word = word_at(info->serial, index++);

		if (memcmp(from, &word, 8) != 0)
			return false;
	}
	if (from && size_bytes > 0) {
		uint64_t word = word_at(info->serial, index);

		return memcmp(from, &word, size_bytes) == 0;
	}
	return true;
}

struct frame_report torture_report(uint64_t serial)
{
	return (struct frame_report){
		.captured = serial,
		.published = serial * 3,
		.dropped_damaged = serial * 5,
		.dropped_late = serial * 7,
		.dropped_unwanted = serial * 11,
		.dropped_unstorable = serial * 13,
		.placeholders = serial * 17,
		.bytes = serial * 19,
		.reconnects = serial * 23,
		.source = (uint32_t)(serial % 2 * FRAME_SOURCE_RUNNING),
	};
}

bool torture_report_is_whole(const struct frame_report *report)
{
	struct frame_report expected = torture_report(report->captured);

	return memcmp(report, &expected, sizeof(expected)) == 0;
}
