/*
 * The commands of slotctl, one file each, and the reading of their operands.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef COMMAND_H
#define COMMAND_H

#include <stdbool.h>

#include "options.h"

/* Exit status; OPTIONS_EXIT_WRONG is the third. */
enum { COMMAND_DONE = 0, COMMAND_FAILED = 1 };

/* Each gets its own part of the command line and returns the exit status. */
int command_list(int argc, char **argv);
int command_show(int argc, char **argv);
int command_cat(int argc, char **argv);
int command_put(int argc, char **argv);
int command_remove(int argc, char **argv);

/*
 * Read the options into `settings`, and the operands: NAME, which is checked,
 * and FILE where `file` is not NULL (left alone when it is not given).
 * `settings` may be NULL for a table without rows.
 *
 * Returns true to go on; otherwise `*status` is the exit status.
 */
bool command_line_read(const struct option_table *table, void *settings,
		       int argc, char **argv, const char **name,
		       const char **file, int *status);

#endif
