/*
 * How many use something that threads share, such as a source and each of its
 * pictures; the last one to leave frees it.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef USERS_H
#define USERS_H

#include <stdatomic.h>
#include <stdbool.h>

struct users {
	atomic_uint count;
};

/* The one who made the thing is the first. */
static inline void users_begin(struct users *users)
{
	atomic_init(&users->count, 1);
}

/* Called by a user, or by somebody on whose behalf one stays meanwhile. */
static inline void users_join(struct users *users)
{
	atomic_fetch_add_explicit(&users->count, 1, memory_order_relaxed);
}

/* Returns whether that was the last one, who has to free the thing. */
static inline bool users_leave(struct users *users)
{
	/*
	 * Release: what this user did comes before the free. Acquire: the one
	 * that frees sees what all others did. Both pair with each other here.
	 */
	return atomic_fetch_sub_explicit(&users->count, 1,
					 memory_order_acq_rel) == 1;
}

#endif
