/*
 * The description of an RTP session that nobody describes to us.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtp_session.h"

#include <stdio.h>

/* The addresses are only a formality, because we receive the packets. */
void rtp_session_describe(const char *codec, char *text, size_t size_bytes)
{
	snprintf(text, size_bytes,
		 "v=0\r\n"
		 "o=- 0 0 IN IP4 127.0.0.1\r\n"
		 "s=slotcast\r\n"
		 "c=IN IP4 127.0.0.1\r\n"
		 "t=0 0\r\n"
		 "m=video 9 RTP/AVP %d\r\n"
		 "a=rtpmap:%d %s/90000\r\n",
		 RTP_PAYLOAD_TYPE, RTP_PAYLOAD_TYPE, codec);
}
