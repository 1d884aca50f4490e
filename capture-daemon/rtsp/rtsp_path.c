/*
 * Whether a publisher's address is the one that is listened at.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtsp_path.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* From the slash behind host and port on, up to a query. */
static struct rtsp_text path_find(struct rtsp_text uri)
{
	struct rtsp_text path = uri;
	size_t length = 0;

	if (rtsp_text_begins(uri, "rtsp://") ||
	    rtsp_text_begins(uri, "rtsps://")) {
		const char *host = strchr(uri.begin, '/') + 2;
		const char *end = uri.begin + uri.length;

		path.begin = host;
		while (path.begin < end && !strchr("/?#", path.begin[0]))
			path.begin++;
		path.length = (size_t)(end - path.begin);
	}
	while (length < path.length && path.begin[length] != '?' &&
	       path.begin[length] != '#')
		length++;
	path.length = length;
	return path;
}

/* Returns the character at the front of `text`, which it is taken off. */
static char character_take(struct rtsp_text *text)
{
	const char *at = text->begin;
	size_t length = 1;
	char character = at[0];

	if (text->length >= 3 && at[0] == '%' &&
	    isxdigit((unsigned char)at[1]) && isxdigit((unsigned char)at[2])) {
		const char digits[] = { at[1], at[2], '\0' };

		character = (char)strtol(digits, NULL, 16);
		length = 3;
	}
	text->begin += length;
	text->length -= length;
	return character;
}

void rtsp_path_read(struct rtsp_path *path, struct rtsp_text uri)
{
	struct rtsp_text rest = path_find(uri);
	size_t length = 0;

	while (rest.length > 0 && length + 1 < sizeof(path->text))
		path->text[length++] = character_take(&rest);
	path->is_cut = rest.length > 0;
	while (length > 0 && path->text[length - 1] == '/')
		length--;
	path->text[length] = '\0';
	/* What cannot be compared as text is nobody's path. */
	path->is_cut |= strlen(path->text) != length;
}

bool rtsp_path_fits(struct rtsp_text uri, const char *url)
{
	struct rtsp_path asked, wanted;

	rtsp_path_read(&wanted, rtsp_text_of(url));
	if (wanted.text[0] == '\0')
		return true;
	rtsp_path_read(&asked, uri);
	return !asked.is_cut && !wanted.is_cut &&
	       strcmp(asked.text, wanted.text) == 0;
}
