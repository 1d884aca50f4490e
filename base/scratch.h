/*
 * Memory for one result at a time, which grows when necessary.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SCRATCH_H
#define SCRATCH_H

#include <stddef.h>
#include <stdint.h>

/* Starts as zeros. */
struct scratch {
	uint8_t *bytes;
	size_t size_bytes;
};

/*
 * Make room for `size_bytes`. The old content is lost. Room that is never
 * written to costs no memory.
 *
 * Returns 0 or -ENOMEM.
 */
int scratch_reserve(struct scratch *scratch, size_t size_bytes);
void scratch_free(struct scratch *scratch);

#endif
