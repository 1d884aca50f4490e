/*
 * Memory for one result at a time, which grows when necessary.
 *
 * SPDX-License-Identifier: MIT
 */
#include "scratch.h"

#include <errno.h>
#include <stdlib.h>

int scratch_reserve(struct scratch *scratch, size_t size_bytes)
{
	if (scratch->size_bytes >= size_bytes)
		return 0;
	free(scratch->bytes);
	scratch->bytes = malloc(size_bytes);
	scratch->size_bytes = scratch->bytes ? size_bytes : 0;
	return scratch->bytes ? 0 : -ENOMEM;
}

void scratch_free(struct scratch *scratch)
{
	free(scratch->bytes);
	*scratch = (struct scratch){ 0 };
}
