/*
 * The request fuzzer's seeds, run by every `make check`: without libFuzzer.
 *
 * With a folder as argument it writes the seeds there instead, for libFuzzer
 * to start from.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define SEED_BYTES_MAX 512

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes);

/*
 * Lines: method, SCRIPT_NAME, PATH_INFO, REQUEST_URI, QUERY_STRING,
 * If-None-Match, and the records behind them.
 */
#define SEED(name, text)                                                       \
	{                                                                      \
		name, text, sizeof(text) - 1                                   \
	}
static const struct {
	const char *name;
	const char *text;
	size_t size_bytes;
} seeds[] = {
	SEED("empty", ""),
	SEED("stream", "GET\n/video/drone1\n\n/video/drone1?fps=5\nfps=5\n\n"),
	SEED("mounted", "GET\n/cam\n/video/a\n/cam/video/a\n\n\n"),
	SEED("raw", "GET\n\n\n/vid%65o/%2e%2E?slot=a\nslot=a\n\n"),
	SEED("undecodable", "GET\n\n\n/video/%zz%0\n\n\n"),
	SEED("slash", "GET\n/video/a/b\n\n/video/a%2Fb?%2f\nx=%2f\n\n"),
	SEED("action",
	     "HEAD\n/\n\n/?action=snapshot\naction=snapshot&slot=d\n"),
	SEED("query", "GET\n/video\n\n\n&&slot=a%00+b&fps=121&fps=&=&slot\n\n"),
	SEED("number", "GET\n/video\n\n\nfps=99999999999999999999999\n\n"),
	SEED("list", "OPTIONS\n/streams/\n\n/streams/\n\n\n"),
	SEED("tags", "GET\n/snapshot/a.jpg\n\n\n\nW/\"a,b\" ,\"abc-7\", *\n"),
	SEED("open_tag", "GET\n/snapshot\n\n\n\n\"abc-7\n"),
	SEED("abort",
	     "GET\n/video\n\n\n\n\n\1\5\0\1\0\2\1\0bb \1\2\0\1\0\0\0\0"),
	SEED("cut_record", "GET\n/video\n\n\n\n\n\1\5\0\1\377\377\377\0b\1\2"),
};

#define SEEDS (sizeof(seeds) / sizeof(seeds[0]))

static void test_every_seed_is_survived(void **state)
{
	(void)state;
	for (size_t i = 0; i < SEEDS; i++)
		LLVMFuzzerTestOneInput((const uint8_t *)seeds[i].text,
				       seeds[i].size_bytes);
}

/* Each byte in turn becomes one that means something somewhere. */
static void test_any_wrong_byte_is_survived(void **state)
{
	static const char wrong[] = "\0\n%/?&=+*\",.\377";
	uint8_t bytes[SEED_BYTES_MAX];

	(void)state;
	for (size_t i = 0; i < SEEDS; i++) {
		memcpy(bytes, seeds[i].text, seeds[i].size_bytes);
		for (size_t at = 0; at < seeds[i].size_bytes; at++) {
			uint8_t right = bytes[at];

			for (size_t j = 0; j < sizeof(wrong) - 1; j++) {
				bytes[at] = (uint8_t)wrong[j];
				LLVMFuzzerTestOneInput(bytes,
						       seeds[i].size_bytes);
			}
			bytes[at] = right;
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
		if (!file ||
		    fwrite(seeds[i].text, 1, seeds[i].size_bytes, file) <
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
		cmocka_unit_test(test_any_wrong_byte_is_survived),
	};

	if (argc > 1)
		return seeds_write(argv[1]);
	return cmocka_run_group_tests_name("fuzz_request", tests, NULL, NULL);
}
