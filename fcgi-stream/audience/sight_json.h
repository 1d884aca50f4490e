/*
 * What can be seen of a slot, as /streams and /events tell it.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SIGHT_JSON_H
#define SIGHT_JSON_H

#include <jansson.h>

struct sight;

/*
 * `sight` of the slot `name`, as an object of JSON, which becomes the
 * caller's; NULL without memory.
 */
json_t *sight_to_json(const struct sight *sight, const char *name);

#endif
