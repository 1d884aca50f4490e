/*
 * Tells what an address holds by its answer, not by its name.
 *
 * Content types are often wrong and the bytes never are, so the bytes are tried
 * first.
 *
 * SPDX-License-Identifier: MIT
 */
#include "http_kind.h"

#include <string.h>
#include <strings.h>

static bool type_begins(const char *type, const char *prefix)
{
	return type && strncasecmp(type, prefix, strlen(prefix)) == 0;
}

bool http_kind_is_multipart(const char *type)
{
	return type_begins(type, "multipart/");
}

/* The head as a text with a zero at its end; zeros in it become blanks. */
static const char *head_text(const struct http_head *head, char *text)
{
	size_t size_bytes = head->size_bytes < HTTP_HEAD_BYTES
				    ? head->size_bytes
				    : HTTP_HEAD_BYTES;

	/* Some servers write a byte order mark before it. */
	memcpy(text, head->bytes, size_bytes);
	for (size_t i = 0; i < size_bytes; i++)
		if (text[i] == '\0')
			text[i] = ' ';
	text[size_bytes] = '\0';
	if (strncmp(text, "\xef\xbb\xbf", 3) == 0)
		text += 3;
	return text + strspn(text, " \t\r\n");
}

static bool text_begins(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* Whether it begins with header lines of a part, whatever its type. */
static bool has_part_headers(const char *text)
{
	return strcasestr(text, "content-type: image/") ||
	       strcasestr(text, "content-type:image/") ||
	       strcasestr(text, "content-length:");
}

/* Some JPEGs have zeros or a line end before their SOI. */
static bool is_jpeg(const char *text)
{
	return text_begins(text, "\xff\xd8\xff");
}

static enum http_kind markup_kind(const char *text, const char *type)
{
	if (strstr(text, "<MPD") || strstr(text, "<SmoothStreamingMedia"))
		return HTTP_MEDIA;
	if (strcasestr(text, "<html") || strcasestr(text, "<!doctype html"))
		return HTTP_PAGE;
	if (text_begins(text, "<?xml") || strcasestr(text, ":envelope") ||
	    type_begins(type, "application/soap") ||
	    type_begins(type, "application/xml") ||
	    type_begins(type, "text/xml"))
		return HTTP_XML;
	return HTTP_PAGE;
}

/* Whether it has control characters other than those of lines. */
static bool is_binary(const struct http_head *head)
{
	for (size_t i = 0; i < head->size_bytes; i++)
		if (head->bytes[i] < ' ' && !strchr("\t\n\f\r", head->bytes[i]))
			return true;
	return memchr(head->bytes, '\0', head->size_bytes);
}

/* The kind of an answer that is no picture, once its head is complete. */
static enum http_kind other_kind(const struct http_head *head, const char *text)
{
	const char *type = head->type;

	if (is_binary(head))
		return HTTP_MEDIA;
	if (text_begins(text, "#EXTM3U") || text_begins(text, "v=0"))
		return HTTP_MEDIA;
	if (text[0] == '<')
		return markup_kind(text, type);
	if (text[0] == '{' || text[0] == '[' ||
	    type_begins(type, "application/json"))
		return HTTP_JSON;
	if (type_begins(type, "text/html"))
		return HTTP_PAGE;
	return type_begins(type, "text/") ? HTTP_TEXT : HTTP_MEDIA;
}

/* JPEGs one behind the other that have an end are a recording. */
static bool is_recording(const struct http_head *head)
{
	return head->has_length && type_begins(head->type, "video/");
}

enum http_kind http_kind_of(const struct http_head *head)
{
	char room[HTTP_HEAD_BYTES + 1];
	const char *text;

	if (http_kind_is_multipart(head->type))
		return HTTP_PICTURES;
	if (head->size_bytes == 0)
		return head->is_whole ? HTTP_NOTHING : HTTP_UNDECIDED;
	text = head_text(head, room);
	if (is_jpeg(text))
		return is_recording(head) ? HTTP_MEDIA : HTTP_PICTURES;
	if (text[0] != '<' && text[0] != '{' && has_part_headers(text))
		return HTTP_PICTURES;
	if (!head->is_whole && head->size_bytes < HTTP_HEAD_BYTES)
		return HTTP_UNDECIDED;
	return other_kind(head, text);
}
