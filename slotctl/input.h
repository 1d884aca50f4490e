/*
 * All the bytes of a stream whose length nobody knows beforehand.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SLOTCTL_INPUT_H
#define SLOTCTL_INPUT_H

#include <stddef.h>
#include <stdio.h>

/*
 * Read `stream` to its end.
 *
 * Returns 0 and the bytes, which the caller frees; -EFBIG when there are more
 * than `maximum_bytes`; or another negative errno.
 */
int input_read_all(FILE *stream, size_t maximum_bytes, void **data,
		   size_t *size_bytes);

#endif
