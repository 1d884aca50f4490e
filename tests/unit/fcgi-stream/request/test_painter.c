/*
 * Tests of painter.c, with what real browsers and programs send.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "painter.h"

#define CHROMIUM_IMG                                                           \
	"image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"
#define FIREFOX_IMG                                                            \
	"image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/"       \
	"*;q=0.5"
#define FIREFOX_OLD_IMG "image/avif,image/webp,*/*"
#define WEBKIT_IMG                                                             \
	"image/webp,image/avif,image/jxl,video/*;q=0.8,image/png,"             \
	"image/svg+xml,image/*;q=0.8,*/*;q=0.5"
#define NAVIGATION                                                             \
	"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
#define JAVA "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"

static void test_an_image_element_paints(void **state)
{
	(void)state;
	assert_true(painter_asks("", CHROMIUM_IMG));
	assert_true(painter_asks("", FIREFOX_IMG));
	assert_true(painter_asks("", FIREFOX_OLD_IMG));
	assert_true(painter_asks("", WEBKIT_IMG));
}

static void test_an_address_that_somebody_opens_is_painted(void **state)
{
	(void)state;
	assert_true(painter_asks("", NAVIGATION));
}

static void test_programs_do_not_paint(void **state)
{
	(void)state;
	assert_false(painter_asks("", ""));
	assert_false(painter_asks("", "*/*"));
	assert_false(painter_asks("", JAVA));
	assert_false(painter_asks("", "image/jpeg"));
	assert_false(painter_asks("", "multipart/x-mixed-replace"));
	assert_false(painter_asks("", "application/json, text/plain, */*"));
}

static void test_the_destination_counts_more(void **state)
{
	(void)state;
	assert_true(painter_asks("image", "*/*"));
	assert_true(painter_asks("document", ""));
	assert_true(painter_asks("iframe", ""));
	/* fetch() with an Accept of its own. */
	assert_false(painter_asks("empty", "image/*"));
	assert_false(painter_asks("video", NAVIGATION));
}

static void test_types_are_compared_whole_and_in_any_case(void **state)
{
	(void)state;
	assert_true(painter_asks("", "*/*;q=0.1 , IMAGE/WebP;q=1"));
	assert_true(painter_asks("", ",, image/*"));
	assert_false(painter_asks("", "image/webpage"));
	assert_false(painter_asks("", "ximage/*"));
	assert_false(painter_asks("", "text/plain;also=image/webp"));
	assert_false(painter_asks("", " ,;, "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_image_element_paints),
		cmocka_unit_test(
			test_an_address_that_somebody_opens_is_painted),
		cmocka_unit_test(test_programs_do_not_paint),
		cmocka_unit_test(test_the_destination_counts_more),
		cmocka_unit_test(test_types_are_compared_whole_and_in_any_case),
	};

	return cmocka_run_group_tests_name("painter", tests, NULL, NULL);
}
