/*
 * Which source the settings ask for, and whether there can be such a one.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SOURCE_CHOICE_H
#define SOURCE_CHOICE_H

struct capture_settings;

/*
 * Choose between `source` and `listen`, the URL of --listen; NULL: not given.
 * Fills the source, its name and `listen` of the settings, which are complete
 * but for these, with copies of their own.
 *
 * Returns 0, or a negative errno once it is logged what is wrong.
 */
int source_choose(struct capture_settings *settings, const char *source,
		  const char *listen);

#endif
