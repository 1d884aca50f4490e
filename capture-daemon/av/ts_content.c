/*
 * Finds out whether messages hold MPEG-TS, bare or in RTP.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ts_content.h"

#include <stdbool.h>

#include "rtp_header.h"

#define TS_SYNC 0x47

/* A shorter message may be the rest of one that was too long for a datagram. */
#define TELLING_BYTES 612

/* Bare, behind a time of four bytes, and before error correction. */
static const size_t strides[] = { 188, 192, 204 };

/* Whether the packets that begin in the message are all marked as such. */
static bool is_marked(const uint8_t *message, size_t length, size_t first,
		      size_t stride)
{
	for (size_t at = first; at < length; at += stride)
		if (message[at] != TS_SYNC)
			return false;
	return true;
}

/*
 * Whether whole packets follow each other. Not every sender begins a message
 * with one, so the first may stand anywhere; by chance, no three are in step.
 */
static bool is_mpegts(const uint8_t *message, size_t length)
{
	for (size_t i = 0; i < sizeof(strides) / sizeof(strides[0]); i++)
		for (size_t at = 0; at < strides[i]; at++)
			if (3 * strides[i] <= length &&
			    is_marked(message, length, at, strides[i]))
				return true;
	return false;
}

void ts_contents_add(struct rtp_contents *contents, const uint8_t *message,
		     size_t length_bytes)
{
	struct rtp_header header;

	if (is_mpegts(message, length_bytes))
		rtp_contents_note(contents, RTP_MPEGTS);
	else if (rtp_header_read(&header, message, length_bytes) == 0)
		rtp_contents_add(contents, &header, message);
	else if (length_bytes >= TELLING_BYTES)
		rtp_contents_note(contents, RTP_OTHER);
}
