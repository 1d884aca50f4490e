/*
 * Tests of entity_tag.c.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "entity_tag.h"

static const char tag[] = "\"18d7-2e\"";

static void test_tag_tells_frames_apart(void **state)
{
	const struct frame_info one = { .serial = 1, .captured_wall_ns = 2 };
	const struct frame_info other = { .serial = 2, .captured_wall_ns = 1 };
	const struct frame_info latest = { .serial = UINT64_MAX,
					   .captured_wall_ns = UINT64_MAX };
	char one_tag[ENTITY_TAG_BYTES], other_tag[ENTITY_TAG_BYTES];

	(void)state;
	entity_tag_write(one_tag, &one);
	entity_tag_write(other_tag, &other);
	assert_string_not_equal(one_tag, other_tag);
	entity_tag_write(one_tag, &latest);
	assert_int_equal(one_tag[strlen(one_tag) - 1], '"');
}

static void test_tag_is_found_in_any_list(void **state)
{
	(void)state;
	assert_true(entity_tag_is_listed("\"18d7-2e\"", tag));
	assert_true(entity_tag_is_listed("W/\"18d7-2e\"", tag));
	assert_true(entity_tag_is_listed("\"a\", \"18d7-2e\"", tag));
	assert_true(
		entity_tag_is_listed("W/\"a\",\tW/\"18d7-2e\" , \"b\"", tag));
	assert_true(entity_tag_is_listed("\"a,b\", \"18d7-2e\"", tag));
	assert_true(entity_tag_is_listed("*", tag));
	assert_true(entity_tag_is_listed(" *", tag));
}

static void test_other_tags_do_not_match(void **state)
{
	(void)state;
	assert_false(entity_tag_is_listed("", tag));
	assert_false(entity_tag_is_listed(" , ,", tag));
	assert_false(entity_tag_is_listed("\"18d7-2f\"", tag));
	assert_false(entity_tag_is_listed("\"18d7-2e", tag));
	assert_false(entity_tag_is_listed("18d7-2e", tag));
	assert_false(entity_tag_is_listed("\"x, \"", tag));
	assert_false(entity_tag_is_listed("\"never ended", tag));
	assert_false(entity_tag_is_listed("\"a*\"", tag));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tag_tells_frames_apart),
		cmocka_unit_test(test_tag_is_found_in_any_list),
		cmocka_unit_test(test_other_tags_do_not_match),
	};

	return cmocka_run_group_tests_name("entity_tag", tests, NULL, NULL);
}
