/*
 * The sequence counter that guards one frame buffer, and the copies under it.
 *
 * One thread here; what many do is for tests/torture.
 *
 * SPDX-License-Identifier: MIT
 */
#include "seqlock.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>

#include <cmocka.h>

static void test_an_undisturbed_read_is_whole(void **state)
{
	_Atomic uint32_t sequence = 6;
	uint32_t begun = seqlock_read_begin(&sequence);

	(void)state;
	assert_true(seqlock_read_is_whole(&sequence, begun));
}

static void test_a_read_during_a_write_is_not_whole(void **state)
{
	_Atomic uint32_t sequence = 0;
	uint32_t begun;

	(void)state;
	seqlock_write_begin(&sequence);
	assert_true(seqlock_is_odd(&sequence));
	begun = seqlock_read_begin(&sequence);
	assert_false(seqlock_read_is_whole(&sequence, begun));
	seqlock_write_end(&sequence);
	assert_false(seqlock_is_odd(&sequence));
}

static void test_a_write_during_a_read_is_noticed(void **state)
{
	_Atomic uint32_t sequence = 0;
	uint32_t begun = seqlock_read_begin(&sequence);

	(void)state;
	seqlock_write_begin(&sequence);
	assert_false(seqlock_read_is_whole(&sequence, begun));
	seqlock_write_end(&sequence);
	assert_false(seqlock_read_is_whole(&sequence, begun));
}

static void test_the_counter_may_wrap(void **state)
{
	_Atomic uint32_t sequence = UINT32_MAX - 1;
	uint32_t begun = seqlock_read_begin(&sequence);

	(void)state;
	seqlock_write_begin(&sequence);
	seqlock_write_end(&sequence);
	assert_int_equal(seqlock_read_begin(&sequence), 0);
	assert_false(seqlock_read_is_whole(&sequence, begun));
}

/* Every size, into private memory of every alignment. */
static void test_copies_move_exactly_the_bytes_asked_for(void **state)
{
	alignas(64) unsigned char shared[64];
	unsigned char from[80], to[80], untouched[80];

	(void)state;
	memset(untouched, 0xee, sizeof(untouched));
	for (size_t i = 0; i < sizeof(from); i++)
		from[i] = (unsigned char)(i + 1);
	for (size_t size = 0; size <= 40; size++) {
		size_t skew = size % 8;

		memset(to, 0xee, sizeof(to));
		seqlock_copy_in(shared, from + skew, size);
		seqlock_copy_out(to + skew, shared, size);
		assert_memory_equal(to + skew, from + skew, size);
		assert_memory_equal(to, untouched, skew);
		assert_memory_equal(to + skew + size, untouched,
				    sizeof(to) - skew - size);
	}
}

static void test_copying_in_stays_within_the_last_word(void **state)
{
	alignas(64) unsigned char shared[64];
	const unsigned char byte = 1;

	(void)state;
	memset(shared, 0xee, sizeof(shared));
	seqlock_copy_in(shared, &byte, 1);
	assert_int_equal(shared[0], 1);
	assert_int_equal(shared[1], 0);
	assert_int_equal(shared[sizeof(uintptr_t)], 0xee);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_undisturbed_read_is_whole),
		cmocka_unit_test(test_a_read_during_a_write_is_not_whole),
		cmocka_unit_test(test_a_write_during_a_read_is_noticed),
		cmocka_unit_test(test_the_counter_may_wrap),
		cmocka_unit_test(test_copies_move_exactly_the_bytes_asked_for),
		cmocka_unit_test(test_copying_in_stays_within_the_last_word),
	};

	return cmocka_run_group_tests_name("seqlock", tests, NULL, NULL);
}
