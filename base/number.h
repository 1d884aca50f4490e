/*
 * Reads numbers that people and other machines write.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NUMBER_H
#define NUMBER_H

#include <stdint.h>

/*
 * Read `text` as a decimal number from `minimum` to `maximum`.
 *
 * Digits only: no sign, space, prefix or suffix.
 *
 * Returns 0 and fills in `value`, or
 *   -EINVAL  `text` is not a number
 *   -ERANGE  it is a number outside the limits
 */
int number_parse(const char *text, uint64_t minimum, uint64_t maximum,
		 uint64_t *value);

#endif
