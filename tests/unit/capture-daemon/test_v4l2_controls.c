/*
 * Names and values of controls.
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "v4l2_controls.h"

static void test_titles_become_the_names_of_v4l2_ctl(void **state)
{
	char name[32];

	(void)state;
	v4l2_control_name("White Balance, Automatic", name, sizeof(name));
	assert_string_equal(name, "white_balance_automatic");
	v4l2_control_name("Brightness", name, sizeof(name));
	assert_string_equal(name, "brightness");
	v4l2_control_name("Focus (absolute)", name, sizeof(name));
	assert_string_equal(name, "focus_absolute");
}

static void test_long_title_is_cut_off(void **state)
{
	char name[6];

	(void)state;
	v4l2_control_name("Brightness", name, sizeof(name));
	assert_string_equal(name, "brig");
}

static void test_name_and_number_are_taken_apart(void **state)
{
	char name[16];
	int64_t value;

	(void)state;
	assert_int_equal(
		v4l2_control_parse("gain=-12", name, sizeof(name), &value), 0);
	assert_string_equal(name, "gain");
	assert_int_equal(value, -12);
}

static void test_what_is_no_setting_is_refused(void **state)
{
	static const char *const wrong[] = { "gain",
					     "gain=",
					     "=1",
					     "gain=1x",
					     "",
					     "a_name_that_has_no_room=1",
					     "gain=99999999999999999999" };
	char name[16];
	int64_t value;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(v4l2_control_parse(wrong[i], name,
						    sizeof(name), &value),
				 -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_titles_become_the_names_of_v4l2_ctl),
		cmocka_unit_test(test_long_title_is_cut_off),
		cmocka_unit_test(test_name_and_number_are_taken_apart),
		cmocka_unit_test(test_what_is_no_setting_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
