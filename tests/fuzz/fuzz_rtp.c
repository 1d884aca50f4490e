/*
 * Whatever arrives at a drone's port, what libavformat is given of it is one
 * row of packets, none of them twice, and what they hold is judged within them.
 *
 * The input is datagrams: two bytes say how long each is and, by their upper
 * bits, how long after the last one it came.
 *
 * SPDX-License-Identifier: MIT
 */
#include <string.h>

#include "fuzz.h"
#include "rtp_content.h"
#include "rtp_header.h"
#include "rtp_packet.h"
#include "ts_content.h"

#define PAUSE_UNIT_NS  UINT64_C(10000000)
#define DATAGRAM_BYTES 1024

static struct rtp_order order;

/* It is none: nothing has changed. */
static void refusal_check(uint16_t sequence, const uint8_t *packet,
			  const uint8_t *datagram, size_t size_bytes)
{
	must(memcmp(packet, datagram, size_bytes) == 0);
	must(order.sequence == sequence);
}

/* Whoever sends it: our numbers have no gap of ours, and no copy is taken. */
static void packet_check(const uint8_t *datagram, uint8_t *packet,
			 size_t size_bytes, uint64_t now_ns)
{
	const bool was_known = order.is_known;
	const uint32_t sender = order.sender;
	const uint16_t sequence = order.sequence;

	if (!rtp_packet_adapt(&order, packet, size_bytes, now_ns)) {
		refusal_check(sequence, packet, datagram, size_bytes);
		return;
	}
	must(packet[0] == datagram[0] && packet[1] == datagram[1]);
	must(memcmp(packet + 4, datagram + 4, size_bytes - 4) == 0);
	if (was_known && sender != order.sender)
		must((packet[2] << 8 | packet[3]) == (uint16_t)(sequence + 1));
	must((int16_t)(order.sequence - (packet[2] << 8 | packet[3])) >= 0);
	memcpy(packet, datagram, size_bytes);
	must(!rtp_packet_adapt(&order, packet, size_bytes, now_ns));
}

/* What is awaited at one address, and what at another. */
struct awaited {
	struct rtp_contents video, mpegts;
};

static void datagram_check(struct awaited *awaited, const uint8_t *datagram,
			   size_t size_bytes, uint64_t now_ns)
{
	/* Exactly as large, so that a sanitizer sees what is read behind it. */
	uint8_t *packet = malloc(size_bytes + !size_bytes);
	struct rtp_header header;

	must(packet != NULL);
	memcpy(packet, datagram, size_bytes);
	rtp_packet_is_goodbye(&order, packet, size_bytes);
	if (rtp_header_read(&header, packet, size_bytes) == 0) {
		must(header.payload_at + header.payload_bytes <= size_bytes);
		rtp_contents_add(&awaited->video, &header, packet);
		must(rtp_contents_guess(&awaited->video) < RTP_CONTENT_COUNT);
	}
	ts_contents_add(&awaited->mpegts, packet, size_bytes);
	must(rtp_contents_guess(&awaited->mpegts) < RTP_CONTENT_COUNT);
	packet_check(datagram, packet, size_bytes, now_ns);
	free(packet);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes)
{
	const uint8_t *end = data + size_bytes;
	struct awaited awaited = { { .wanted = RTP_H264 },
				   { .wanted = RTP_MPEGTS } };
	uint64_t now_ns = 0;

	memset(&order, 0, sizeof(order));
	while (end - data > 2) {
		size_t datagram_bytes =
			((size_t)data[0] << 8 | data[1]) % DATAGRAM_BYTES;

		now_ns += (data[0] >> 2) * PAUSE_UNIT_NS;
		data += 2;
		if (datagram_bytes > (size_t)(end - data))
			datagram_bytes = (size_t)(end - data);
		datagram_check(&awaited, data, datagram_bytes, now_ns);
		data += datagram_bytes;
	}
	return 0;
}
