/*
 * A thread that waits is told from one that hangs.
 *
 * SPDX-License-Identifier: MIT
 */
#include "stop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "clock.h"

#define PATIENCE_NS (STOP_PATIENCE_S * NS_PER_S)

/* The flag counts in whole seconds, and a busy machine may take some. */
#define ABOUT_NS (5 * NS_PER_S)

static int stop_begin(void **state)
{
	static struct stop stop;

	*state = &stop;
	return stop_open(&stop);
}

static int stop_end(void **state)
{
	stop_close(*state);
	return 0;
}

static void assert_patient_until(struct stop *stop, uint64_t time_ns)
{
	assert_false(stop_is_neglected(stop, time_ns - ABOUT_NS));
	assert_true(stop_is_neglected(stop, time_ns + ABOUT_NS));
}

static void test_who_has_just_begun_is_waited_for(void **state)
{
	assert_patient_until(*state, clock_monotonic_ns() + PATIENCE_NS);
}

static void test_thread_that_has_asked_is_waited_for(void **state)
{
	stop_ask_later(*state, 0);
	assert_true(stop_is_neglected(*state, UINT64_MAX));
	assert_false(stop_is_requested(*state));
	assert_patient_until(*state, clock_monotonic_ns() + PATIENCE_NS);
}

static void test_who_sleeps_is_waited_for_until_it_wakes_up(void **state)
{
	uint64_t hour_ns = 3600 * NS_PER_S;
	uint64_t now_ns = clock_monotonic_ns();

	stop_ask_later(*state, now_ns + hour_ns);
	assert_patient_until(*state, now_ns + hour_ns + PATIENCE_NS);
	assert_false(stop_wait_until(*state, now_ns + NS_PER_MS));
	assert_patient_until(*state, now_ns + PATIENCE_NS);
}

static void test_who_rests_is_waited_for_for_ever(void **state)
{
	stop_ask_later(*state, UINT64_MAX);
	assert_false(stop_is_neglected(*state, UINT32_MAX * NS_PER_S));
}

static void test_whose_rest_is_over_is_waited_for(void **state)
{
	stop_ask_later(*state, UINT64_MAX);
	stop_withdraw(*state);
	assert_patient_until(*state, clock_monotonic_ns() + PATIENCE_NS);
}

static void test_a_wish_wakes_who_waits_until_it_is_withdrawn(void **state)
{
	uint64_t now_ns = clock_monotonic_ns();

	stop_request(*state);
	assert_true(stop_wait_until(*state, UINT64_MAX));
	stop_withdraw(*state);
	assert_false(stop_wait_until(*state, now_ns + 10 * NS_PER_MS));
	assert_true(clock_monotonic_ns() >= now_ns + 10 * NS_PER_MS);
}

#define STOP_TEST(test)                                                        \
	cmocka_unit_test_setup_teardown(test, stop_begin, stop_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		STOP_TEST(test_who_has_just_begun_is_waited_for),
		STOP_TEST(test_thread_that_has_asked_is_waited_for),
		STOP_TEST(test_who_sleeps_is_waited_for_until_it_wakes_up),
		STOP_TEST(test_who_rests_is_waited_for_for_ever),
		STOP_TEST(test_whose_rest_is_over_is_waited_for),
		STOP_TEST(test_a_wish_wakes_who_waits_until_it_is_withdrawn),
	};

	return cmocka_run_group_tests_name("stop", tests, NULL, NULL);
}
