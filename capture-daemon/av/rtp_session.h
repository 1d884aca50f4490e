/*
 * The description of an RTP session that nobody describes to us.
 *
 * PX4 and QGroundControl send H.264 to a port and nothing else: no RTSP, no
 * session description, no parameter sets but those in the stream itself.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RTP_SESSION_H
#define RTP_SESSION_H

#include <stddef.h>

/* Every packet is given this payload type, whatever the sender says. */
#define RTP_PAYLOAD_TYPE 96

/* Enough for what rtp_session_describe() writes. */
#define RTP_SESSION_BYTES 256

/* Write the session description (RFC 8866) of one video stream of `codec`. */
void rtp_session_describe(const char *codec, char *text, size_t size_bytes);

#endif
