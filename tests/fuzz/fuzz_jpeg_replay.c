/*
 * The JPEG fuzzer's seeds, run by every `make check`: without libFuzzer.
 *
 * With a folder as argument it writes the seeds there instead, for libFuzzer
 * to start from.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <turbojpeg.h>

#define SIDE_PX	   24
#define SEED_BYTES 16384

#define MARKER_DHT 0xc4
#define MARKER_SOS 0xda

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes);

static const struct {
	const char *name;
	int subsampling;
	int flags;
	bool without_tables;
	size_t cut_bytes;
} seeds[] = {
	{ "colour", TJSAMP_420, 0, false, 0 },
	{ "full_chroma", TJSAMP_444, 0, false, 0 },
	{ "grey", TJSAMP_GRAY, 0, false, 0 },
	{ "progressive", TJSAMP_420, TJFLAG_PROGRESSIVE, false, 0 },
	{ "without_tables", TJSAMP_422, 0, true, 0 },
	{ "without_end", TJSAMP_420, 0, false, 2 },
	{ "cut_in_the_header", TJSAMP_420, 0, false, 600 },
};

#define SEEDS (sizeof(seeds) / sizeof(seeds[0]))

static struct {
	uint8_t bytes[SEED_BYTES];
	size_t size_bytes;
} seed;

static size_t segment_bytes(size_t offset)
{
	return 2 +
	       ((size_t)seed.bytes[offset + 2] << 8 | seed.bytes[offset + 3]);
}

static void seed_strip_tables(void)
{
	size_t offset = 2;

	while (seed.bytes[offset + 1] != MARKER_SOS) {
		size_t bytes = segment_bytes(offset);

		if (seed.bytes[offset + 1] != MARKER_DHT) {
			offset += bytes;
			continue;
		}
		seed.size_bytes -= bytes;
		memmove(seed.bytes + offset, seed.bytes + offset + bytes,
			seed.size_bytes - offset);
	}
}

static void seed_make(size_t number)
{
	uint8_t pixels[SIDE_PX * SIDE_PX * 3];
	tjhandle encoder = tjInitCompress();
	unsigned char *jpeg = seed.bytes;
	unsigned long jpeg_bytes = sizeof(seed.bytes);

	for (size_t i = 0; i < sizeof(pixels); i++)
		pixels[i] = (uint8_t)(i * i / 5);
	tjCompress2(encoder, pixels, SIDE_PX, 0, SIDE_PX, TJPF_RGB, &jpeg,
		    &jpeg_bytes, seeds[number].subsampling, 50,
		    TJFLAG_NOREALLOC | seeds[number].flags);
	tjDestroy(encoder);
	seed.size_bytes = jpeg_bytes;
	if (seeds[number].without_tables)
		seed_strip_tables();
	seed.size_bytes -= seeds[number].cut_bytes;
}

static void test_every_seed_is_survived(void **state)
{
	(void)state;
	for (size_t i = 0; i < SEEDS; i++) {
		seed_make(i);
		LLVMFuzzerTestOneInput(seed.bytes, seed.size_bytes);
	}
}

/* Each byte in turn becomes the least, one half, and what begins a marker. */
static void test_any_wrong_byte_is_survived(void **state)
{
	static const uint8_t wrong[] = { 0x00, 0x7f, 0xff };

	(void)state;
	for (size_t i = 0; i < SEEDS; i++) {
		seed_make(i);
		for (size_t at = 0; at < seed.size_bytes; at++) {
			uint8_t right = seed.bytes[at];

			for (size_t j = 0; j < sizeof(wrong); j++) {
				seed.bytes[at] = wrong[j];
				LLVMFuzzerTestOneInput(seed.bytes,
						       seed.size_bytes);
			}
			seed.bytes[at] = right;
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
		    fwrite(seed.bytes, 1, seed.size_bytes, file) <
			    seed.size_bytes ||
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
		cmocka_unit_test(test_any_wrong_byte_is_survived),
	};

	if (argc > 1)
		return seeds_write(argv[1]);
	return cmocka_run_group_tests_name("fuzz_jpeg", tests, NULL, NULL);
}
