/*
 * Tests of listing.c, with real slots.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "audiences.h"
#include "clock.h"
#include "listing.h"
#include "loop.h"

struct search {
	const char *name;
	unsigned int found;
	bool is_camera;
};

static void slot_compare(const struct listed_slot *slot, void *user)
{
	struct search *search = user;

	if (strcmp(slot->name, search->name) != 0)
		return;
	search->found++;
	search->is_camera = slot->is_camera;
}

/* Whether a slot called so is listed as a camera. `media_type` NULL: empty. */
static bool camera_is_listed(const char *ending, const char *media_type)
{
	char name[FRAME_SLOT_NAME_MAX + 1];
	struct search search = { .name = name };
	struct audiences *audiences;
	struct frame_writer *writer;
	struct loop *loop;

	snprintf(name, sizeof(name), "test-listing-%d%s", (int)getpid(),
		 ending);
	assert_int_equal(frame_writer_open(&writer, name, 100), 0);
	if (media_type) {
		struct frame_info info = { .size_bytes = 2,
					   .captured_ns =
						   clock_monotonic_ns() };

		snprintf(info.media_type, sizeof(info.media_type), "%s",
			 media_type);
		assert_int_equal(frame_writer_publish(writer, &info, "{}"), 0);
	}
	assert_int_equal(loop_create(&loop), 0);
	assert_int_equal(audiences_create(&audiences, loop), 0);
	listing_walk(audiences, slot_compare, &search);
	audiences_destroy(audiences);
	loop_destroy(loop);
	frame_writer_remove(writer);
	assert_int_equal(search.found, 1);
	return search.is_camera;
}

static void test_what_holds_pictures_is_a_camera(void **state)
{
	(void)state;
	assert_true(camera_is_listed("", "image/jpeg"));
	assert_true(camera_is_listed(".x", "image/png"));
	assert_false(camera_is_listed("", "application/json"));
}

static void test_an_empty_slot_may_become_one(void **state)
{
	(void)state;
	assert_true(camera_is_listed("", NULL));
}

static void test_what_lies_beside_a_camera_is_none(void **state)
{
	(void)state;
	assert_false(camera_is_listed(".small", "image/jpeg"));
	assert_false(camera_is_listed(".best", "image/jpeg"));
	assert_false(camera_is_listed(".objects", NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_holds_pictures_is_a_camera),
		cmocka_unit_test(test_an_empty_slot_may_become_one),
		cmocka_unit_test(test_what_lies_beside_a_camera_is_none),
	};

	return cmocka_run_group_tests_name("listing", tests, NULL, NULL);
}
