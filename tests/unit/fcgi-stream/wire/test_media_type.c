/*
 * Tests of media_type.c.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "media_type.h"

static void test_only_images_are_images(void **state)
{
	(void)state;
	assert_true(media_type_is_image("image/jpeg"));
	assert_true(media_type_is_image("Image/PNG"));
	assert_false(media_type_is_image("imagery/x"));
	assert_false(media_type_is_image("application/json"));
}

static void test_json_may_have_parameters_and_nothing_else(void **state)
{
	(void)state;
	assert_true(media_type_is_json("application/json"));
	assert_true(media_type_is_json("Application/JSON"));
	assert_true(media_type_is_json("application/json;charset=utf-8"));
	assert_true(media_type_is_json("application/json ; x=y"));
	assert_false(media_type_is_json("application/jsonl"));
	assert_false(media_type_is_json("application/json-seq"));
	assert_false(media_type_is_json("text/json"));
	assert_false(media_type_is_json(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_only_images_are_images),
		cmocka_unit_test(
			test_json_may_have_parameters_and_nothing_else),
	};

	return cmocka_run_group_tests_name("media_type", tests, NULL, NULL);
}
