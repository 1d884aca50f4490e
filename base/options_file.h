/*
 * The configuration file: one "name = value" a line, with the options' names.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef OPTIONS_FILE_H
#define OPTIONS_FILE_H

#include <stdbool.h>

#include "options.h"

/*
 * Read the file at `path`, which may be a pipe. Store its values in `settings`
 * and their lines in `given`. Returns 0, or -EINVAL after logging what is
 * wrong.
 */
int options_file_read(const struct option_table *table, void *settings,
		      struct options_given *given, const char *path);

/*
 * Whether `path` looks like such a file: the first line that says anything
 * gives one of the table's names a value.
 */
bool options_file_is_one(const struct option_table *table, const char *path);

#endif
