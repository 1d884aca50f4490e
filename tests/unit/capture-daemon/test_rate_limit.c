/*
 * A limit halves a stream evenly and leaves a slower one alone.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rate_limit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "clock.h"

/* How many of `count` pictures at `rate_fps` pass, each `late_ns` late. */
static int admitted(struct rate_limit *limit, int count, unsigned rate_fps,
		    const uint64_t *late_ns)
{
	int passed = 0;

	for (int i = 0; i < count; i++) {
		uint64_t captured_ns = 100 * NS_PER_S +
				       (uint64_t)i * NS_PER_S / rate_fps +
				       (late_ns ? late_ns[i % 4] : 0);

		passed += rate_limit_admits(limit, captured_ns);
	}
	return passed;
}

static void test_no_limit_lets_everything_pass(void **state)
{
	struct rate_limit limit;

	(void)state;
	rate_limit_start(&limit, 0);
	assert_int_equal(admitted(&limit, 600, 120, NULL), 600);
}

static void test_faster_stream_is_thinned_to_the_limit(void **state)
{
	struct rate_limit limit;

	(void)state;
	rate_limit_start(&limit, 10);
	assert_int_equal(admitted(&limit, 300, 30, NULL), 100);
	rate_limit_start(&limit, 20);
	assert_in_range(admitted(&limit, 300, 30, NULL), 199, 201);
}

static void test_jitter_costs_no_pictures(void **state)
{
	static const uint64_t late_ns[] = { 7 * NS_PER_MS, 0, 6 * NS_PER_MS,
					    NS_PER_MS };
	struct rate_limit limit;

	(void)state;
	rate_limit_start(&limit, 30);
	assert_int_equal(admitted(&limit, 300, 30, late_ns), 300);
	rate_limit_start(&limit, 60);
	assert_int_equal(admitted(&limit, 300, 30, late_ns), 300);
}

static void test_nothing_is_made_up_for_after_a_pause(void **state)
{
	struct rate_limit limit;

	(void)state;
	rate_limit_start(&limit, 10);
	assert_true(rate_limit_admits(&limit, 100 * NS_PER_S));
	assert_true(rate_limit_admits(&limit, 200 * NS_PER_S));
	assert_false(rate_limit_admits(&limit, 200 * NS_PER_S + 1));
	assert_false(
		rate_limit_admits(&limit, 200 * NS_PER_S + 50 * NS_PER_MS));
	assert_true(
		rate_limit_admits(&limit, 200 * NS_PER_S + 100 * NS_PER_MS));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_limit_lets_everything_pass),
		cmocka_unit_test(test_faster_stream_is_thinned_to_the_limit),
		cmocka_unit_test(test_jitter_costs_no_pictures),
		cmocka_unit_test(test_nothing_is_made_up_for_after_a_pause),
	};

	return cmocka_run_group_tests_name("rate_limit", tests, NULL, NULL);
}
