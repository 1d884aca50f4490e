/*
 * What is nearly a source is recognized, and a file is left alone.
 *
 * SPDX-License-Identifier: MIT
 */
#include "source_hint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void assert_hint(const char *source, const char *part)
{
	char hint[SUGGESTION_BYTES] = "";

	if (!source_hint_tell(source, hint) || !strstr(hint, part))
		fail_msg("%s: %s", source, hint);
}

static void assert_file(const char *source)
{
	char hint[SUGGESTION_BYTES];

	if (source_hint_tell(source, hint))
		fail_msg("%s: %s", source, hint);
}

static void test_cameras_have_a_path(void **state)
{
	(void)state;
	assert_hint("-", "pipe:0");
	assert_hint("0", "/dev/video0");
	assert_hint("video12", "/dev/video12");
	assert_hint("dev/video0", "/dev/");
}

static void test_the_pattern_has_a_colon(void **state)
{
	(void)state;
	assert_hint("pattern", "pattern:");
	assert_hint("Pattern", "pattern:");
}

static void test_addresses_have_a_scheme(void **state)
{
	(void)state;
	assert_hint("192.168.1.20", "rtsp://");
	assert_hint("192.168.1.20/stream1", "rtsp://");
	assert_hint("192.168.1.20:554", "rtsp://");
	assert_hint("camera:554/stream1", "rtsp://");
	assert_hint("localhost:8554", "rtsp://");
}

static void test_files_are_left_alone(void **state)
{
	(void)state;
	assert_file("clip.mp4");
	assert_file("clips/12:30.mp4");
	assert_file("video.mp4");
	assert_file("videos/0");
	assert_file("1.2.3.4.mp4");
	assert_file("2024");
	assert_file("clip:1.mp4");
}

static void test_a_scheme_ends_at_its_colon_or_slashes(void **state)
{
	(void)state;
	assert_int_equal(source_scheme_length("rtsp://camera"), 4);
	assert_int_equal(source_scheme_length("rtsp:camera"), 4);
	assert_int_equal(source_scheme_length("rtsp//camera"), 4);
	assert_int_equal(source_scheme_length("rtp-h264:x"), 8);
	assert_int_equal(source_scheme_length("clip.mp4"), 0);
	assert_int_equal(source_scheme_length("/a:b"), 0);
	assert_int_equal(source_scheme_length(""), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cameras_have_a_path),
		cmocka_unit_test(test_the_pattern_has_a_colon),
		cmocka_unit_test(test_addresses_have_a_scheme),
		cmocka_unit_test(test_files_are_left_alone),
		cmocka_unit_test(test_a_scheme_ends_at_its_colon_or_slashes),
	};

	return cmocka_run_group_tests_name("source_hint", tests, NULL, NULL);
}
