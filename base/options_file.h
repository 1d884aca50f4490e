/*
 * The configuration file: "name = value" a line, the names of the options.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef OPTIONS_FILE_H
#define OPTIONS_FILE_H

#include "options.h"

/*
 * Store in `settings` what stands in the file at `path`. Returns 0, or -EINVAL once it is
 * logged what is wrong with it.
 */
int options_file_read(const struct option_table *table, void *settings,
		      const char *path);

#endif
