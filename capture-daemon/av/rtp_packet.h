/*
 * Adapts the RTP packets of any sender to one receiver (RFC 3550, 5.1).
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RTP_PACKET_H
#define RTP_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A sender that was silent for this long makes room for another. */
#define RTP_SENDER_HOLDS_NS (500 * UINT64_C(1000000))

/* The sequence numbers of one receiver. All zeros at first. */
struct rtp_order {
	bool is_known;	   /* whether a packet has come */
	uint32_t sender;   /* its synchronisation source */
	uint64_t came_ns;  /* when it came, in CLOCK_MONOTONIC */
	uint16_t offset;   /* from the sender's numbers to ours */
	uint16_t sequence; /* ours, of the last packet */
};

/*
 * Give the packet the payload type RTP_PAYLOAD_TYPE, and sequence numbers that
 * go on where those of the sender before it ended.
 *
 * Returns whether it is an RTP packet, of the only sender or of the one that
 * came first; nothing is changed when it is not.
 */
bool rtp_packet_adapt(struct rtp_order *order, uint8_t *packet,
		      size_t length_bytes, uint64_t now_ns);

#endif
