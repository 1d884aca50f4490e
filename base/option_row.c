/*
 * One row of a table of options, and the text that was given for it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "option_row.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "log.h"
#include "number.h"
#include "option_list.h"

const struct option_row *option_row_find(const struct option_table *table,
					 const char *name)
{
	for (size_t i = 0; i < table->row_count; i++)
		if (strcmp(table->rows[i].name, name) == 0)
			return &table->rows[i];
	return NULL;
}

static int flag_parse(const char *text, bool *flag)
{
	if (strcmp(text, "yes") == 0)
		*flag = true;
	else if (strcmp(text, "no") == 0)
		*flag = false;
	else
		return -EINVAL;
	return 0;
}

static int value_store(const struct option_row *row, const char *text,
		       void *value)
{
	if (row->is_valid && !row->is_valid(text))
		return -EINVAL;
	switch (row->kind) {
	case OPTION_FLAG:
		return flag_parse(text, value);
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

int option_row_store(const struct option_row *row, void *settings,
		     const char *text, const char *origin)
{
	int result = value_store(row, text, (char *)settings + row->offset);

	if (result == 0)
		return 0;
	if (row->kind == OPTION_FLAG)
		log_error("%s: expected yes or no", origin);
	else if (row->kind == OPTION_NUMBER)
		log_error("%s: expected a number from %" PRIu64 " to %" PRIu64,
			  origin, row->minimum, row->maximum);
	else
		log_error("%s: expected %s", origin, row->expected);
	return result;
}
