/*
 * A piece of what a publisher has said, where it lies.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtsp_text.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

#include "number.h"

/* More digits than the largest number has. */
#define NUMBER_BYTES 24

struct rtsp_text rtsp_text_of(const char *text)
{
	return (struct rtsp_text){ text, strlen(text) };
}

static bool is_space(char character)
{
	return character == ' ' || character == '\t' || character == '\r' ||
	       character == '\n';
}

struct rtsp_text rtsp_text_trim(struct rtsp_text text)
{
	while (text.length > 0 && is_space(text.begin[0])) {
		text.begin++;
		text.length--;
	}
	while (text.length > 0 && is_space(text.begin[text.length - 1]))
		text.length--;
	return text;
}

struct rtsp_text rtsp_text_unquote(struct rtsp_text text)
{
	if (text.length >= 2 && text.begin[0] == '"' &&
	    text.begin[text.length - 1] == '"') {
		text.begin++;
		text.length -= 2;
	}
	return text;
}

bool rtsp_text_begins(struct rtsp_text text, const char *word)
{
	size_t length = strlen(word);

	return text.length >= length &&
	       strncasecmp(text.begin, word, length) == 0;
}

bool rtsp_text_is(struct rtsp_text text, const char *word)
{
	return text.length == strlen(word) && rtsp_text_begins(text, word);
}

/* The first `length` bytes of `rest` are `*piece`; one more goes with them. */
static void text_take(struct rtsp_text *rest, size_t length,
		      struct rtsp_text *piece)
{
	size_t taken = length < rest->length ? length + 1 : length;

	*piece = (struct rtsp_text){ rest->begin, length };
	rest->begin += taken;
	rest->length -= taken;
}

bool rtsp_text_split(struct rtsp_text *rest, char delimiter,
		     struct rtsp_text *piece)
{
	bool is_quoted = false;
	size_t length = 0;

	if (rest->length == 0)
		return false;
	for (; length < rest->length; length++) {
		if (rest->begin[length] == delimiter && !is_quoted)
			break;
		is_quoted ^= rest->begin[length] == '"';
	}
	text_take(rest, length, piece);
	*piece = rtsp_text_trim(*piece);
	return true;
}

bool rtsp_text_line(struct rtsp_text *rest, struct rtsp_text *line)
{
	const char *end;

	if (rest->length == 0)
		return false;
	end = memchr(rest->begin, '\n', rest->length);
	text_take(rest, end ? (size_t)(end - rest->begin) : rest->length, line);
	if (line->length > 0 && line->begin[line->length - 1] == '\r')
		line->length--;
	return true;
}

void rtsp_text_pair(struct rtsp_text pair, char separator,
		    struct rtsp_text *name, struct rtsp_text *value)
{
	const char *at = pair.length > 0
				 ? memchr(pair.begin, separator, pair.length)
				 : NULL;
	size_t length = at ? (size_t)(at - pair.begin) : pair.length;

	text_take(&pair, length, name);
	*name = rtsp_text_trim(*name);
	*value = rtsp_text_trim(pair);
}

int rtsp_text_number(struct rtsp_text text, uint64_t minimum, uint64_t maximum,
		     uint64_t *value)
{
	char digits[NUMBER_BYTES];

	if (rtsp_text_copy(text, digits, sizeof(digits)) < 0 ||
	    strlen(digits) != text.length)
		return -EINVAL;
	return number_parse(digits, minimum, maximum, value);
}

int rtsp_text_copy(struct rtsp_text text, char *copy, size_t size_bytes)
{
	if (text.length >= size_bytes)
		return -EMSGSIZE;
	if (text.length > 0)
		memcpy(copy, text.begin, text.length);
	copy[text.length] = '\0';
	return 0;
}

void rtsp_text_show(struct rtsp_text text, char *copy, size_t size_bytes)
{
	size_t length = 0;

	for (; length < text.length && length + 1 < size_bytes; length++) {
		copy[length] = text.begin[length];
		if (copy[length] <= ' ' || copy[length] >= 0x7f)
			copy[length] = '?';
	}
	copy[length] = '\0';
}
