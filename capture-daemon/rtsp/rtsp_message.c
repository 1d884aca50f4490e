/*
 * The next message in what a publisher has sent.
 *
 * The result is the same whether the bytes come one by one or all at once: what
 * is refused when a part is there is refused when the whole is.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtsp_message.h"

#include <errno.h>
#include <string.h>

#define FRAME_MARK '$'

static struct rtsp_message message_of(enum rtsp_kind kind)
{
	return (struct rtsp_message){ .kind = kind };
}

/* Some senders end a body with an empty line. */
static size_t blank_bytes(const char *bytes, size_t length_bytes)
{
	size_t blank = 0;

	while (blank < length_bytes &&
	       (bytes[blank] == '\r' || bytes[blank] == '\n'))
		blank++;
	return blank;
}

static struct rtsp_message packet_read(const char *bytes, size_t length_bytes)
{
	const uint8_t *head = (const uint8_t *)bytes;
	struct rtsp_message message = message_of(RTSP_INCOMPLETE);
	size_t packet_bytes;

	if (length_bytes < RTSP_FRAME_HEAD_BYTES)
		return message;
	packet_bytes = (size_t)head[2] << 8 | head[3];
	if (length_bytes - RTSP_FRAME_HEAD_BYTES < packet_bytes)
		return message;
	message.kind = RTSP_PACKET;
	message.channel = head[1];
	message.body = (struct rtsp_text){ bytes + RTSP_FRAME_HEAD_BYTES,
					   packet_bytes };
	message.size_bytes = RTSP_FRAME_HEAD_BYTES + packet_bytes;
	return message;
}

/* Whether the first line, or what has come of it, is plain text. */
static bool is_plain(struct rtsp_text line)
{
	for (size_t i = 0; i < line.length; i++) {
		unsigned char character = (unsigned char)line.begin[i];

		if ((character < ' ' && character != '\t' &&
		     character != '\r') ||
		    character == 0x7f)
			return false;
	}
	return true;
}

/* The bytes of the head, with the empty line; 0: its end has not come. */
static size_t head_bytes(const char *bytes, size_t length_bytes)
{
	struct rtsp_text rest = { bytes, length_bytes }, line;

	while (rest.length > 0 && memchr(rest.begin, '\n', rest.length)) {
		rtsp_text_line(&rest, &line);
		if (line.length == 0)
			return (size_t)(rest.begin - bytes);
	}
	return 0;
}

/* RFC 2326, 4.2: a line that begins with white space belongs to the last. */
static void fields_unfold(char *bytes, size_t length_bytes)
{
	for (size_t i = 1; i < length_bytes; i++) {
		if (bytes[i - 1] != '\n' ||
		    (bytes[i] != ' ' && bytes[i] != '\t'))
			continue;
		bytes[i - 1] = ' ';
		if (i >= 2 && bytes[i - 2] == '\r')
			bytes[i - 2] = ' ';
	}
}

/* Method, URI and version; a URI may hold spaces that it should not. */
static enum rtsp_kind first_line_read(struct rtsp_message *message,
				      struct rtsp_text line)
{
	size_t first = 0, last;

	if (!is_plain(line))
		return RTSP_FOREIGN;
	line = rtsp_text_trim(line);
	if (rtsp_text_begins(line, "RTSP/"))
		return RTSP_ANSWER;
	last = line.length;
	while (first < line.length && line.begin[first] != ' ')
		first++;
	while (last > first && line.begin[last - 1] != ' ')
		last--;
	message->method = (struct rtsp_text){ line.begin, first };
	message->version =
		(struct rtsp_text){ line.begin + last, line.length - last };
	message->uri = rtsp_text_trim(
		(struct rtsp_text){ line.begin + first, last - first });
	return rtsp_text_begins(message->version, "RTSP/") &&
			       message->uri.length > 0
		       ? RTSP_REQUEST
		       : RTSP_FOREIGN;
}

static bool field_next(struct rtsp_text *rest, const char *name,
		       struct rtsp_text *value)
{
	struct rtsp_text line, found;

	while (rtsp_text_line(rest, &line)) {
		rtsp_text_pair(line, ':', &found, value);
		if (rtsp_text_is(found, name))
			return true;
	}
	return false;
}

bool rtsp_message_field(const struct rtsp_message *message, const char *name,
			struct rtsp_text *value)
{
	struct rtsp_text rest = message->fields;

	return field_next(&rest, name, value);
}

/* Two lengths that differ are none. Returns 0, -EINVAL or -EMSGSIZE. */
static int body_length(const struct rtsp_message *message, size_t *body_bytes)
{
	struct rtsp_text rest = message->fields, value;
	uint64_t length = 0, next;
	bool is_known = false;

	while (field_next(&rest, "Content-Length", &value)) {
		if (rtsp_text_number(value, 0, INT64_MAX, &next) < 0 ||
		    (is_known && next != length))
			return -EINVAL;
		length = next;
		is_known = true;
	}
	*body_bytes = (size_t)length;
	return length > RTSP_BODY_BYTES_MAX ? -EMSGSIZE : 0;
}

/* Read a message whose head is whole. */
static struct rtsp_message whole_read(char *bytes, size_t head,
				      size_t length_bytes)
{
	struct rtsp_message message = { 0 };
	struct rtsp_text line;
	size_t body_bytes;
	int result;

	message.fields = (struct rtsp_text){ bytes, head };
	rtsp_text_line(&message.fields, &line);
	message.kind = first_line_read(&message, line);
	if (message.kind == RTSP_FOREIGN)
		return message_of(RTSP_FOREIGN);
	fields_unfold(bytes + (head - message.fields.length),
		      message.fields.length);
	result = body_length(&message, &body_bytes);
	if (result < 0)
		return message_of(result == -EMSGSIZE ? RTSP_TOO_LARGE
						      : RTSP_MALFORMED);
	if (length_bytes - head < body_bytes)
		return message_of(RTSP_INCOMPLETE);
	message.body = (struct rtsp_text){ bytes + head, body_bytes };
	message.size_bytes = head + body_bytes;
	return message;
}

/* Find out what a message is of whose head only a part has come. */
static enum rtsp_kind part_kind(const char *bytes, size_t length_bytes)
{
	struct rtsp_text rest = { bytes, length_bytes }, line = { bytes, 0 };
	bool is_whole = memchr(bytes, '\n', length_bytes);
	struct rtsp_message message;

	rtsp_text_line(&rest, &line);
	if (!is_plain(line) ||
	    (is_whole && first_line_read(&message, line) == RTSP_FOREIGN))
		return RTSP_FOREIGN;
	return length_bytes >= RTSP_HEAD_BYTES_MAX ? RTSP_TOO_LARGE
						   : RTSP_INCOMPLETE;
}

static struct rtsp_message text_read(char *bytes, size_t length_bytes)
{
	size_t limit = length_bytes < RTSP_HEAD_BYTES_MAX ? length_bytes
							  : RTSP_HEAD_BYTES_MAX;
	size_t head = head_bytes(bytes, limit);

	return head > 0 ? whole_read(bytes, head, length_bytes)
			: message_of(part_kind(bytes, limit));
}

struct rtsp_message rtsp_message_read(char *bytes, size_t length_bytes)
{
	size_t blank = blank_bytes(bytes, length_bytes);
	struct rtsp_message message = { .kind = RTSP_INCOMPLETE };

	bytes += blank;
	length_bytes -= blank;
	if (length_bytes > 0 && bytes[0] == FRAME_MARK)
		message = packet_read(bytes, length_bytes);
	else if (length_bytes > 0)
		message = text_read(bytes, length_bytes);
	if (length_bytes > 0)
		message.first = bytes[0];
	message.size_bytes += blank;
	return message;
}
