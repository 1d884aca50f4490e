/*
 * A count of those that hold something which threads share, such as a source
 * and each of its pictures. The last one to release it frees it.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef HOLDERS_H
#define HOLDERS_H

#include <stdatomic.h>
#include <stdbool.h>

struct holders {
	atomic_uint count;
};

/* The thing is new; its creator is the first holder. */
static inline void holders_begin(struct holders *holders)
{
	atomic_init(&holders->count, 1);
}

/* One more. The caller is a holder, or one stays while this is called. */
static inline void holders_hold(struct holders *holders)
{
	atomic_fetch_add_explicit(&holders->count, 1, memory_order_relaxed);
}

/* One less. Returns whether it was the last, which has to free the thing. */
static inline bool holders_release(struct holders *holders)
{
	/*
	 * Release: what this holder did comes before the free. Acquire: the
	 * one that frees sees what all others did. Both pair with each other
	 * here.
	 */
	return atomic_fetch_sub_explicit(&holders->count, 1,
					 memory_order_acq_rel) == 1;
}

#endif
