/*
 * Numbers that people and other machines type.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NUMBER_H
#define NUMBER_H

#include <stdint.h>

/*
 * Read `text` as a decimal number from `minimum` to `maximum`.
 *
 * Digits only: no sign, space, prefix or rest.
 *
 * Returns 0 and fills `value`, or
 *   -EINVAL  `text` is not a number
 *   -ERANGE  it is one, outside the limits
 */
int number_parse(const char *text, uint64_t minimum, uint64_t maximum,
		 uint64_t *value);

#endif
