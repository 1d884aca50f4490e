/*
 * Memory runs out now and then: preloaded into a program, while the file named
 * by FAILING_MALLOC_SWITCH is there, one allocation in ten fails. Or it runs
 * out once: of the program's own allocations the one that FAILING_MALLOC_NUMBER
 * says, counted from 1.
 *
 * libfcgi is spared by the switch: it asserts that it gets what it asks for.
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
void *__libc_memalign(size_t alignment_bytes, size_t size_bytes);

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

/* In whose code `caller` is: the path of a library, or of the program. */
static const char *origin_of(const void *caller)
{
	Dl_info origin;

	return dladdr(caller, &origin) != 0 ? origin.dli_fname : "";
}

static bool number_is_reached(const void *caller)
{
	static atomic_int count;
	const char *number = getenv("FAILING_MALLOC_NUMBER");

	return number &&
	       strstr(origin_of(caller), program_invocation_short_name) &&
	       ++count == atoi(number);
}

static bool switch_is_on(const void *caller)
{
	const char *switch_file = getenv("FAILING_MALLOC_SWITCH");
	struct stat file;

	return switch_file && chance_next() % ONE_IN == 0 &&
	       stat(switch_file, &file) == 0 &&
	       !strstr(origin_of(caller), "libfcgi");
}

static bool fails(const void *caller)
{
	int error = errno;
	bool is_failing = number_is_reached(caller) || switch_is_on(caller);

	errno = is_failing ? ENOMEM : error;
	return is_failing;
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

/* What libavutil takes its memory from. Returns an error instead of errno. */
int posix_memalign(void **memory, size_t alignment_bytes, size_t size_bytes)
{
	void *made;

	if (fails(__builtin_return_address(0)))
		return ENOMEM;
	made = __libc_memalign(alignment_bytes, size_bytes);
	if (!made)
		return ENOMEM;
	*memory = made;
	return 0;
}
