/*
 * The command line: kept as it was given, for a start anew, and cleared of
 * secrets where the process list shows it to everybody.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef ARGUMENTS_H
#define ARGUMENTS_H

/*
 * Returns a copy, ended by NULL and owned by the caller; or NULL without
 * memory.
 */
char **arguments_copy(int count, char **arguments);

/* NULL is legal. */
void arguments_free(char **arguments);

/* Overwrite everything that url_redact_address() takes for a secret. */
void arguments_redact(int count, char **arguments);

/*
 * Overwrite all arguments except the first, the program's name. They were not
 * understood, so any of them may be a secret.
 */
void arguments_hide(int count, char **arguments);

/*
 * Replace each text of `options` ("key=value", ended by NULL) by a copy, which
 * the caller frees. Overwrite the values where they stood, because any of them
 * may be a secret. Returns 0; or -ENOMEM, and the list then ends early.
 */
int arguments_hide_values(const char **options);

#endif
