/*
 * Attempts get rarer, but never rarer than every 5 s.
 *
 * SPDX-License-Identifier: MIT
 */
#include "backoff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "clock.h"

static void test_wait_doubles_up_to_five_seconds(void **state)
{
	static const unsigned expected_ms[] = { 500,  1000, 2000,
						4000, 5000, 5000 };
	struct backoff backoff;

	(void)state;
	backoff_reset(&backoff);
	for (size_t i = 0; i < sizeof(expected_ms) / sizeof(expected_ms[0]);
	     i++)
		assert_int_equal(backoff_next_ns(&backoff),
				 expected_ms[i] * NS_PER_MS);
}

static void test_hopeless_attempts_are_rare_at_once(void **state)
{
	struct backoff backoff;

	(void)state;
	backoff_reset(&backoff);
	assert_int_equal(backoff_longest_ns(&backoff), 5 * NS_PER_S);
	assert_int_equal(backoff_next_ns(&backoff), 5 * NS_PER_S);
}

static void test_success_starts_it_anew(void **state)
{
	struct backoff backoff;

	(void)state;
	backoff_reset(&backoff);
	backoff_next_ns(&backoff);
	backoff_next_ns(&backoff);
	backoff_reset(&backoff);
	assert_int_equal(backoff_next_ns(&backoff), 500 * NS_PER_MS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wait_doubles_up_to_five_seconds),
		cmocka_unit_test(test_hopeless_attempts_are_rare_at_once),
		cmocka_unit_test(test_success_starts_it_anew),
	};

	return cmocka_run_group_tests_name("backoff", tests, NULL, NULL);
}
