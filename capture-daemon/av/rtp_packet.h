/*
 * Adapts the RTP packets of any sender to one receiver (RFC 3550, 5.1).
 *
 * libavformat wants one unbroken row of numbers: it takes a packet that comes
 * twice as two, and nothing from a sender that begins anew until the numbers
 * have caught up.
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

/*
 * How many packets are remembered, so that their copies are known: 2 s of 20
 * Mbit/s, for the slower of two links by which the same packets come.
 */
#define RTP_TRACES 4096

/* A packet that has come. */
struct rtp_trace {
	bool is_known;
	uint16_t sequence; /* as the sender has it */
	uint32_t time;
};

/* The sequence numbers of one receiver. All zeros at first. */
struct rtp_order {
	bool is_known;	   /* whether a packet has come */
	uint32_t sender;   /* its synchronisation source */
	uint64_t came_ns;  /* when the last one came, in CLOCK_MONOTONIC */
	uint16_t offset;   /* from the sender's numbers to ours */
	uint16_t sequence; /* ours, the highest so far */
	struct rtp_trace traces[RTP_TRACES];
};

/*
 * Give the packet sequence numbers that go on where those of the sender before
 * it ended, or those of the same sender before it began anew.
 *
 * Returns whether it is an RTP packet of the only sender or of the one that
 * came first, and no copy of one before; nothing is changed when it is not.
 */
bool rtp_packet_adapt(struct rtp_order *order, uint8_t *packet,
		      size_t length_bytes, uint64_t now_ns);

/*
 * Whether a datagram is the good-bye of the sender. Another may follow it at
 * once then.
 */
bool rtp_packet_is_goodbye(struct rtp_order *order, const uint8_t *datagram,
			   size_t length_bytes);

#endif
