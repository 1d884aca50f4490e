/*
 * One row of a table of options, and the text that was given for it.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef OPTION_ROW_H
#define OPTION_ROW_H

#include "options.h"

/* Returns NULL when no row has that name. */
const struct option_row *option_row_find(const struct option_table *table,
					 const char *name);

/*
 * Read `text`, which stays valid until the program ends, as this row wants it,
 * and put it in its place in `settings`.
 *
 * Returns 0, or a negative errno after logging what was expected at `place`,
 * with as much of `text` as is safe.
 */
int option_row_store(const struct option_row *row, void *settings,
		     const char *text, const struct option_place *place);

#endif
