/*
 * What the small programs of the tests and the benches have in common.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef TOOL_H
#define TOOL_H

#include <stdint.h>

/*
 * Print one sentence, after the program's name, and end the program. (cppcheck
 * does not see a _Noreturn at a declaration.)
 */
void die(const char *what, const char *why) __attribute__((noreturn));

/* The number in `text`, from 1 to `maximum`; ends the program otherwise. */
uint64_t operand(const char *text, uint64_t maximum);

/* Open as many descriptors as this user may. */
void descriptors_allow(void);

#endif
