/*
 * Finds out whether RTP packets hold what an address says.
 *
 * Nobody describes the packets that come to rtp-h264:// and rtp-h265://, and
 * the three settings of a drone (H.264, H.265, MPEG-TS) look alike. A decoder
 * would show scraps of the wrong one, or wait for ever.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RTP_CONTENT_H
#define RTP_CONTENT_H

#include <stdbool.h>
#include <stdint.h>

#include "reason.h"
#include "rtp_header.h"

enum rtp_content {
	RTP_OTHER, /* nothing of the rest */
	RTP_H264,
	RTP_H265,
	RTP_MPEGTS,
	RTP_JPEG,
	RTP_SOUND,
	RTP_CONTENT_COUNT
};

/* What has come so far. All zeros at first, but for `wanted`. */
struct rtp_contents {
	enum rtp_content wanted; /* RTP_H264, RTP_H265 or RTP_MPEGTS */
	unsigned doubt;		 /* grows with what is something else */
	unsigned counts[RTP_CONTENT_COUNT]; /* of the packets that were */
};

/*
 * Take note of a packet. Returns whether it may be what is wanted; a packet
 * that is known to be something else is no matter for the decoder.
 */
bool rtp_contents_add(struct rtp_contents *contents,
		      const struct rtp_header *header, const uint8_t *packet);

/* Take note of what has come, where no RTP packet told it. */
void rtp_contents_note(struct rtp_contents *contents, enum rtp_content content);

/* Whether so much came that is something else that the wanted will not. */
bool rtp_contents_are_wrong(const struct rtp_contents *contents);

/* What most of it was. */
enum rtp_content rtp_contents_guess(const struct rtp_contents *contents);

/*
 * Give the reason why that is of no use: what comes at `name`, an address for
 * people, and what to do about it. Returns -EBADMSG.
 */
int rtp_contents_explain(const struct rtp_contents *contents, const char *name,
			 struct reason *reason);

#endif
