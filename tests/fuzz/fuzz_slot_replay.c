/*
 * The slot fuzzer's seeds, run by every `make check`: without libFuzzer.
 *
 * With a folder as argument it writes the seeds there instead, for libFuzzer
 * to start from.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "slot_layout.h"

#define CAPACITY_BYTES 64
#define OBJECT_BYTES   (SLOT_HEADER_BYTES + SLOT_BUFFERS * CAPACITY_BYTES)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes);

/* Room for the object and for one that is longer than it should be. */
static union object {
	struct slot_header header;
	uint8_t bytes[OBJECT_BYTES + 100];
} seed;

/* A slot whose newest frame, of 40 bytes, has the serial 3, and a report. */
static void seed_reset(void)
{
	memset(&seed, 0, sizeof(seed));
	seed.header.magic = SLOT_MAGIC;
	seed.header.version = SLOT_VERSION;
	seed.header.buffer_count = SLOT_BUFFERS;
	seed.header.capacity_bytes = CAPACITY_BYTES;
	seed.header.newest = 3;
	seed.header.report.sequence = 6;
	seed.header.report.report.captured = 3;
	seed.header.report.report.source = FRAME_SOURCE_RUNNING;
	for (uint32_t serial = 1; serial <= 3; serial++) {
		struct slot_buffer *buffer = &seed.header.buffers[serial];

		buffer->sequence = 2;
		buffer->frame.serial = serial;
		buffer->frame.captured_ns = serial * 1000u;
		buffer->frame.size_bytes = 40;
		strcpy(buffer->frame.media_type, "image/jpeg");
	}
}

static const struct {
	const char *name;
	size_t size_bytes;
	int filled_with; /* -1: by seed_reset() */
	uint32_t version;
} seeds[] = {
	{ "valid", OBJECT_BYTES, -1, SLOT_VERSION },
	{ "truncated", OBJECT_BYTES - 1, -1, SLOT_VERSION },
	{ "truncated_header", 100, -1, SLOT_VERSION },
	{ "oversized", OBJECT_BYTES + 100, -1, SLOT_VERSION },
	{ "other_version", OBJECT_BYTES, -1, SLOT_VERSION + 1 },
	{ "all_ones", OBJECT_BYTES, 0xff, 0 },
	{ "all_zeros", OBJECT_BYTES, 0, 0 },
	{ "empty", 0, 0, 0 },
};

#define SEEDS (sizeof(seeds) / sizeof(seeds[0]))

static void seed_make(size_t number)
{
	seed_reset();
	seed.header.version = seeds[number].version;
	if (seeds[number].filled_with >= 0)
		memset(&seed, seeds[number].filled_with, sizeof(seed));
}

static void test_every_seed_is_survived(void **state)
{
	(void)state;
	for (size_t i = 0; i < SEEDS; i++) {
		seed_make(i);
		LLVMFuzzerTestOneInput(seed.bytes, seeds[i].size_bytes);
	}
}

/* Each byte of the header in turn becomes the least, half, the most. */
static void test_any_wrong_byte_of_the_header_is_survived(void **state)
{
	static const uint8_t wrong[] = { 0x00, 0x80, 0xff };

	(void)state;
	for (size_t i = 0; i < sizeof(struct slot_header); i++) {
		for (size_t j = 0; j < sizeof(wrong); j++) {
			seed_reset();
			seed.bytes[i] = wrong[j];
			LLVMFuzzerTestOneInput(seed.bytes, OBJECT_BYTES);
		}
	}
}

static int seeds_write(const char *folder)
{
	for (size_t i = 0; i < SEEDS; i++) {
		char path[4096];
		FILE *file;

		snprintf(path, sizeof(path), "%s/%s", folder, seeds[i].name);
		file = fopen(path, "we");
		seed_make(i);
		if (!file ||
		    fwrite(seed.bytes, 1, seeds[i].size_bytes, file) <
			    seeds[i].size_bytes ||
		    fclose(file) == EOF) {
			perror(path);
			return 1;
		}
	}
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_seed_is_survived),
		cmocka_unit_test(test_any_wrong_byte_of_the_header_is_survived),
	};

	if (argc > 1)
		return seeds_write(argv[1]);
	return cmocka_run_group_tests_name("fuzz_slot", tests, NULL, NULL);
}
