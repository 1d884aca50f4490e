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
 * Returns 0 and the secret, which the caller frees, or a negative errno once
 * it is logged, as about `what`, what is wrong. Nothing of the secret is.
 */
int secret_file_read(const char *path, const char *what, char **secret);

/* Overwrite it before it is freed; NULL is left alone. */
void secret_free(char *secret);

#endif
