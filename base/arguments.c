/*
 * The command line: kept as it was given, and cleared of secrets.
 *
 * SPDX-License-Identifier: MIT
 */
#include "arguments.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "url_redact.h"

char **arguments_copy(int count, char **arguments)
{
	char **copy = calloc((size_t)count + 1, sizeof(*copy));

	for (int i = 0; copy && i < count; i++) {
		copy[i] = strdup(arguments[i]);
		if (!copy[i]) {
			arguments_free(copy);
			return NULL;
		}
	}
	return copy;
}

void arguments_free(char **arguments)
{
	for (char **argument = arguments; argument && *argument; argument++)
		free(*argument);
	free(arguments);
}

void arguments_redact(int count, char **arguments)
{
	for (int i = 0; i < count; i++) {
		char *equals = strchr(arguments[i], '=');
		bool is_option = strncmp(arguments[i], "--", 2) == 0 && equals;

		url_redact_address(is_option ? equals + 1 : arguments[i]);
	}
}

void arguments_hide(int count, char **arguments)
{
	for (int i = 1; i < count; i++)
		memset(arguments[i], '*', strlen(arguments[i]));
}

int arguments_hide_values(const char **options)
{
	for (; *options; options++) {
		char *shown = strchr(*options, '=') + 1;

		*options = strdup(*options);
		if (!*options)
			return -ENOMEM;
		memset(shown, '*', strlen(shown));
	}
	return 0;
}
