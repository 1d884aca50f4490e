/*
 * Tells what a packet of H.264 or H.265 holds, by the headers of its NAL
 * units (ITU-T H.264, 7.3.1; H.265, 7.3.1.2).
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
	bool starts_nal;  /* else it continues one that began before */
	bool starts_unit; /* its first NAL unit can only begin a picture */
	bool has_key;	  /* a slice of a picture that needs no other */
	unsigned slices;  /* that begin in it */
};

/* NAL units follow start codes. Never reads beyond the end. */
struct nal_scan nal_scan(enum nal_codec codec, const uint8_t *bytes,
			 size_t size_bytes);

#endif
