/*
 * The description of an RTP session that nobody describes to us.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtp_session.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int text_copy(char *copy, size_t copy_bytes, const char *text,
		     size_t length)
{
	if (length >= copy_bytes)
		return -EINVAL;
	memcpy(copy, text, length);
	copy[length] = '\0';
	return 0;
}

int rtp_session_address(const char *url, char *host, size_t host_bytes,
			char *port, size_t port_bytes)
{
	const char *address = strstr(url, "://"), *end;
	size_t digits;

	if (!address)
		return -EINVAL;
	address += strlen("://");
	if (address[0] == '@')
		address++; /* as in udp://@:5600 */
	if (address[0] == '[') {
		address++;
		end = strchr(address, ']');
		if (!end || end[1] != ':')
			return -EINVAL;
	} else {
		end = strchr(address, ':');
	}
	if (!end ||
	    text_copy(host, host_bytes, address, (size_t)(end - address)) < 0)
		return -EINVAL;
	end += end[0] == ']' ? 2 : 1;
	digits = strspn(end, "0123456789");
	if (digits == 0 || atol(end) < 1 || atol(end) > UINT16_MAX)
		return -EINVAL;
	return text_copy(port, port_bytes, end, digits);
}

/* Addresses are there for form's sake: the packets are received by us. */
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
