/*
 * Tests of pace.c.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "clock.h"
#include "pace.h"

#define START_NS (1000 * NS_PER_S)
#define SECONDS	 60

/* How many of a source's pictures a viewer gets in a minute. */
static unsigned int pictures_taken(uint64_t fps, uint64_t source_fps,
				   uint64_t jitter_ns)
{
	unsigned int taken = 0;
	struct pace pace;

	pace_start(&pace, fps);
	for (uint64_t i = 0; i < source_fps * SECONDS; i++) {
		uint64_t now_ns = START_NS + i * NS_PER_S / source_fps;

		if (jitter_ns > 0)
			now_ns += (uint64_t)rand() % jitter_ns;
		taken += pace_take(&pace, now_ns);
	}
	return taken;
}

static void test_without_limit_every_picture_goes(void **state)
{
	(void)state;
	assert_int_equal(pictures_taken(0, 30, 0), 30 * SECONDS);
}

static void test_rate_is_what_was_asked_for(void **state)
{
	static const uint64_t asked_fps[] = { 1, 5, 7, 10, 20, 25, 29 };

	(void)state;
	for (size_t i = 0; i < sizeof(asked_fps) / sizeof(asked_fps[0]); i++) {
		uint64_t wanted = asked_fps[i] * SECONDS;

		assert_in_range(pictures_taken(asked_fps[i], 30, 0), wanted - 1,
				wanted + 1);
	}
}

static void test_jitter_of_the_source_costs_nothing(void **state)
{
	unsigned int seed = (unsigned int)time(NULL);

	(void)state;
	printf("seed %u\n", seed);
	srand(seed);
	assert_in_range(pictures_taken(10, 30, 20 * NS_PER_MS),
			10 * SECONDS - 2, 10 * SECONDS + 1);
	assert_in_range(pictures_taken(30, 30, 20 * NS_PER_MS),
			30 * SECONDS - 2, 30 * SECONDS);
}

static void test_slower_source_loses_nothing(void **state)
{
	(void)state;
	assert_int_equal(pictures_taken(60, 30, 0), 30 * SECONDS);
}

static void test_pause_is_not_made_up_for(void **state)
{
	struct pace pace;

	(void)state;
	pace_start(&pace, 10);
	assert_true(pace_take(&pace, START_NS));
	/* A minute later: one, and not six hundred. */
	assert_true(pace_take(&pace, START_NS + 60 * NS_PER_S));
	assert_false(pace_take(&pace, START_NS + 60 * NS_PER_S + 1));
	assert_false(
		pace_take(&pace, START_NS + 60 * NS_PER_S + 99 * NS_PER_MS));
	assert_true(
		pace_take(&pace, START_NS + 60 * NS_PER_S + 100 * NS_PER_MS));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_without_limit_every_picture_goes),
		cmocka_unit_test(test_rate_is_what_was_asked_for),
		cmocka_unit_test(test_jitter_of_the_source_costs_nothing),
		cmocka_unit_test(test_slower_source_loses_nothing),
		cmocka_unit_test(test_pause_is_not_made_up_for),
	};

	return cmocka_run_group_tests_name("pace", tests, NULL, NULL);
}
