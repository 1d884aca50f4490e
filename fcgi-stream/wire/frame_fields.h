/*
 * The header fields that describe one frame, the same in a snapshot's head
 * and in each part of a stream.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef FRAME_FIELDS_H
#define FRAME_FIELDS_H

#include <frame_slot.h>

/* Enough for all fields with the longest media type and numbers. */
#define FRAME_FIELDS_BYTES 256

/*
 * Write Content-Type, Content-Length, X-Timestamp and X-Frame-Serial, each
 * ended by CRLF, and a zero. X-Timestamp is the wall-clock time of capture in
 * seconds with six decimals, as ustreamer and mjpg-streamer send it.
 */
void frame_fields_write(char fields[FRAME_FIELDS_BYTES],
			const struct frame_info *info);

#endif
