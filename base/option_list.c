/*
 * The texts of a setting that may be given several times.
 *
 * SPDX-License-Identifier: MIT
 */
#include "option_list.h"

#include <errno.h>
#include <stddef.h>

int option_list_add(struct option_list *list, const char *text)
{
	size_t count = 0;

	while (list->texts[count])
		count++;
	if (count == OPTION_LIST_MAX)
		return -ENOSPC;
	list->texts[count] = text;
	return 0;
}
