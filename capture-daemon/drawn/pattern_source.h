/*
 * The built-in moving picture, `pattern:`.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PATTERN_SOURCE_H
#define PATTERN_SOURCE_H

#include "source.h"

/* The rest of the URL does not matter. */
extern const struct source_driver pattern_source_driver;

#endif
