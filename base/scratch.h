/*
 * Memory for one result at a time, which grows as it has to.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SCRATCH_H
#define SCRATCH_H

#include <stddef.h>
#include <stdint.h>

/* Zeroed, it holds nothing. */
struct scratch {
	uint8_t *bytes;
	size_t size_bytes;
};

/*
 * Have room for `size_bytes`. What was in it is lost. Room that is never
 * written to costs no memory.
 *
 * Returns 0 or -ENOMEM.
 */
int scratch_reserve(struct scratch *scratch, size_t size_bytes);
void scratch_free(struct scratch *scratch);

#endif
