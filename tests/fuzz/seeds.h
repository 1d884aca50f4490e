/*
 * The seeds of a fuzzer whose inputs can be written down as text.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef FUZZ_SEEDS_H
#define FUZZ_SEEDS_H

#include <stddef.h>

struct seed {
	const char *name;
	const char *text; /* may hold zeros */
	size_t size_bytes;
};

#define SEED(name, text)                                                       \
	{                                                                      \
		name, text, sizeof(text) - 1                                   \
	}

#define SEED_BYTES_MAX 1024

struct seeds {
	const char *fuzzer;
	const struct seed *seeds;
	size_t count;
	const char *wrong; /* bytes that mean something to what is fuzzed */
	size_t wrong_count;
};

/*
 * The main() of a replay: with a folder as argument the seeds are written
 * there, else each is run as it is, and with each of its bytes wrong.
 */
int seeds_main(const struct seeds *seeds, int argc, char **argv);

#endif
