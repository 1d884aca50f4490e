/*
 * How a publisher wants to send the packets of a track: the Transport field
 * (RFC 2326, 12.39).
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RTSP_TRANSPORT_H
#define RTSP_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rtsp_text.h"

struct rtsp_transport {
	bool is_udp;
	bool is_numbered;      /* the publisher has named: */
	uint16_t numbers[2];   /* its ports or channels, for RTP and RTCP */
	uint16_t our_ports[2]; /* of UDP, once they are open */
};

/*
 * Take the first of `offers` that we can do: RTP by UDP to one receiver, or in
 * the connection.
 *
 * Returns 0, -EPROTONOSUPPORT when there is none, or -EINVAL when the ports or
 * channels of one cannot be.
 */
int rtsp_transport_choose(struct rtsp_transport *chosen,
			  struct rtsp_text offers);

/* Write the field's value in our answer. */
void rtsp_transport_tell(const struct rtsp_transport *chosen, char *text,
			 size_t size_bytes);

#endif
