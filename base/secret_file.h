/*
 * A file that holds one secret.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SECRET_FILE_H
#define SECRET_FILE_H

/* The longest secret. */
#define SECRET_BYTES_MAX 255

/*
 * Read the one line of the file at `path`, without what ends it. The file has
 * to be ours or root's, and nobody else may read or write it but a group that
 * may read.
 *
 * Returns 0 and the secret, which the caller passes to secret_free(), or a
 * negative errno. Then a line about `what` has been logged, which tells nothing
 * of the secret.
 */
int secret_file_read(const char *path, const char *what, char **secret);

/* Overwrite it before it is freed; NULL is left alone. */
void secret_free(char *secret);

#endif
