/*
 * Tests of camera_name.c.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <frame_slot.h>

#include "camera_name.h"

static void test_a_camera_may_have_almost_any_name(void **state)
{
	static const char *const names[] = {
		"main",	   "gate",	"a.b",	       "drone1.jpg",
		"small",   "video",	"a-small",     "a.smallx",
		"a.Small", "objects.a", "a.objects.b", "0.events_"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_true(camera_name_is_valid(names[i]));
		assert_false(camera_name_is_beside(names[i]));
	}
	assert_false(camera_name_is_valid(""));
	assert_false(camera_name_is_valid(".small"));
	assert_false(camera_name_is_valid("a/b"));
}

static void test_what_lies_beside_a_camera_is_none(void **state)
{
	static const char *const endings[] = { ".small",    ".video",
					       ".objects",  ".events",
					       ".marked",   ".best",
					       ".telemetry" };
	char name[FRAME_SLOT_NAME_MAX + 1];

	(void)state;
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		snprintf(name, sizeof(name), "gate%s", endings[i]);
		assert_true(camera_name_is_beside(name));
		assert_false(camera_name_is_valid(name));
		/* People are told. */
		snprintf(name, sizeof(name), " %s", endings[i]);
		assert_non_null(strstr(CAMERA_NAME_RULE, name));
	}
	assert_true(camera_name_is_beside("gate.video.small"));
}

static void test_the_longest_name_has_room_for_every_ending(void **state)
{
	char name[FRAME_SLOT_NAME_MAX + 2];

	(void)state;
	snprintf(name, sizeof(name), "%0*d", CAMERA_NAME_MAX, 0);
	assert_true(camera_name_is_valid(name));
	strcat(name, ".telemetry");
	assert_true(frame_slot_name_is_valid(name));
	snprintf(name, sizeof(name), "%0*d", CAMERA_NAME_MAX + 1, 0);
	assert_true(frame_slot_name_is_valid(name));
	assert_false(camera_name_is_valid(name));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_camera_may_have_almost_any_name),
		cmocka_unit_test(test_what_lies_beside_a_camera_is_none),
		cmocka_unit_test(
			test_the_longest_name_has_room_for_every_ending),
	};

	return cmocka_run_group_tests_name("camera_name", tests, NULL, NULL);
}
