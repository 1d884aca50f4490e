/*
 * The built-in moving picture, `pattern:`.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PATTERN_SOURCE_H
#define PATTERN_SOURCE_H

#include "source.h"

/* See sources_open(). The rest of the URL does not matter. */
int pattern_source_open(struct source **source,
			const struct source_request *request,
			struct source_reason *reason);

#endif
