/*
 * One row of a table of options, and the text that was given for it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "option_row.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "log.h"
#include "number.h"
#include "option_list.h"
#include "refused_text.h"
#include "suggestion.h"

#define EXPECTED_BYTES 256

/* "1280x720", "120fps" and their like: figures, and few letters. */
#define FIGURES_BYTES_MAX   24
#define FIGURES_LETTERS_MAX 4
#define CHOICE_BYTES_MAX    5

static const char *const flag_choices[] = { "yes", "no", NULL };

const struct option_row *option_row_find(const struct option_table *table,
					 const char *name)
{
	for (size_t i = 0; i < table->row_count; i++)
		if (strcmp(table->rows[i].name, name) == 0)
			return &table->rows[i];
	return NULL;
}

static const char *const *choices_of(const struct option_row *row)
{
	return row->kind == OPTION_FLAG ? flag_choices : row->choices;
}

/* ------------------------------------------------------------ storing ----- */

static bool choice_is_there(const char *const *choices, const char *text)
{
	for (; *choices; choices++)
		if (strcmp(*choices, text) == 0)
			return true;
	return false;
}

static int value_store(const struct option_row *row, const char *text,
		       void *value)
{
	const char *const *choices = choices_of(row);

	if ((choices && !choice_is_there(choices, text)) ||
	    (row->is_valid && !row->is_valid(text)))
		return -EINVAL;
	switch (row->kind) {
	case OPTION_FLAG:
		*(bool *)value = strcmp(text, "yes") == 0;
		return 0;
	case OPTION_NUMBER:
		return number_parse(text, row->minimum, row->maximum, value);
	case OPTION_TEXT:
		*(const char **)value = text;
		return 0;
	case OPTION_LIST:
		return option_list_add(value, text);
	case OPTION_CUSTOM:
		return row->parse(text, value);
	}
	return -EINVAL;
}

/* ----------------------------------------------------------- refusing ----- */

static bool looks_like_figures(const char *text)
{
	size_t length = strlen(text), figures = 0;

	for (size_t i = 0; i < length; i++)
		figures += strchr("0123456789.,+-%", text[i]) != NULL;
	return length <= FIGURES_BYTES_MAX && figures > 0 &&
	       length - figures <= FIGURES_LETTERS_MAX;
}

static void choice_suggest(struct suggestion *suggestion,
			   const struct option_row *row, const char *text)
{
	const char *const *choices = choices_of(row);

	suggestion_begin(suggestion, text, strlen(text));
	for (; choices && *choices; choices++)
		suggestion_try(suggestion, *choices, strlen(*choices));
}

/* Who takes only figures, or one of a few words, shows nothing else. */
static bool may_be_shown(const struct option_row *row, const char *text)
{
	struct suggestion suggestion;

	if (row->is_secret)
		return false;
	if (choices_of(row)) {
		choice_suggest(&suggestion, row, text);
		return strlen(text) <= CHOICE_BYTES_MAX || suggestion.count > 0;
	}
	if (row->kind == OPTION_NUMBER || row->kind == OPTION_CUSTOM)
		return looks_like_figures(text);
	return true;
}

void option_origin_tell(const struct option_row *row,
			const struct option_place *place, const char *text,
			char origin[OPTION_ORIGIN_BYTES])
{
	bool shows = *text == '\0' || may_be_shown(row, text);
	char shown[REFUSED_TEXT_BYTES] = "", file[REFUSED_TEXT_BYTES];

	if (shows)
		refused_text_show(shown, text);
	if (!place->path) {
		snprintf(origin, OPTION_ORIGIN_BYTES, "--%s%s%s", row->name,
			 shows ? " " : "", shown);
		return;
	}
	refused_text_show(file, place->path);
	snprintf(origin, OPTION_ORIGIN_BYTES, "%s: line %d: %s%s%s", file,
		 place->line, row->name, shows ? " = " : "", shown);
}

/* What the row says, or what follows from its kind. */
static void expected_tell(const struct option_row *row,
			  char expected[EXPECTED_BYTES])
{
	const char *const *choices = choices_of(row);
	size_t length = 0;

	expected[0] = '\0';
	if (row->expected) {
		snprintf(expected, EXPECTED_BYTES, "%s", row->expected);
		return;
	}
	if (row->kind == OPTION_NUMBER)
		snprintf(expected, EXPECTED_BYTES,
			 "a number from %" PRIu64 " to %" PRIu64, row->minimum,
			 row->maximum);
	for (size_t i = 0; choices && choices[i]; i++)
		length += (size_t)snprintf(expected + length,
					   EXPECTED_BYTES - length, "%s%s",
					   i == 0	    ? ""
					   : choices[i + 1] ? ", "
							    : " or ",
					   choices[i]);
}

int option_row_store(const struct option_row *row, void *settings,
		     const char *text, const struct option_place *place)
{
	int result = value_store(row, text, (char *)settings + row->offset);
	char origin[OPTION_ORIGIN_BYTES], expected[EXPECTED_BYTES];
	char hint[SUGGESTION_BYTES];
	struct suggestion suggestion;

	if (result == 0)
		return 0;
	option_origin_tell(row, place, text, origin);
	if (result == -ENOSPC) {
		log_error("%s: expected no more than %d of them", origin,
			  OPTION_LIST_MAX);
		return result;
	}
	expected_tell(row, expected);
	choice_suggest(&suggestion, row, text);
	log_error("%s: expected %s%s%s", origin, expected,
		  suggestion_tell(&suggestion, "", hint) ? "; " : "", hint);
	return result;
}
