/*
 * Somebody sets the clock: preloaded into a program, this adds the seconds that
 * stand in the file named by SET_CLOCK_FILE, a 64-bit number, to the time of day.
 *
 * The file is mapped at the start, so that it works for a program that may open
 * files no more, too; the monotonic clock stays as it is.
 *
 * SPDX-License-Identifier: MIT
 */
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const _Atomic int64_t *ahead_s;

static _Noreturn void die(const char *file)
{
	perror(file);
	_exit(EXIT_FAILURE);
}

__attribute__((constructor)) static void file_map(void)
{
	const char *file = getenv("SET_CLOCK_FILE");
	int fd = file ? open(file, O_RDONLY | O_CLOEXEC) : -1;
	void *mapping;

	if (fd < 0)
		die(file ? file : "SET_CLOCK_FILE");
	mapping = mmap(NULL, sizeof(*ahead_s), PROT_READ, MAP_SHARED, fd, 0);
	if (mapping == MAP_FAILED)
		die(file);
	close(fd);
	ahead_s = mapping;
}

/* A sanitizer looks at the clock before anything is constructed. */
static time_t ahead(void)
{
	return ahead_s ? (time_t)atomic_load_explicit(ahead_s,
						      memory_order_relaxed)
		       : 0;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
	long result = syscall(SYS_clock_gettime, clock, now);

	if (result == 0 &&
	    (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
		now->tv_sec += ahead();
	return (int)result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
	long result = syscall(SYS_gettimeofday, now, zone);

	if (result == 0)
		now->tv_sec += ahead();
	return (int)result;
}

time_t time(time_t *now)
{
	struct timespec exact;

	clock_gettime(CLOCK_REALTIME, &exact);
	if (now)
		*now = exact.tv_sec;
	return exact.tv_sec;
}
