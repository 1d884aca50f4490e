/*
 * Times of capture.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "v4l2_buffers.h"

#define NOW_NS (100 * 1000000000ull)

static uint64_t captured_ns(uint32_t flags, time_t seconds, suseconds_t micros)
{
	const struct v4l2_buffer buffer = {
		.flags = flags,
		.timestamp = { .tv_sec = seconds, .tv_usec = micros },
	};

	return v4l2_buffers_captured_ns(&buffer, NOW_NS);
}

static void test_monotonic_timestamp_is_the_time_of_capture(void **state)
{
	(void)state;
	assert_int_equal(
		captured_ns(V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC, 99, 960000),
		99960000000ull);
}

static void test_timestamp_of_another_clock_is_not_believed(void **state)
{
	(void)state;
	assert_int_equal(captured_ns(V4L2_BUF_FLAG_TIMESTAMP_UNKNOWN, 99, 0),
			 NOW_NS);
	assert_int_equal(captured_ns(V4L2_BUF_FLAG_TIMESTAMP_COPY, 99, 0),
			 NOW_NS);
}

static void test_impossible_timestamp_is_not_believed(void **state)
{
	const uint32_t monotonic = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;

	(void)state;
	assert_int_equal(captured_ns(monotonic, 101, 0), NOW_NS);
	assert_int_equal(captured_ns(monotonic, 9223372021, 0), NOW_NS);
	assert_int_equal(captured_ns(monotonic, -5, 0), NOW_NS);
	assert_int_equal(captured_ns(monotonic, 80, 0), NOW_NS);
	assert_int_equal(captured_ns(monotonic, 0, 0), NOW_NS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_monotonic_timestamp_is_the_time_of_capture),
		cmocka_unit_test(
			test_timestamp_of_another_clock_is_not_believed),
		cmocka_unit_test(test_impossible_timestamp_is_not_believed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
