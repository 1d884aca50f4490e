/*
 * Reads numbers that people and other machines write.
 *
 * SPDX-License-Identifier: MIT
 */
#include "number.h"

#include <errno.h>

int number_parse(const char *text, uint64_t minimum, uint64_t maximum,
		 uint64_t *value)
{
	uint64_t sum = 0;
	int out_of_range = 0;

	if (*text == '\0')
		return -EINVAL;
	for (; *text != '\0'; text++) {
		uint64_t digit;

		if (*text < '0' || *text > '9')
			return -EINVAL;
		digit = (uint64_t)(*text - '0');
		if (sum > (UINT64_MAX - digit) / 10)
			out_of_range = 1;
		else
			sum = sum * 10 + digit;
	}
	if (out_of_range || sum < minimum || sum > maximum)
		return -ERANGE;
	*value = sum;
	return 0;
}
