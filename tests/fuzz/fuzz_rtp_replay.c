/*
 * The seeds of the RTP fuzzer: URLs, and datagrams behind them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "seeds.h"

/* Sixteen bytes of datagram, at once or 600 ms after the last one. */
#define SOON  "\0\20"
#define LATER "\360\20"

static const struct seed seeds[] = {
	SEED("empty", ""),
	SEED("any", "rtp-h264://0.0.0.0:5600\n"),
	SEED("at", "udp://@:5600"),
	SEED("ipv6", "rtp-h265://[::1]:5600/x?y\n"),
	SEED("long_host", "rtp-h264://0123456789abcdef:1\n"),
	SEED("long_port", "rtp-h264://a:123456789\n"),
	SEED("no_end", "rtp-h264://[::1"),
	SEED("stream", "\n" SOON "\200\340\0\1tttt\1\2\3\4\0\0\1\145" SOON
		       "\200\140\0\2tttt\1\2\3\4\0\0\1\101"),
	SEED("wrap", "\n" SOON "\200\340\377\377tttt\1\2\3\4\0\0\1\147" SOON
		     "\200\140\0\0tttt\1\2\3\4\0\0\1\101"),
	SEED("other_sender", "\n" SOON "\200\340\0\1tttt\1\2\3\4\0\0\1\145" SOON
			     "\200\140\7\2tttt\5\6\7\10\0\0\1\101" LATER
			     "\200\140\7\3tttt\5\6\7\10\0\0\1\101"),
	SEED("report", "\n" SOON "\200\310\0\1tttt\1\2\3\4\0\0\1\145"),
	SEED("short", "\n\0\14\200\340\0\1tttt\1\2\3\4\0\13\200\340"),
};

int main(int argc, char **argv)
{
	const struct seeds all = {
		.fuzzer = "fuzz_rtp",
		.seeds = seeds,
		.count = sizeof(seeds) / sizeof(seeds[0]),
		.wrong = "\0\1\n\177\200\300\310\377",
		.wrong_count = 8,
	};

	return seeds_main(&all, argc, argv);
}
