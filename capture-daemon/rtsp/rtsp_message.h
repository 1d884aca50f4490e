/*
 * The next message in what a publisher has sent: a request, an answer, or a
 * packet between two of them (RFC 2326, 4 and 10.12).
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RTSP_MESSAGE_H
#define RTSP_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rtsp_text.h"

#define RTSP_HEAD_BYTES_MAX (16 << 10)
#define RTSP_BODY_BYTES_MAX (64 << 10)

/* What precedes a packet between messages; its length has two bytes. */
#define RTSP_FRAME_HEAD_BYTES 4
#define RTSP_FRAME_PACKET_MAX 65535

/* A buffer of so many bytes can hold every message. */
#define RTSP_MESSAGE_BYTES_MAX (RTSP_HEAD_BYTES_MAX + RTSP_BODY_BYTES_MAX)

enum rtsp_kind {
	RTSP_INCOMPLETE, /* more has to come first */
	RTSP_REQUEST,
	RTSP_ANSWER, /* to something that we never asked */
	RTSP_PACKET,
	RTSP_TOO_LARGE,
	RTSP_MALFORMED, /* a length that is none */
	RTSP_FOREIGN,	/* no RTSP at all */
};

struct rtsp_message {
	enum rtsp_kind kind;
	size_t size_bytes; /* that need not be looked at again */
	char first;	   /* byte of it, behind empty lines */

	struct rtsp_text method, uri, version; /* of a request */
	struct rtsp_text fields;	       /* the lines of the head */
	struct rtsp_text body;		       /* or the packet */
	uint8_t channel;		       /* of a packet */
};

/*
 * Read the message at the front of `bytes`, into which it then points. Folded
 * lines are joined there.
 */
struct rtsp_message rtsp_message_read(char *bytes, size_t length_bytes);

/* The value of the first field called `name`. Returns whether there is one. */
bool rtsp_message_field(const struct rtsp_message *message, const char *name,
			struct rtsp_text *value);

#endif
