/*
 * Whatever arrives at a drone's port, what libavformat is given of it is one
 * unbroken row of packets.
 *
 * The input is datagrams: two bytes say how long each is and, by their upper
 * bits, how long after the last one it came.
 *
 * SPDX-License-Identifier: MIT
 */
#include <string.h>

#include "fuzz.h"
#include "rtp_packet.h"
#include "rtp_session.h"

#define HEADER_BYTES   12
#define PAUSE_UNIT_NS  UINT64_C(10000000)
#define DATAGRAM_BYTES 1024

/* Of another sender, or of the same one: our numbers have no gap of ours. */
static void packet_check(struct rtp_order *order, const uint8_t *datagram,
			 size_t size_bytes, uint64_t now_ns)
{
	const struct rtp_order before = *order;
	uint8_t *packet = malloc(size_bytes + !size_bytes);

	must(packet != NULL);
	memcpy(packet, datagram, size_bytes);
	if (!rtp_packet_adapt(order, packet, size_bytes, now_ns)) {
		must(memcmp(packet, datagram, size_bytes) == 0);
		must(order->sequence == before.sequence);
		free(packet);
		return;
	}
	must(size_bytes >= HEADER_BYTES);
	must((packet[1] & 0x7f) == RTP_PAYLOAD_TYPE);
	must((packet[1] & 0x80) == (datagram[1] & 0x80));
	must(memcmp(packet + 4, datagram + 4, size_bytes - 4) == 0);
	must((packet[2] << 8 | packet[3]) == order->sequence);
	if (before.is_known && before.sender != order->sender)
		must(order->sequence == (uint16_t)(before.sequence + 1));
	free(packet);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes)
{
	const uint8_t *end = data + size_bytes;
	struct rtp_order order = { 0 };
	uint64_t now_ns = 0;

	while (end - data > 2) {
		size_t datagram_bytes =
			((size_t)data[0] << 8 | data[1]) % DATAGRAM_BYTES;

		now_ns += (data[0] >> 2) * PAUSE_UNIT_NS;
		data += 2;
		if (datagram_bytes > (size_t)(end - data))
			datagram_bytes = (size_t)(end - data);
		packet_check(&order, data, datagram_bytes, now_ns);
		data += datagram_bytes;
	}
	return 0;
}
