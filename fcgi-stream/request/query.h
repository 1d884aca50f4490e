/*
 * The parts of an address: percent-encoding and "name=value" pairs.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef QUERY_H
#define QUERY_H

#include <stddef.h>
#include <stdint.h>

struct refusal;

/*
 * Decode `size_bytes` of `text` into `decoded`, which has room for
 * `capacity_bytes`, and add a zero.
 *
 * Returns 0, or
 *   -EINVAL    "%" is not followed by two hexadecimal digits, or by 00
 *   -EMSGSIZE  the text is too long
 */
int percent_decode(char *decoded, size_t capacity_bytes, const char *text,
		   size_t size_bytes);

/*
 * Decode the value of the first pair called `name` in `query`; "+" is a space.
 *
 * Returns 0, -ENOENT when there is none, or as percent_decode().
 */
int query_find(const char *query, const char *name, char *value,
	       size_t capacity_bytes);

/*
 * Read the number called `name`, or leave `number` as it is when there is
 * none. Returns 0, or -1 with the reason in `refusal`.
 */
int query_number(const char *query, const char *name, uint64_t minimum,
		 uint64_t maximum, uint64_t *number, struct refusal *refusal);

#endif
