/*
 * An address is the one that is listened at, or it is not.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtsp_path.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static bool fits(const char *uri, const char *url)
{
	return rtsp_path_fits(rtsp_text_of(uri), url);
}

static void test_the_same_path_may_be_spelled_differently(void **state)
{
	const char *url = "rtsp://0.0.0.0:8554/live/drone 1";

	(void)state;
	assert_true(fits("rtsp://server:8554/live/drone%201", url));
	assert_true(fits("RTSP://u:p@h/live/drone%201/", url));
	assert_true(fits("rtsp://h/live/drone%201?user=1&x=%2F", url));
	assert_true(fits("/live/drone 1#x", url));
	assert_true(fits("rtsps://h/%6Cive/drone 1//", url));
	assert_true(fits("rtsp://h/a%zz", "rtsp://h/a%zz"));
}

static void test_another_path_is_another(void **state)
{
	const char *url = "rtsp://0.0.0.0:8554/live";
	char longer[2048] = "/live";

	(void)state;
	assert_false(fits("rtsp://h/Live", url));
	assert_false(fits("rtsp://h/live/x", url));
	assert_false(fits("rtsp://h/liv", url));
	assert_false(fits("rtsp://h/", url));
	assert_false(fits("rtsp://h", url));
	assert_false(fits("*", url));
	assert_false(fits("rtsp://h/live%00x", url));
	assert_false(fits("rtsp://h?/live", url));
	memset(longer + 5, 'x', sizeof(longer) - 6);
	assert_false(fits(longer, url));
	assert_false(fits(longer, longer));
}

static void test_no_path_means_any(void **state)
{
	(void)state;
	assert_true(fits("rtsp://h/whatever", "rtsp://0.0.0.0:8554"));
	assert_true(fits("rtsp://h/", "rtsp://0.0.0.0:8554/"));
	assert_true(fits("/x", "rtsp://[::]:8554/?y"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_same_path_may_be_spelled_differently),
		cmocka_unit_test(test_another_path_is_another),
		cmocka_unit_test(test_no_path_means_any),
	};

	return cmocka_run_group_tests_name("rtsp_path", tests, NULL, NULL);
}
