/*
 * How a publisher wants to send the packets of a track.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtsp_transport.h"

#include <errno.h>
#include <stdio.h>

#define CHANNEL_MAX UINT8_MAX

/* "5000-5001", or "5000" alone. */
static int numbers_read(struct rtsp_transport *transport,
			struct rtsp_text range, uint64_t minimum,
			uint64_t maximum)
{
	struct rtsp_text first, second;
	uint64_t rtp, rtcp;

	rtsp_text_pair(range, '-', &first, &second);
	if (rtsp_text_number(first, minimum, maximum, &rtp) < 0)
		return -EINVAL;
	rtcp = rtp < maximum ? rtp + 1 : rtp;
	if (second.length > 0 &&
	    rtsp_text_number(second, minimum, maximum, &rtcp) < 0)
		return -EINVAL;
	transport->numbers[0] = (uint16_t)rtp;
	transport->numbers[1] = (uint16_t)rtcp;
	transport->is_numbered = true;
	return 0;
}

/* Returns 0, or -EPROTONOSUPPORT. */
static int protocol_read(struct rtsp_transport *transport,
			 struct rtsp_text protocol)
{
	struct rtsp_text piece, profile = protocol;

	if (!rtsp_text_split(&protocol, '/', &piece) ||
	    !rtsp_text_is(piece, "RTP") ||
	    !rtsp_text_split(&protocol, '/', &profile) ||
	    (!rtsp_text_is(profile, "AVP") && !rtsp_text_is(profile, "AVPF")))
		return -EPROTONOSUPPORT;
	transport->is_udp = !rtsp_text_is(protocol, "TCP");
	return transport->is_udp && protocol.length > 0 &&
			       !rtsp_text_is(protocol, "UDP")
		       ? -EPROTONOSUPPORT
		       : 0;
}

static int parameter_read(struct rtsp_transport *transport,
			  struct rtsp_text parameter)
{
	struct rtsp_text name, value;

	rtsp_text_pair(parameter, '=', &name, &value);
	value = rtsp_text_unquote(value);
	if (rtsp_text_is(name, "multicast"))
		return -EPROTONOSUPPORT;
	if (!transport->is_udp && rtsp_text_is(name, "interleaved"))
		return numbers_read(transport, value, 0, CHANNEL_MAX);
	if (transport->is_udp && rtsp_text_is(name, "client_port"))
		return numbers_read(transport, value, 1, UINT16_MAX);
	return 0;
}

static int offer_read(struct rtsp_transport *transport, struct rtsp_text offer)
{
	struct rtsp_text piece = { 0 };
	int result;

	*transport = (struct rtsp_transport){ 0 };
	rtsp_text_split(&offer, ';', &piece);
	result = protocol_read(transport, piece);
	while (result == 0 && rtsp_text_split(&offer, ';', &piece))
		result = parameter_read(transport, piece);
	return result;
}

int rtsp_transport_choose(struct rtsp_transport *chosen,
			  struct rtsp_text offers)
{
	struct rtsp_text offer;
	int result;

	while (rtsp_text_split(&offers, ',', &offer)) {
		result = offer_read(chosen, offer);
		if (result != -EPROTONOSUPPORT)
			return result;
	}
	return -EPROTONOSUPPORT;
}

void rtsp_transport_tell(const struct rtsp_transport *chosen, char *text,
			 size_t size_bytes)
{
	char ports[48] = "";

	if (chosen->is_udp && chosen->is_numbered)
		snprintf(ports, sizeof(ports), ";client_port=%u-%u",
			 chosen->numbers[0], chosen->numbers[1]);
	if (chosen->is_udp)
		snprintf(text, size_bytes,
			 "RTP/AVP;unicast%s;server_port=%u-%u;mode=record",
			 ports, chosen->our_ports[0], chosen->our_ports[1]);
	else
		snprintf(text, size_bytes,
			 "RTP/AVP/TCP;unicast;interleaved=%u-%u;mode=record",
			 chosen->numbers[0], chosen->numbers[1]);
}
