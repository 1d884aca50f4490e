/*
 * A sight as JSON, the same in /streams and /events.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SIGHT_JSON_H
#define SIGHT_JSON_H

#include <jansson.h>

struct sight;

/*
 * `sight` of the slot `name`, as a JSON object, owned by the caller;
 * NULL without memory.
 */
json_t *sight_to_json(const struct sight *sight, const char *name);

#endif
