/*
 * What all fuzzers have: the function that is called with each input, and a way
 * to say what must be true of it.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* Returns 0, or -1 for an input that is not worth keeping. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes);

/* What is not so ends in abort(), which libFuzzer and replay.c report. */
static inline void must(bool is_right)
{
	if (!is_right)
		abort();
}

#endif
