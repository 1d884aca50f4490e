/*
 * Tests of default_slot.c, on machines with other slots than this one.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <string.h>

#include "default_slot.h"
#include "listing.h"
#include "refusal.h"

/* The machine: names of slots; those with a star hold no pictures. */
static const char *const *machine;

void listing_walk(const struct audiences *audiences,
		  void (*visit)(const struct listed_slot *slot, void *user),
		  void *user)
{
	(void)audiences;
	for (const char *const *name = machine; *name; name++)
		visit(&(struct listed_slot){ .name = *name + (**name == '*'),
					     .is_camera = **name != '*' },
		      user);
}

bool frame_slot_is_there(const char *name)
{
	for (const char *const *there = machine; *there; there++)
		if (strcmp(*there + (**there == '*'), name) == 0)
			return true;
	return false;
}

#define MACHINE(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void assert_found(const char *const *slots, const char *setting,
			 const char *expected)
{
	char name[FRAME_SLOT_NAME_MAX + 1];
	struct refusal refusal;

	machine = slots;
	assert_int_equal(default_slot_find(name, setting, NULL, &refusal), 0);
	assert_string_equal(name, expected);
}

static void assert_none(const char *const *slots, const char *words)
{
	char name[FRAME_SLOT_NAME_MAX + 1];
	struct refusal refusal;

	machine = slots;
	assert_int_equal(default_slot_find(name, NULL, NULL, &refusal), -1);
	assert_int_equal(refusal.status, 404);
	assert_non_null(strstr(refusal.sentence, words));
}

static void test_the_only_camera_is_meant_whatever_its_name(void **state)
{
	(void)state;
	assert_found(MACHINE("gate"), NULL, "gate");
	assert_found(MACHINE("*a.events", "*gate.objects", "gate"), NULL,
		     "gate");
}

static void test_main_is_meant_where_it_is_there(void **state)
{
	(void)state;
	assert_found(MACHINE("main"), NULL, "main");
	assert_found(MACHINE("gate", "main", "roof"), NULL, "main");
}

static void test_a_setting_counts_even_when_its_slot_is_away(void **state)
{
	(void)state;
	assert_found(MACHINE("gate", "roof"), "roof", "roof");
	assert_found(MACHINE("gate"), "roof", "roof");
	assert_found(MACHINE("main"), "roof", "roof");
}

static void test_of_several_cameras_one_has_to_be_named(void **state)
{
	(void)state;
	assert_none(MACHINE("gate", "*gate.objects", "roof"),
		    "2 cameras; name one at the end of the address, like gate");
	assert_none(MACHINE("*weather"), "no camera");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_the_only_camera_is_meant_whatever_its_name),
		cmocka_unit_test(test_main_is_meant_where_it_is_there),
		cmocka_unit_test(
			test_a_setting_counts_even_when_its_slot_is_away),
		cmocka_unit_test(test_of_several_cameras_one_has_to_be_named),
	};

	return cmocka_run_group_tests_name("default_slot", tests, NULL, NULL);
}
