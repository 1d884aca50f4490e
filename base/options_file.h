/*
 * The configuration file: "name = value" a line, the names of the options.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef OPTIONS_FILE_H
#define OPTIONS_FILE_H

#include <stdbool.h>

#include "options.h"

/*
 * Store in `settings` what stands in the file at `path`, which may be a pipe,
 * and in `given` on which lines. Returns 0, or -EINVAL once it is logged what
 * is wrong with it.
 */
int options_file_read(const struct option_table *table, void *settings,
		      struct options_given *given, const char *path);

/*
 * Whether `path` looks like such a file: the first line that says anything
 * gives one of the table's names a value.
 */
bool options_file_is_one(const struct option_table *table, const char *path);

#endif
