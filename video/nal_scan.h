/*
 * What a packet of H.264 or H.265 holds, as far as its NAL units' headers say
 * (ITU-T H.264, 7.3.1; H.265, 7.3.1.2).
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NAL_SCAN_H
#define NAL_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum nal_codec { NAL_H264, NAL_H265 };

struct nal_scan {
	bool starts_nal;  /* else it goes on with one that has begun before */
	bool starts_unit; /* its first NAL unit can only begin a picture */
	bool has_key;	  /* a slice of a picture that needs no other */
	unsigned slices;  /* that begin in it */
};

/* NAL units stand behind start codes. Reads only what is there. */
struct nal_scan nal_scan(enum nal_codec codec, const uint8_t *bytes,
			 size_t size_bytes);

#endif
