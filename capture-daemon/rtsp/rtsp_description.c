/*
 * What a publisher says it is going to send, and what of it is handed on.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtsp_description.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define PAYLOAD_TYPE_MAX     127
#define PAYLOAD_TYPE_DYNAMIC 96 /* has no meaning of its own from here on */

/* What is read of a description, line by line. */
struct reader {
	struct rtsp_description *description;
	bool is_description;
	bool is_in_track, is_in_video, has_video, has_codec;
	size_t text_bytes;
};

static int text_add(struct reader *reader, struct rtsp_text text)
{
	char *all = reader->description->text;
	size_t room = RTSP_DESCRIPTION_BYTES - reader->text_bytes;

	if (rtsp_text_copy(text, all + reader->text_bytes, room) < 0)
		return -E2BIG;
	reader->text_bytes += text.length;
	return 0;
}

static int line_add(struct reader *reader, struct rtsp_text line)
{
	int result = text_add(reader, line);

	return result < 0 ? result : text_add(reader, rtsp_text_of("\r\n"));
}

/* "video 0 RTP/AVP 96 97". */
static int video_begin(struct reader *reader, struct rtsp_text media)
{
	struct rtsp_description *description = reader->description;
	struct rtsp_text kind, port, protocol, format;
	uint64_t payload_type;
	char line[64];

	rtsp_text_split(&media, ' ', &kind);
	if (!rtsp_text_split(&media, ' ', &port) ||
	    !rtsp_text_split(&media, ' ', &protocol) ||
	    !rtsp_text_split(&media, ' ', &format) ||
	    rtsp_text_number(format, 0, PAYLOAD_TYPE_MAX, &payload_type) < 0)
		return -EINVAL;
	if (!rtsp_text_begins(protocol, "RTP/AVP"))
		return -EPROTONOSUPPORT;
	description->video = description->track_count;
	description->payload_type = (uint8_t)payload_type;
	description->has_others = rtsp_text_trim(media).length > 0;
	reader->is_in_video = reader->has_video = true;
	reader->has_codec = payload_type < PAYLOAD_TYPE_DYNAMIC;
	snprintf(line, sizeof(line), "m=video 9 RTP/AVP %u",
		 description->payload_type);
	return line_add(reader, rtsp_text_of(line));
}

static int media_read(struct reader *reader, struct rtsp_text media)
{
	struct rtsp_description *description = reader->description;
	int result = 0;

	if (reader->is_in_track)
		description->track_count++;
	if (description->track_count == RTSP_TRACKS_MAX)
		return -E2BIG;
	description->controls[description->track_count][0] = '\0';
	reader->is_in_track = true;
	reader->is_in_video = false;
	if (rtsp_text_begins(media, "video ") && !reader->has_video)
		result = video_begin(reader, media);
	return result;
}

/* "rtpmap:96 H264/90000": whether it is about the payload type we take. */
static bool is_of_video(const struct reader *reader, struct rtsp_text value)
{
	uint64_t payload_type;
	struct rtsp_text first;

	value = rtsp_text_trim(value);
	return rtsp_text_split(&value, ' ', &first) &&
	       rtsp_text_number(first, 0, PAYLOAD_TYPE_MAX, &payload_type) ==
		       0 &&
	       payload_type == reader->description->payload_type;
}

/* What libavformat has to know of the video; all but one name its type. */
static const struct wanted {
	const char *name;
	bool is_of_all;
} all_wanted[] = {
	{ "rtpmap", false },
	{ "fmtp", false },
	{ "framesize", false },
	{ "framerate", true },
};

static const struct wanted *wanted_find(struct rtsp_text name)
{
	for (size_t i = 0; i < sizeof(all_wanted) / sizeof(all_wanted[0]); i++)
		if (rtsp_text_is(name, all_wanted[i].name))
			return &all_wanted[i];
	return NULL;
}

/* Hand on an attribute of the video, in the spelling of RFC 8866. */
static int wanted_add(struct reader *reader, struct rtsp_text name,
		      struct rtsp_text value)
{
	const struct wanted *wanted = wanted_find(name);
	char begin[32];
	int result;

	if (!wanted || (!wanted->is_of_all && !is_of_video(reader, value)))
		return 0;
	reader->has_codec |= rtsp_text_is(name, "rtpmap");
	snprintf(begin, sizeof(begin), "a=%s:", wanted->name);
	result = text_add(reader, rtsp_text_of(begin));
	return result < 0 ? result : line_add(reader, value);
}

static int attribute_read(struct reader *reader, struct rtsp_text line)
{
	struct rtsp_description *description = reader->description;
	struct rtsp_text name, value;

	rtsp_text_pair((struct rtsp_text){ line.begin + 2, line.length - 2 },
		       ':', &name, &value);
	if (reader->is_in_track && rtsp_text_is(name, "control"))
		return rtsp_text_copy(
			       value,
			       description->controls[description->track_count],
			       RTSP_CONTROL_BYTES) < 0
			       ? -E2BIG
			       : 0;
	return reader->is_in_video ? wanted_add(reader, name, value) : 0;
}

/* A zero in a line would end the text, a CR the line: for libavformat. */
static int line_read(struct reader *reader, struct rtsp_text line)
{
	if (line.length < 2 || line.begin[1] != '=' ||
	    memchr(line.begin, '\0', line.length) ||
	    memchr(line.begin, '\r', line.length))
		return 0;
	switch (line.begin[0]) {
	case 'v':
		reader->is_description = true;
		return 0;
	case 'm':
		reader->is_description = true;
		return media_read(
			reader,
			(struct rtsp_text){ line.begin + 2, line.length - 2 });
	case 'a':
		return attribute_read(reader, line);
	default:
		return 0;
	}
}

int rtsp_description_read(struct rtsp_description *description,
			  struct rtsp_text body)
{
	struct reader reader = { .description = description };
	struct rtsp_text line;
	int result;

	description->track_count = 0;
	result = line_add(&reader, rtsp_text_of("v=0\r\n"
						"o=- 0 0 IN IP4 127.0.0.1\r\n"
						"s=slotcast\r\n"
						"c=IN IP4 127.0.0.1\r\n"
						"t=0 0"));
	while (result == 0 && rtsp_text_line(&body, &line))
		result = line_read(&reader, rtsp_text_trim(line));
	if (result < 0)
		return result;
	if (!reader.is_description)
		return -EINVAL;
	description->track_count += reader.is_in_track;
	if (!reader.has_video)
		return -ENODATA;
	return reader.has_codec ? 0 : -ENOMSG;
}

/* An address that is whole counts from its path on. */
static const char *control_path(const char *control)
{
	const char *host = strstr(control, "://");
	const char *path = host ? strchr(host + 3, '/') : NULL;

	return path ? path : control;
}

/* Whether `uri` ends with the control, as a step of a path of its own. */
static bool control_fits(const char *control, struct rtsp_text uri)
{
	size_t length;

	control = control_path(control);
	length = strlen(control);
	if (length == 0 || strcmp(control, "*") == 0 || uri.length < length ||
	    memcmp(uri.begin + uri.length - length, control, length) != 0)
		return false;
	return uri.length == length || control[0] == '/' ||
	       uri.begin[uri.length - length - 1] == '/';
}

int rtsp_description_track(const struct rtsp_description *description,
			   struct rtsp_text uri, const bool *is_taken)
{
	size_t count = description->track_count;

	while (uri.length > 1 && uri.begin[uri.length - 1] == '/')
		uri.length--;
	for (size_t track = 0; track < count; track++)
		if (control_fits(description->controls[track], uri))
			return (int)track;
	for (size_t track = 0; track < count; track++)
		if (!is_taken[track])
			return (int)track;
	return -ENOENT;
}
