/*
 * Tells what a packet of H.264 or H.265 holds.
 *
 * SPDX-License-Identifier: MIT
 */
#include "nal_scan.h"

#include <string.h>

static const uint8_t start_code[] = { 0, 0, 1 };

/* One NAL unit's header and the bytes right after it. */
struct nal {
	bool is_slice, is_first_slice, is_key;
	bool is_prefix; /* parameters and the like, in front of the slices */
};

static struct nal h264_nal(const uint8_t *nal)
{
	unsigned type = nal[0] & 0x1f;
	bool is_slice = type == 1 || type == 2 || type == 5;

	return (struct nal){
		.is_slice = is_slice,
		/* first_mb_in_slice is 0: as ue(v) a single bit. */
		.is_first_slice = is_slice && nal[1] & 0x80,
		.is_key = type == 5,
		.is_prefix = type >= 6 && type <= 9,
	};
}

static struct nal h265_nal(const uint8_t *nal)
{
	unsigned type = nal[0] >> 1 & 0x3f;
	bool is_slice = type < 32;

	return (struct nal){
		.is_slice = is_slice,
		.is_first_slice = is_slice && nal[2] & 0x80,
		.is_key = type >= 16 && type <= 23,
		.is_prefix = (type >= 32 && type <= 35) || type == 39,
	};
}

struct nal_scan nal_scan(enum nal_codec codec, const uint8_t *bytes,
			 size_t size_bytes)
{
	const size_t header_bytes = codec == NAL_H264 ? 2 : 3;
	const uint8_t *end = bytes + size_bytes, *at = bytes;
	struct nal_scan scan = { 0 };
	bool is_first = true;

	while ((at = memmem(at, (size_t)(end - at), start_code,
			    sizeof(start_code)))) {
		struct nal nal;

		/* The first start code may have one more zero in front. */
		if (at <= bytes + 1)
			scan.starts_nal = true;
		at += sizeof(start_code);
		if ((size_t)(end - at) < header_bytes)
			break;
		nal = codec == NAL_H264 ? h264_nal(at) : h265_nal(at);
		if (is_first && scan.starts_nal)
			scan.starts_unit = nal.is_prefix || nal.is_first_slice;
		is_first = false;
		scan.slices += nal.is_slice;
		scan.has_key |= nal.is_key;
	}
	return scan;
}
