/*
 * What the small programs of the tests and the benches have in common.
 *
 * SPDX-License-Identifier: MIT
 */
#include "tool.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "number.h"

void die(const char *what, const char *why)
{
	fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, what,
		why);
	exit(1);
}

uint64_t operand(const char *text, uint64_t maximum)
{
	uint64_t value;

	if (number_parse(text, 1, maximum, &value) < 0)
		die(text, "not a number that can be used here");
	return value;
}

void descriptors_allow(void)
{
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}
