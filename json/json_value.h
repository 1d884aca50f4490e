/*
 * JSON: writing our own values, and checking those of others.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef JSON_VALUE_H
#define JSON_VALUE_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "reason.h"

/* Checking a value takes a multiple of its size in memory. */
#define JSON_VALUE_MAX_BYTES ((size_t)2 << 20)

/*
 * Check whether `value` is one JSON text. A bare number of any size and \u0000
 * are accepted.
 *
 * Returns 0, or a negative errno and the reason. A part of the value that the
 * reason quotes may end within a letter.
 */
int json_value_check(const void *value, size_t size_bytes,
		     struct reason *reason);

/*
 * Release `json` and return it as text without spaces, to be freed with
 * free(3); NULL without memory.
 */
char *json_value_text(json_t *json);

/* A time in seconds, exact to the microsecond. */
json_t *json_seconds(uint64_t time_ns);

#endif
