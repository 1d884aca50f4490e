/*
 * What stands in front of the payload of an RTP packet, and in its reports
 * (RFC 3550).
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RTP_HEADER_H
#define RTP_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What each packet has at least, and the flag beside its payload type. */
#define RTP_HEADER_BYTES 12
#define RTP_MARKER	 0x80

struct rtp_header {
	uint8_t payload_type;
	uint16_t sequence; /* the packet's number, which wraps */
	uint32_t time;	   /* of its picture, in ticks of the payload's clock */
	uint32_t sender;   /* its synchronisation source */
	size_t payload_at,
		payload_bytes; /* where the payload is; may be empty */
};

/*
 * Read the header of a datagram.
 *
 * Returns 0, or -EINVAL when the datagram is no RTP packet, but a report about
 * some, or anything else.
 */
int rtp_header_read(struct rtp_header *header, const uint8_t *packet,
		    size_t length_bytes);

/*
 * Whether a datagram is a report in which a sender says good-bye (section 6.6).
 * `*sender` is the first one that does.
 */
bool rtp_report_says_goodbye(const uint8_t *report, size_t length_bytes,
			     uint32_t *sender);

#endif
