/*
 * Values of JSON: how ours are written, and whether somebody else's is one.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef JSON_VALUE_H
#define JSON_VALUE_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "reason.h"

/* Checking a value takes a multiple of its size of memory. */
#define JSON_VALUE_MAX_BYTES ((size_t)2 << 20)

/*
 * Look whether `value` is one JSON text: also a bare number, the largest of
 * them, and \u0000.
 *
 * Returns 0, or a negative errno and the reason; what that quotes of the value
 * may end within a letter.
 */
int json_value_check(const void *value, size_t size_bytes,
		     struct reason *reason);

/*
 * `json`, which is let go of, as text without spaces. To be freed with free(3);
 * NULL without memory.
 */
char *json_value_text(json_t *json);

/* A time in seconds, exact to the microsecond. */
json_t *json_seconds(uint64_t time_ns);

#endif
