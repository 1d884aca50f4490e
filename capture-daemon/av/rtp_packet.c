/*
 * Adapts the RTP packets of any sender to one receiver.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtp_packet.h"

#include <string.h>

#include "rtp_header.h"

/* By RFC 3550, A.1, a larger step back or ahead is a new beginning. */
#define STEP_BACK_MAX  100
#define STEP_AHEAD_MAX 3000

static struct rtp_trace *trace_of(struct rtp_order *order,
				  const struct rtp_header *header)
{
	return &order->traces[header->sequence % RTP_TRACES];
}

static bool has_come(struct rtp_order *order, const struct rtp_header *header)
{
	const struct rtp_trace *trace = trace_of(order, header);

	return trace->is_known && trace->sequence == header->sequence;
}

/* A sender that begins anew may use a number again, for another picture. */
static bool is_copy(struct rtp_order *order, const struct rtp_header *header)
{
	return has_come(order, header) &&
	       trace_of(order, header)->time == header->time;
}

/* Our number of a packet, if its sender just goes on. */
static uint16_t number_of(const struct rtp_order *order,
			  const struct rtp_header *header)
{
	return (uint16_t)(header->sequence + order->offset);
}

/* How far the packet is ahead of all others, if its sender just goes on. */
static int step_to(const struct rtp_order *order,
		   const struct rtp_header *header)
{
	return (int16_t)(number_of(order, header) - order->sequence);
}

/* Whether the sender goes on; a packet may have been lost or be late. */
static bool goes_on(struct rtp_order *order, const struct rtp_header *header,
		    bool was_silent)
{
	int step = step_to(order, header);

	if (step > 0)
		return step <= STEP_AHEAD_MAX;
	return !was_silent && step >= -STEP_BACK_MAX &&
	       !has_come(order, header);
}

/* Let the packet follow the last one, whatever its number is. */
static void begin_anew(struct rtp_order *order, const struct rtp_header *header)
{
	order->offset = (uint16_t)(order->sequence + 1 - header->sequence);
}

/* Begin with a sender of whose numbers nothing is known. */
static void sender_take(struct rtp_order *order,
			const struct rtp_header *header)
{
	memset(order->traces, 0, sizeof(order->traces));
	order->sender = header->sender;
	if (order->is_known)
		begin_anew(order, header);
	else
		order->sequence = (uint16_t)(header->sequence - 1);
	order->is_known = true;
}

/* Returns whether the packet is to be taken, which its number follows then. */
static bool place_find(struct rtp_order *order, const struct rtp_header *header,
		       uint64_t now_ns)
{
	bool was_silent = now_ns >= order->came_ns + RTP_SENDER_HOLDS_NS;

	if (!order->is_known) {
		sender_take(order, header);
	} else if (header->sender != order->sender || is_copy(order, header)) {
		/* After a silence, the same numbers are a new beginning. */
		if (!was_silent)
			return false;
		sender_take(order, header);
	} else if (!goes_on(order, header, was_silent)) {
		begin_anew(order, header);
	}
	return true;
}

bool rtp_packet_adapt(struct rtp_order *order, uint8_t *packet,
		      size_t length_bytes, uint64_t now_ns)
{
	struct rtp_header header;
	uint16_t number;

	if (rtp_header_read(&header, packet, length_bytes) < 0 ||
	    !place_find(order, &header, now_ns))
		return false;
	number = number_of(order, &header);
	if (step_to(order, &header) > 0)
		order->sequence = number;
	order->came_ns = now_ns;
	*trace_of(order, &header) =
		(struct rtp_trace){ true, header.sequence, header.time };
	packet[2] = (uint8_t)(number >> 8);
	packet[3] = (uint8_t)number;
	return true;
}

bool rtp_packet_is_goodbye(struct rtp_order *order, const uint8_t *datagram,
			   size_t length_bytes)
{
	uint32_t sender;

	if (!rtp_report_says_goodbye(datagram, length_bytes, &sender) ||
	    !order->is_known || sender != order->sender)
		return false;
	order->came_ns = 0;
	return true;
}
