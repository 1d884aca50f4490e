/*
 * The seeds of the fuzzer of FastCGI records: requests, good ones and others.
 *
 * SPDX-License-Identifier: MIT
 */
#include "seeds.h"

/* Records of request 1; contents shorter than 256 bytes. */
#define BEGIN	      "\1\1\0\1\0\10\0\0\0\1\0\0\0\0\0\0"
#define PARAMS(bytes) "\1\4\0\1\0" bytes "\0\0"
#define STDIN(bytes)  "\1\5\0\1\0" bytes "\0\0"
#define METHOD	      "\16\3REQUEST_METHODGET"
#define LENGTH_4      "\16\1CONTENT_LENGTH4"
#define END	      PARAMS("\0") STDIN("\0")

static const struct seed seeds[] = {
	SEED("get", BEGIN PARAMS("\23") METHOD END),
	SEED("body", BEGIN PARAMS("\44") METHOD LENGTH_4 PARAMS("\0")
			     STDIN("\4") "body" STDIN("\0")),
	SEED("padding", BEGIN "\1\4\0\1\0\23\3\0" METHOD "ppp" END),
	SEED("cut_pair",
	     BEGIN PARAMS("\1") "\16" PARAMS("\22") "\3REQUEST_"
						    "METHODGET" END),
	SEED("long_lengths", BEGIN PARAMS("\31") "\200\0\0\16\200\0\0\3REQUEST_"
						 "METHODGET" END),
	SEED("two_of_1_gib", BEGIN PARAMS("\10") "\300\0\0\0\300\0\0\0" END),
	SEED("nearly_2_gib", BEGIN PARAMS("\10") "\377\377\377\360\200\0\0"
						 "\20" END),
	SEED("half_a_pair", BEGIN PARAMS("\3") "\16\3R" END),
	SEED("no_method", BEGIN END),
	SEED("other_id",
	     "\1\1\0\7\0\10\0\0\0\1\0\0\0\0\0\0\1\4\0\7\0\23\0\0" METHOD
	     "\1\4\0\7\0\0\0\0\1\5\0\7\0\0\0\0"),
	SEED("two_ids", BEGIN "\1\1\0\2\0\10\0\0\0\1\0\0\0\0\0\0" END),
	SEED("abort", BEGIN PARAMS("\23") METHOD "\1\2\0\1\0\0\0\0"),
	SEED("values", "\1\11\0\0\0\20\0\0\16\0FCGI_MAX_CONNS"),
	SEED("body_of_nobody",
	     BEGIN PARAMS("\23") METHOD PARAMS("\0") "\1\5\0\0\0\0\0\0"),
	SEED("unknown", "\1\77\0\0\377\377\377\0"),
	SEED("http", "GET / HTTP/1.0\r\n\r\n"),
	SEED("role", "\1\1\0\1\0\10\0\0\0\3\1\0\0\0\0\0" END),
};

int main(int argc, char **argv)
{
	const struct seeds all = {
		.fuzzer = "fuzz_front",
		.seeds = seeds,
		.count = sizeof(seeds) / sizeof(seeds[0]),
		.wrong = "\0\1\5\177\200\377",
		.wrong_count = 6,
	};

	return seeds_main(&all, argc, argv);
}
