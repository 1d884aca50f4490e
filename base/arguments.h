/*
 * The command line: kept as it was given, for a start anew, and cleared of
 * secrets where the process list shows it to everybody.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef ARGUMENTS_H
#define ARGUMENTS_H

/* A copy that NULL ends, owned by the caller, or NULL without memory. */
char **arguments_copy(int count, char **arguments);

/* NULL is legal. */
void arguments_free(char **arguments);

/* Overwrite all that url_redact_address() takes for a secret. */
void arguments_redact(int count, char **arguments);

/*
 * Overwrite all but the first, the program's name: nobody has understood them,
 * and any may be a secret.
 */
void arguments_hide(int count, char **arguments);

/*
 * Replace each text of `options`, "key=value" and a NULL at the end, by a copy,
 * which the caller frees, and overwrite the values where they stood: any of
 * them may be a secret. Returns 0, or -ENOMEM, when the list ends there.
 */
int arguments_hide_values(const char **options);

#endif
