/*
 * Sleeping on, and waking, a word in shared memory: futex(2).
 *
 * FUTEX_WAIT only reads the word, so a read-only mapping is enough. The
 * operations are the shared ones (no FUTEX_PRIVATE_FLAG), since the sleepers
 * are other processes.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SHM_FUTEX_H
#define SHM_FUTEX_H

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <linux/time_types.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The call that takes 64-bit times; 32-bit machines have two. */
#ifdef SYS_futex_time64
#define FUTEX_CALL SYS_futex_time64
#else
#define FUTEX_CALL SYS_futex
#endif

/*
 * Sleep while `*word` is `expected`, until `deadline_ns` (CLOCK_MONOTONIC,
 * UINT64_MAX: without end).
 *
 * Returns 0 when woken (perhaps for nothing), -EAGAIN when the word was
 * another already, -ETIMEDOUT, -EINTR, or -EFAULT when the memory is gone.
 */
static inline int futex_wait(_Atomic uint32_t *word, uint32_t expected,
			     uint64_t deadline_ns)
{
	struct __kernel_timespec deadline = {
		.tv_sec = (long long)(deadline_ns / 1000000000u),
		.tv_nsec = (long long)(deadline_ns % 1000000000u),
	};

	/* The BITSET variant is the one that takes an absolute time. */
	if (syscall(FUTEX_CALL, word, FUTEX_WAIT_BITSET, expected,
		    deadline_ns == UINT64_MAX ? NULL : &deadline, NULL,
		    FUTEX_BITSET_MATCH_ANY) < 0)
		return -errno;
	return 0;
}

static inline void futex_wake_all(_Atomic uint32_t *word)
{
	syscall(FUTEX_CALL, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

#endif
