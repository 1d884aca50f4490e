/*
 * The seeds of a fuzzer, run without libFuzzer or written for it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "seeds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes);

static void test_every_seed_is_survived(void **state)
{
	const struct seeds *seeds = *state;

	for (size_t i = 0; i < seeds->count; i++)
		LLVMFuzzerTestOneInput((const uint8_t *)seeds->seeds[i].text,
				       seeds->seeds[i].size_bytes);
}

static void seed_spoil(const struct seeds *seeds, const struct seed *seed)
{
	uint8_t bytes[SEED_BYTES_MAX];

	assert_true(seed->size_bytes <= sizeof(bytes));
	memcpy(bytes, seed->text, seed->size_bytes);
	for (size_t at = 0; at < seed->size_bytes; at++) {
		uint8_t right = bytes[at];

		for (size_t i = 0; i < seeds->wrong_count; i++) {
			bytes[at] = (uint8_t)seeds->wrong[i];
			LLVMFuzzerTestOneInput(bytes, seed->size_bytes);
		}
		bytes[at] = right;
	}
}

static void test_any_wrong_byte_is_survived(void **state)
{
	const struct seeds *seeds = *state;

	for (size_t i = 0; i < seeds->count; i++)
		seed_spoil(seeds, &seeds->seeds[i]);
}

static int seed_write(const struct seed *seed, const char *folder)
{
	char path[4096];
	FILE *file;
	size_t written_bytes;

	snprintf(path, sizeof(path), "%s/%s", folder, seed->name);
	file = fopen(path, "we");
	if (!file) {
		perror(path);
		return 1;
	}
	written_bytes = fwrite(seed->text, 1, seed->size_bytes, file);
	if (fclose(file) == EOF || written_bytes < seed->size_bytes) {
		perror(path);
		return 1;
	}
	return 0;
}

int seeds_main(const struct seeds *seeds, int argc, char **argv)
{
	void *state = (void *)(uintptr_t)seeds;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(test_every_seed_is_survived, state),
		cmocka_unit_test_prestate(test_any_wrong_byte_is_survived,
					  state),
	};
	int result = 0;

	if (argc < 2)
		return cmocka_run_group_tests_name(seeds->fuzzer, tests, NULL,
						   NULL);
	for (size_t i = 0; i < seeds->count && result == 0; i++)
		result = seed_write(&seeds->seeds[i], argv[1]);
	return result;
}
