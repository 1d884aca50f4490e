/*
 * Names and values of controls.
 *
 * The camera has two controls here: v4l2_device_call() plays its driver.
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

static const struct v4l2_query_ext_ctrl offered[] = {
	{ .id = 1,
	  .type = V4L2_CTRL_TYPE_INTEGER,
	  .name = "Gain",
	  .minimum = 0,
	  .maximum = 100 },
	{ .id = 2, .type = V4L2_CTRL_TYPE_INTEGER64, .name = "Exposure" },
};

/* What was set last. */
static int set_count;
static int64_t set_value;

static int answer_query(struct v4l2_query_ext_ctrl *query)
{
	uint32_t before = query->id & ~V4L2_CTRL_FLAG_NEXT_CTRL;

	if (before >= sizeof(offered) / sizeof(offered[0]))
		return -EINVAL;
	*query = offered[before];
	return 0;
}

int v4l2_device_call(const struct v4l2_device *device, unsigned long request,
		     void *argument)
{
	const struct v4l2_ext_controls *wanted = argument;

	(void)device;
	if (request == VIDIOC_QUERY_EXT_CTRL)
		return answer_query(argument);
	assert_int_equal(request, VIDIOC_S_EXT_CTRLS);
	set_count++;
	set_value = wanted->controls->id == 2 ? wanted->controls->value64
					      : wanted->controls->value;
	return 0;
}

static void set(const char *setting)
{
	const struct v4l2_device device = { .name = "/dev/video9" };
	const char *const settings[] = { setting, NULL };

	set_count = 0;
	v4l2_controls_set(&device, settings);
}

static void test_control_is_set_by_its_name(void **state)
{
	(void)state;
	set("gain=-12");
	assert_int_equal(set_count, 1);
	assert_int_equal(set_value, -12);
	set("exposure=5000000000");
	assert_int_equal(set_count, 1);
	assert_int_equal(set_value, 5000000000);
}

static void test_value_that_the_control_cannot_hold_is_not_set(void **state)
{
	(void)state;
	set("gain=4294967297"); /* would be 1, cut off */
	assert_int_equal(set_count, 0);
	set("gain=-2147483649");
	assert_int_equal(set_count, 0);
}

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
		cmocka_unit_test(test_control_is_set_by_its_name),
		cmocka_unit_test(
			test_value_that_the_control_cannot_hold_is_not_set),
		cmocka_unit_test(test_what_is_no_setting_is_refused),
	};

	return cmocka_run_group_tests_name("v4l2_controls", tests, NULL, NULL);
}
