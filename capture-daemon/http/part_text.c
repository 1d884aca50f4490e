/*
 * Reads what the text before a picture says of it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "part_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* A shorter boundary may occur in a picture by chance. */
#define BOUNDARY_MIN_BYTES 4

/* The end of a text, of which no more is read. */
static const uint8_t *kept_text(const uint8_t *text, size_t *text_bytes)
{
	if (*text_bytes <= PART_TEXT_KEPT_BYTES)
		return text;
	text += *text_bytes - PART_TEXT_KEPT_BYTES;
	*text_bytes = PART_TEXT_KEPT_BYTES;
	return text;
}

static size_t declared_length(const char *text)
{
	static const char name[] = "content-length:";
	const char *at = text, *last = NULL;

	while ((at = strcasestr(at, name)))
		last = at += strlen(name);
	return last ? strtoul(last, NULL, 10) : 0;
}

/* A line with a colon is a header line, unless two dashes begin it. */
static void boundary_learn(struct part_text *part, const char *line,
			   size_t line_bytes)
{
	size_t dashes = strspn(line, "-");

	if (dashes < 2 && memchr(line, ':', line_bytes))
		return;
	if (dashes > line_bytes || line_bytes - dashes < BOUNDARY_MIN_BYTES ||
	    line_bytes - dashes > PART_BOUNDARY_MAX_BYTES)
		return;
	for (size_t i = dashes; i < line_bytes; i++)
		if (!isascii(line[i]) || !isprint(line[i]))
			return;
	memcpy(part->boundary, line + dashes, line_bytes - dashes);
	part->boundary[line_bytes - dashes] = '\0';
}

void part_text_read(struct part_text *part, const uint8_t *text,
		    size_t text_bytes)
{
	char copy[PART_TEXT_KEPT_BYTES + 1], *line = copy;

	text = kept_text(text, &text_bytes);
	memcpy(copy, text, text_bytes);
	copy[text_bytes] = '\0';
	for (size_t i = 0; i < text_bytes; i++)
		if (copy[i] == '\0')
			copy[i] = ' ';
	part->declared_bytes = declared_length(copy);
	while (*line) {
		size_t line_bytes = strcspn(line, "\r\n");

		boundary_learn(part, line, line_bytes);
		line += line_bytes;
		line += strspn(line, "\r\n");
	}
}

bool part_text_has_line_end(const uint8_t *text, size_t text_bytes)
{
	text = kept_text(text, &text_bytes);
	return memchr(text, '\n', text_bytes) || memchr(text, '\r', text_bytes);
}
