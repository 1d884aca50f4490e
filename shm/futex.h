/*
 * Sleeping on, and waking, a word in shared memory: futex(2).
 *
 * FUTEX_WAIT only reads the word, so a read-only mapping is enough. The
 * operations on a slot are the shared ones (no FUTEX_PRIVATE_FLAG), since the
 * sleepers are other processes.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef FUTEX_H
#define FUTEX_H

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <linux/time_types.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* The call that takes 64-bit times; 32-bit machines have two. */
#ifdef SYS_futex_time64
#define FUTEX_CALL SYS_futex_time64
#else
#define FUTEX_CALL SYS_futex
#endif

static inline struct __kernel_timespec futex_time(uint64_t time_ns)
{
	return (struct __kernel_timespec){
		.tv_sec = (long long)(time_ns / 1000000000u),
		.tv_nsec = (long long)(time_ns % 1000000000u),
	};
}

static inline int futex_sleep(_Atomic uint32_t *word, uint32_t expected,
			      uint64_t deadline_ns, int flags)
{
	const struct __kernel_timespec deadline = futex_time(deadline_ns);

	/* The BITSET variant is the one that takes an absolute time. */
	if (syscall(FUTEX_CALL, word, FUTEX_WAIT_BITSET | flags, expected,
		    deadline_ns == UINT64_MAX ? NULL : &deadline, NULL,
		    FUTEX_BITSET_MATCH_ANY) < 0)
		return -errno;
	return 0;
}

/*
 * Sleep while `*word` is `expected`, until `deadline_ns` (CLOCK_MONOTONIC,
 * UINT64_MAX: without end).
 *
 * Returns 0 when woken (perhaps for nothing), -EAGAIN when the word already had
 * another value, -ETIMEDOUT, -EINTR, or -EFAULT when the memory is gone.
 */
static inline int futex_wait(_Atomic uint32_t *word, uint32_t expected,
			     uint64_t deadline_ns)
{
	return futex_sleep(word, expected, deadline_ns, 0);
}

static inline void futex_wake_all(_Atomic uint32_t *word)
{
	syscall(FUTEX_CALL, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

/* The same for a word that only threads of this process know. */
static inline int futex_wait_private(_Atomic uint32_t *word, uint32_t expected,
				     uint64_t deadline_ns)
{
	return futex_sleep(word, expected, deadline_ns, FUTEX_PRIVATE_FLAG);
}

static inline void futex_wake_private(_Atomic uint32_t *word)
{
	syscall(FUTEX_CALL, word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, INT_MAX,
		NULL, NULL, 0);
}

/*
 * Sleep while `*word` is `expected` and the private `*call` is 0. Returns as
 * futex_wait(). Before Linux 5.16, and where the new system call is forbidden,
 * `call` does not end the sleep.
 */
static inline int futex_wait_or_call(_Atomic uint32_t *word, uint32_t expected,
				     _Atomic uint32_t *call,
				     uint64_t deadline_ns)
{
#ifdef SYS_futex_waitv
	const struct __kernel_timespec deadline = futex_time(deadline_ns);
	const struct futex_waitv both[] = {
		{ .val = expected,
		  .uaddr = (uintptr_t)word,
		  .flags = FUTEX_32 },
		{ .val = 0,
		  .uaddr = (uintptr_t)call,
		  .flags = FUTEX_32 | FUTEX_PRIVATE_FLAG },
	};

	if (syscall(SYS_futex_waitv, both, 2, 0,
		    deadline_ns == UINT64_MAX ? NULL : &deadline,
		    CLOCK_MONOTONIC) >= 0)
		return 0;
	if (errno != ENOSYS && errno != EPERM)
		return -errno;
#endif
	(void)call;
	return futex_wait(word, expected, deadline_ns);
}

#endif
