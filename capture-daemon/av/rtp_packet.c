/*
 * Adapts the RTP packets of any sender to one receiver (RFC 3550, 5.1).
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtp_packet.h"

#include "rtp_session.h"

#define HEADER_BYTES 12
#define VERSION	     2
#define MARKER	     0x80

/* Reports may share the port (RFC 5761, 4). */
#define REPORT_FIRST 192
#define REPORT_LAST  223

static bool packet_is_rtp(const uint8_t *packet, size_t length_bytes)
{
	return length_bytes >= HEADER_BYTES && packet[0] >> 6 == VERSION &&
	       !(packet[1] >= REPORT_FIRST && packet[1] <= REPORT_LAST);
}

bool rtp_packet_adapt(struct rtp_order *order, uint8_t *packet,
		      size_t length_bytes, uint64_t now_ns)
{
	uint32_t sender;
	uint16_t sequence;

	if (!packet_is_rtp(packet, length_bytes))
		return false;
	sequence = (uint16_t)(packet[2] << 8 | packet[3]);
	sender = (uint32_t)packet[8] << 24 | (uint32_t)packet[9] << 16 |
		 (uint32_t)packet[10] << 8 | packet[11];
	if (order->is_known && sender != order->sender) {
		if (now_ns < order->came_ns + RTP_SENDER_HOLDS_NS)
			return false;
		order->offset = (uint16_t)(order->sequence + 1 - sequence);
	}
	order->is_known = true;
	order->came_ns = now_ns;
	order->sender = sender;
	order->sequence = (uint16_t)(sequence + order->offset);
	packet[1] = (uint8_t)((packet[1] & MARKER) | RTP_PAYLOAD_TYPE);
	packet[2] = (uint8_t)(order->sequence >> 8);
	packet[3] = (uint8_t)order->sequence;
	return true;
}
