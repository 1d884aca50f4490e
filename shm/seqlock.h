/*
 * The sequence counter that guards one frame buffer, and the copies under it.
 *
 * The writer makes the counter odd, writes, and makes it even again. A reader
 * loads the counter, copies, and loads it again: the copy is whole only if both
 * loads gave the same even number. Readers never write.
 *
 * All payload goes through words that are loaded and stored relaxed, because
 * a torn plain read would be undefined even though its result is thrown away
 * (Boehm, "Can seqlocks get along with programming language memory models?",
 * MSPC 2012).
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SEQLOCK_H
#define SEQLOCK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline void seqlock_write_begin(_Atomic uint32_t *sequence)
{
	uint32_t before = atomic_load_explicit(sequence, memory_order_relaxed);

	/*
	 * Release: a reader disturbed by this store also finds `newest` moved
	 * on. Pairs with the acquire fence in reader_take().
	 */
	atomic_store_explicit(sequence, before + 1, memory_order_release);
	/*
	 * Keeps the payload stores below from becoming visible before the odd
	 * counter. Pairs with the acquire fence in seqlock_read_is_whole():
	 * a reader that saw such a store then sees the odd counter too.
	 */
	atomic_thread_fence(memory_order_release);
}

static inline void seqlock_write_end(_Atomic uint32_t *sequence)
{
	uint32_t odd = atomic_load_explicit(sequence, memory_order_relaxed);

	/*
	 * Release: a reader that sees this even counter sees the whole payload.
	 * Pairs with the acquire load in seqlock_read_begin().
	 */
	atomic_store_explicit(sequence, odd + 1, memory_order_release);
}

static inline bool seqlock_is_odd(_Atomic uint32_t *sequence)
{
	return atomic_load_explicit(sequence, memory_order_relaxed) & 1;
}

/* The counter, for seqlock_read_is_whole(). When odd, a copy is in vain. */
static inline uint32_t seqlock_read_begin(_Atomic uint32_t *sequence)
{
	/* Pairs with the release store in seqlock_write_end(). */
	return atomic_load_explicit(sequence, memory_order_acquire);
}

static inline bool seqlock_read_is_whole(_Atomic uint32_t *sequence,
					 uint32_t begun)
{
	/*
	 * Keeps the payload loads above from sinking below the second load of
	 * the counter. Pairs with the release fence in seqlock_write_begin().
	 */
	atomic_thread_fence(memory_order_acquire);
	return !(begun & 1) &&
	       atomic_load_explicit(sequence, memory_order_relaxed) == begun;
}

/*
 * Copy out of the slot. `shared` is aligned to a word and readable up to the
 * next multiple of a word beyond `size_bytes`.
 */
static inline void seqlock_copy_out(void *private, const void *shared,
				    size_t size_bytes)
{
	const _Atomic uintptr_t *from = shared;
	unsigned char *to = private;
	uintptr_t word;

	for (; size_bytes >= sizeof(word); size_bytes -= sizeof(word)) {
		word = atomic_load_explicit(from++, memory_order_relaxed);
		memcpy(to, &word, sizeof(word));
		to += sizeof(word);
	}
	if (size_bytes > 0) {
		word = atomic_load_explicit(from, memory_order_relaxed);
		memcpy(to, &word, size_bytes);
	}
}

/* Copy into the slot. Bytes from `size_bytes` to the next word become 0. */
static inline void seqlock_copy_in(void *shared, const void *private,
				   size_t size_bytes)
{
	_Atomic uintptr_t *to = shared;
	const unsigned char *from = private;
	uintptr_t word;

	for (; size_bytes >= sizeof(word); size_bytes -= sizeof(word)) {
		memcpy(&word, from, sizeof(word));
		atomic_store_explicit(to++, word, memory_order_relaxed);
		from += sizeof(word);
	}
	if (size_bytes > 0) {
		word = 0;
		memcpy(&word, from, size_bytes);
		atomic_store_explicit(to, word, memory_order_relaxed);
	}
}

#endif
