/*
 * The project's two clocks.
 *
 * SPDX-License-Identifier: MIT
 */
#include "clock.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <time.h>

#include <cmocka.h>

static void test_a_passed_deadline_does_not_wait(void **state)
{
	(void)state;
	assert_int_equal(clock_poll_timeout_ms(1000, 1000), 0);
	assert_int_equal(clock_poll_timeout_ms(1000, 999), 0);
	assert_int_equal(clock_poll_timeout_ms(1000, 0), 0);
}

/* Rounded down it would wake early and spin until the time has come. */
static void test_a_timeout_is_never_too_short(void **state)
{
	(void)state;
	assert_int_equal(clock_poll_timeout_ms(0, 1), 1);
	assert_int_equal(clock_poll_timeout_ms(0, NS_PER_MS), 1);
	assert_int_equal(clock_poll_timeout_ms(0, NS_PER_MS + 1), 2);
}

static void test_no_deadline_waits_for_ever(void **state)
{
	(void)state;
	assert_int_equal(clock_poll_timeout_ms(5, UINT64_MAX), -1);
	assert_int_equal(clock_poll_timeout_ms(5, UINT64_MAX - 1), INT_MAX);
}

static void test_the_wall_clock_is_the_systems(void **state)
{
	uint64_t now_s = (uint64_t)time(NULL);
	uint64_t wall_s = clock_wall_ns() / NS_PER_S;

	(void)state;
	assert_in_range(wall_s, now_s - 1, now_s + 1);
	assert_true(clock_monotonic_ns() <= clock_monotonic_ns());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_passed_deadline_does_not_wait),
		cmocka_unit_test(test_a_timeout_is_never_too_short),
		cmocka_unit_test(test_no_deadline_waits_for_ever),
		cmocka_unit_test(test_the_wall_clock_is_the_systems),
	};

	return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
