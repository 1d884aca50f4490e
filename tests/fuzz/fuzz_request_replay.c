/*
 * The request fuzzer's seeds, run by every `make check`: without libFuzzer.
 *
 * With a folder as argument it writes the seeds there instead, for libFuzzer
 * to start from.
 *
 * SPDX-License-Identifier: MIT
 */
#include "seeds.h"

/*
 * Lines: method, SCRIPT_NAME, PATH_INFO, REQUEST_URI, QUERY_STRING,
 * If-None-Match, and the records behind them.
 */
static const struct seed seeds[] = {
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
	SEED("metrics", "GET\n/metrics\n\n/metrics\n\n\n"),
	SEED("tags", "GET\n/snapshot/a.jpg\n\n\n\nW/\"a,b\" ,\"abc-7\", *\n"),
	SEED("open_tag", "GET\n/snapshot\n\n\n\n\"abc-7\n"),
	SEED("abort",
	     "GET\n/video\n\n\n\n\n\1\5\0\1\0\2\1\0bb \1\2\0\1\0\0\0\0"),
	SEED("cut_record", "GET\n/video\n\n\n\n\n\1\5\0\1\377\377\377\0b\1\2"),
};

int main(int argc, char **argv)
{
	const struct seeds all = {
		.fuzzer = "fuzz_request",
		.seeds = seeds,
		.count = sizeof(seeds) / sizeof(seeds[0]),
		.wrong = "\0\n%/?&=+*\",.\377",
		.wrong_count = 13,
	};

	return seeds_main(&all, argc, argv);
}
