/*
 * Tests of sight_json.c: what a client is told of a slot.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>

#include "clock.h"
#include "sight.h"
#include "sight_json.h"

#define AGE_NS (5 * NS_PER_S)

static struct sight sight_of_a_frame(void)
{
	const uint64_t captured_ns = clock_monotonic_ns() - AGE_NS;

	return (struct sight){
		.state = "live",
		.has_frame = true,
		.rate_fps = 29.9949,
		.info = { .serial = 9,
			  .captured_ns = captured_ns,
			  .captured_wall_ns = 1790000000000123456,
			  .published_ns = captured_ns,
			  .width_px = 640,
			  .height_px = 480,
			  .size_bytes = 1000,
			  .media_type = "image/jpeg" },
	};
}

static void assert_number(const json_t *json, const char *name, double expected)
{
	const json_t *number = json_object_get(json, name);

	assert_true(json_is_number(number));
	if (json_number_value(number) != expected)
		fail_msg("%s is %.17g", name, json_number_value(number));
}

static void assert_word(const json_t *json, const char *name,
			const char *expected)
{
	assert_string_equal(json_string_value(json_object_get(json, name)),
			    expected);
}

static void test_without_a_frame_there_is_only_the_state(void **state)
{
	const struct sight sight = { .state = "empty" };
	json_t *json = sight_to_json(&sight, "drone1");

	(void)state;
	assert_int_equal(json_object_size(json), 2);
	assert_word(json, "name", "drone1");
	assert_word(json, "state", "empty");
	json_decref(json);
}

static void test_frame_is_told_field_by_field(void **state)
{
	const struct sight sight = sight_of_a_frame();
	json_t *json = sight_to_json(&sight, "drone1");

	(void)state;
	assert_int_equal(json_object_size(json), 10);
	assert_word(json, "name", "drone1");
	assert_word(json, "state", "live");
	assert_word(json, "media_type", "image/jpeg");
	assert_number(json, "width", 640);
	assert_number(json, "height", 480);
	assert_number(json, "serial", 9);
	assert_number(json, "size_bytes", 1000);
	json_decref(json);
}

static void test_rate_is_rounded_and_time_is_not(void **state)
{
	const struct sight sight = sight_of_a_frame();
	json_t *json = sight_to_json(&sight, "drone1");

	(void)state;
	assert_number(json, "fps", 29.99);
	assert_number(json, "captured", 1790000000.000123);
	json_decref(json);
}

static void test_age_is_told_in_milliseconds(void **state)
{
	const struct sight sight = sight_of_a_frame();
	const json_int_t least = AGE_NS / NS_PER_MS;
	json_t *json = sight_to_json(&sight, "drone1");
	json_int_t age = json_integer_value(json_object_get(json, "age_ms"));
	uint64_t now_ns = clock_monotonic_ns();

	(void)state;
	assert_in_range(age, least,
			(now_ns - sight.info.captured_ns) / NS_PER_MS);
	json_decref(json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_without_a_frame_there_is_only_the_state),
		cmocka_unit_test(test_frame_is_told_field_by_field),
		cmocka_unit_test(test_rate_is_rounded_and_time_is_not),
		cmocka_unit_test(test_age_is_told_in_milliseconds),
	};

	return cmocka_run_group_tests_name("sight_json", tests, NULL, NULL);
}
