/*
 * A fast stream is thinned to the limit, and jitter costs no pictures.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rate_limit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "clock.h"

#define START_NS (1000 * NS_PER_S)
#define SECONDS	 60

/* How many pictures of a minute pass, each late by less than `jitter_ns`. */
static unsigned int admitted(uint64_t limit_fps, uint64_t source_fps,
			     uint64_t jitter_ns)
{
	unsigned int passed = 0;
	struct rate_limit limit;

	rate_limit_start(&limit, limit_fps);
	for (uint64_t i = 0; i < source_fps * SECONDS; i++) {
		uint64_t time_ns = START_NS + i * NS_PER_S / source_fps;

		if (jitter_ns > 0)
			time_ns += (uint64_t)rand() % jitter_ns;
		passed += rate_limit_admits(&limit, time_ns);
	}
	return passed;
}

static void test_no_limit_lets_everything_pass(void **state)
{
	(void)state;
	assert_int_equal(admitted(0, 120, 0), 120 * SECONDS);
}

static void test_faster_stream_is_thinned_to_the_limit(void **state)
{
	static const uint64_t limits_fps[] = { 1, 5, 7, 10, 20, 25, 29 };

	(void)state;
	for (size_t i = 0; i < sizeof(limits_fps) / sizeof(limits_fps[0]); i++)
		assert_in_range(admitted(limits_fps[i], 30, 0),
				limits_fps[i] * SECONDS - 1,
				limits_fps[i] * SECONDS + 1);
}

/* A quarter of a second each, as near as pictures every 40 ms allow it. */
static void test_what_passes_comes_evenly(void **state)
{
	uint64_t last_ns = 0;
	struct rate_limit limit;

	(void)state;
	rate_limit_start(&limit, 4);
	for (uint64_t time_ns = START_NS; time_ns < START_NS + 60 * NS_PER_S;
	     time_ns += 40 * NS_PER_MS) {
		if (!rate_limit_admits(&limit, time_ns))
			continue;
		if (last_ns != 0)
			assert_in_range(time_ns - last_ns, 240 * NS_PER_MS,
					280 * NS_PER_MS);
		last_ns = time_ns;
	}
}

static void test_jitter_costs_next_to_nothing(void **state)
{
	(void)state;
	assert_in_range(admitted(10, 30, 20 * NS_PER_MS), 10 * SECONDS - 2,
			10 * SECONDS + 1);
	assert_in_range(admitted(30, 30, 20 * NS_PER_MS), 30 * SECONDS - 2,
			30 * SECONDS);
}

static void test_slower_source_loses_nothing(void **state)
{
	(void)state;
	assert_int_equal(admitted(60, 30, 0), 30 * SECONDS);
}

static void test_nothing_is_made_up_for_after_a_pause(void **state)
{
	const uint64_t later_ns = START_NS + 60 * NS_PER_S;
	struct rate_limit limit;

	(void)state;
	rate_limit_start(&limit, 10);
	assert_true(rate_limit_admits(&limit, START_NS));
	/* A minute later: one, and not six hundred. */
	assert_true(rate_limit_admits(&limit, later_ns));
	assert_false(rate_limit_admits(&limit, later_ns + 1));
	assert_false(rate_limit_admits(&limit, later_ns + 50 * NS_PER_MS));
	assert_true(rate_limit_admits(&limit, later_ns + 100 * NS_PER_MS));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_limit_lets_everything_pass),
		cmocka_unit_test(test_faster_stream_is_thinned_to_the_limit),
		cmocka_unit_test(test_what_passes_comes_evenly),
		cmocka_unit_test(test_jitter_costs_next_to_nothing),
		cmocka_unit_test(test_slower_source_loses_nothing),
		cmocka_unit_test(test_nothing_is_made_up_for_after_a_pause),
	};
	unsigned int seed = (unsigned int)time(NULL);

	printf("seed %u\n", seed);
	srand(seed);
	return cmocka_run_group_tests_name("rate_limit", tests, NULL, NULL);
}
