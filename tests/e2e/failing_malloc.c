/*
 * Memory runs out now and then: preloaded into a program, while the file named
 * by FAILING_MALLOC_SWITCH is there, one allocation in ten fails.
 *
 * libfcgi is spared: it asserts that it gets what it asks for.
 *
 * SPDX-License-Identifier: MIT
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define ONE_IN 10

/* glibc's own, under the names that it keeps for this. */
void *__libc_malloc(size_t size_bytes);
void *__libc_calloc(size_t count, size_t size_bytes);
void *__libc_realloc(void *memory, size_t size_bytes);

/* A generator of Marsaglia's (xorshift); any thread may spoil a step. */
static unsigned chance_next(void)
{
	static atomic_uint last = 2463534242;
	unsigned next = last;

	next ^= next << 13;
	next ^= next >> 17;
	next ^= next << 5;
	last = next;
	return next;
}

static bool fails(const void *caller)
{
	const char *switch_file = getenv("FAILING_MALLOC_SWITCH");
	int error = errno;
	Dl_info origin;
	struct stat file;
	bool is_on;

	if (!switch_file || chance_next() % ONE_IN != 0)
		return false;
	is_on = stat(switch_file, &file) == 0;
	errno = error;
	if (!is_on || (dladdr(caller, &origin) != 0 &&
		       strstr(origin.dli_fname, "libfcgi")))
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size_bytes)
{
	return fails(__builtin_return_address(0)) ? NULL
						  : __libc_malloc(size_bytes);
}

void *calloc(size_t count, size_t size_bytes)
{
	return fails(__builtin_return_address(0))
		       ? NULL
		       : __libc_calloc(count, size_bytes);
}

void *realloc(void *memory, size_t size_bytes)
{
	return fails(__builtin_return_address(0))
		       ? NULL
		       : __libc_realloc(memory, size_bytes);
}
