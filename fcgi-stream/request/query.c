/*
 * The parts of an address: percent-encoding and "name=value" pairs.
 *
 * SPDX-License-Identifier: MIT
 */
#include "query.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "number.h"
#include "refusal.h"

#define NUMBER_BYTES 24

static int hex_digit(char letter)
{
	if (letter >= '0' && letter <= '9')
		return letter - '0';
	if (letter >= 'a' && letter <= 'f')
		return letter - 'a' + 10;
	if (letter >= 'A' && letter <= 'F')
		return letter - 'A' + 10;
	return -1;
}

/* The byte that "%XX" stands for, or -EINVAL. */
static int escape_decode(const char *escape, const char *end)
{
	int high, low;

	if (end - escape < 3)
		return -EINVAL;
	high = hex_digit(escape[1]);
	low = hex_digit(escape[2]);
	if (high < 0 || low < 0 || (high == 0 && low == 0))
		return -EINVAL;
	return high << 4 | low;
}

static int decode(char *decoded, size_t capacity_bytes, const char *text,
		  size_t size_bytes, bool plus_is_space)
{
	const char *end = text + size_bytes;
	size_t length = 0;

	while (text < end) {
		int byte = (unsigned char)*text;

		if (byte == '%') {
			byte = escape_decode(text, end);
			if (byte < 0)
				return byte;
			text += 2;
		} else if (byte == '+' && plus_is_space) {
			byte = ' ';
		}
		text++;
		if (length + 1 >= capacity_bytes)
			return -EMSGSIZE;
		decoded[length++] = (char)byte;
	}
	decoded[length] = '\0';
	return 0;
}

int percent_decode(char *decoded, size_t capacity_bytes, const char *text,
		   size_t size_bytes)
{
	return decode(decoded, capacity_bytes, text, size_bytes, false);
}

int query_find(const char *query, const char *name, char *value,
	       size_t capacity_bytes)
{
	size_t name_bytes = strlen(name);

	while (*query != '\0') {
		size_t pair_bytes = strcspn(query, "&");

		if (pair_bytes > name_bytes && query[name_bytes] == '=' &&
		    strncmp(query, name, name_bytes) == 0)
			return decode(value, capacity_bytes,
				      query + name_bytes + 1,
				      pair_bytes - name_bytes - 1, true);
		query += pair_bytes;
		query += *query == '&';
	}
	return -ENOENT;
}

int query_number(const char *query, const char *name, uint64_t minimum,
		 uint64_t maximum, uint64_t *number, struct refusal *refusal)
{
	char text[NUMBER_BYTES];
	int result = query_find(query, name, text, sizeof(text));

	if (result == -ENOENT)
		return 0;
	if (result < 0 || number_parse(text, minimum, maximum, number) < 0)
		return refuse(refusal, 400,
			      "The parameter %s is wrong: give a number from "
			      "%" PRIu64 " to %" PRIu64 ".",
			      name, minimum, maximum);
	return 0;
}
