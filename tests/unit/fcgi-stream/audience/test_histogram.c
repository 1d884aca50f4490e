/*
 * Tests of histogram.c.
 *
 * SPDX-License-Identifier: MIT
 */
#include "histogram.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "clock.h"

static void test_a_bound_belongs_to_what_is_below_it(void **state)
{
	struct histogram histogram = { 0 };

	(void)state;
	histogram_add(&histogram, 0);
	histogram_add(&histogram, histogram_bounds_ns[0]);
	histogram_add(&histogram, histogram_bounds_ns[0] + 1);
	assert_int_equal(histogram.counts[0], 2);
	assert_int_equal(histogram.counts[1], 1);
}

static void test_what_is_over_all_bounds_is_counted_too(void **state)
{
	struct histogram histogram = { 0 };

	(void)state;
	histogram_add(&histogram, 2 * NS_PER_S);
	histogram_add(&histogram, 2 * NS_PER_S + 1);
	histogram_add(&histogram, 100 * NS_PER_S);
	assert_int_equal(histogram.counts[HISTOGRAM_BOUNDS - 1], 1);
	assert_int_equal(histogram.counts[HISTOGRAM_BOUNDS], 2);
	assert_int_equal(histogram.sum_ns, 104 * NS_PER_S + 1);
}

static void test_bounds_rise(void **state)
{
	(void)state;
	for (int i = 1; i < HISTOGRAM_BOUNDS; i++)
		assert_true(histogram_bounds_ns[i - 1] <
			    histogram_bounds_ns[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_bound_belongs_to_what_is_below_it),
		cmocka_unit_test(test_what_is_over_all_bounds_is_counted_too),
		cmocka_unit_test(test_bounds_rise),
	};

	return cmocka_run_group_tests_name("histogram", tests, NULL, NULL);
}
