/*
 * One line of a configuration file: name = value, a comment, or nothing.
 *
 * SPDX-License-Identifier: MIT
 */
#include "config_line.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define WHITE " \t\r\v\f"

static bool is_white(char letter)
{
	return letter != '\0' && strchr(WHITE, letter) != NULL;
}

static bool begins_comment(char letter)
{
	return letter == '#' || letter == ';';
}

static char *trim(char *text)
{
	size_t length;

	text += strspn(text, WHITE);
	length = strlen(text);
	while (length > 0 && is_white(text[length - 1]))
		length--;
	text[length] = '\0';
	return text;
}

/* Comments begin behind white space, because a URL may hold a #. */
static void comment_cut(char *text)
{
	for (char *at = text; *at != '\0'; at++)
		if (begins_comment(*at) && (at == text || is_white(at[-1]))) {
			*at = '\0';
			return;
		}
}

/* Word processors and web pages put them in place of "" and ''. */
static bool is_typographic_quote(const char *text)
{
	static const char *const quotes[] = { "\u2018", "\u2019", "\u201c",
					      "\u201d", "\u201e", "\u00ab" };

	for (size_t i = 0; i < sizeof(quotes) / sizeof(quotes[0]); i++)
		if (strncmp(text, quotes[i], strlen(quotes[i])) == 0)
			return true;
	return false;
}

/* `text` begins with a quote. */
static const char *quoted_value_parse(struct config_line *line, char *text)
{
	char *end = strchr(text + 1, text[0]);

	if (!end)
		return "the quote is not closed";
	*end++ = '\0';
	comment_cut(end);
	if (*trim(end) != '\0')
		return "something follows the closing quote; put a value that "
		       "holds a quote into those of the other kind";
	line->value = text + 1;
	return NULL;
}

static const char *value_parse(struct config_line *line, char *text)
{
	text += strspn(text, WHITE);
	if (*text == '"' || *text == '\'')
		return quoted_value_parse(line, text);
	if (is_typographic_quote(text))
		return "its quotes are those of a printed page; write \" or ' "
		       "or none";
	comment_cut(text);
	line->value = trim(text);
	return NULL;
}

const char *config_line_parse(struct config_line *line, char *text)
{
	char *equals;

	*line = (struct config_line){ 0 };
	text += strspn(text, WHITE);
	if (*text == '\0' || begins_comment(*text))
		return NULL;
	if (*text == '[')
		return "expected no sections, but \"name = value\"";
	equals = strchr(text, '=');
	if (!equals)
		return "expected \"name = value\"";
	*equals = '\0';
	line->name = trim(text);
	if (*line->name == '\0')
		return "a name is missing in front of =";
	return value_parse(line, equals + 1);
}
