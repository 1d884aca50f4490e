/*
 * Each URL is of the kind that it looks like, with no more rights than that.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_kind.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_only_local_files_may_open_local_files(void **state)
{
	static const char *const foreign[] = {
		"rtsp://h/x",  "rtmp://h/x",	      "rtp-h264://:5600",
		"udp://:5600", "srt://h:1",	      "http://h/x.m3u8",
		"https://h/x", "http://h/stream.sdp", "tcp://h:1",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++)
		assert_null(strstr(av_kind_of(foreign[i])->protocols, "file"));
	assert_string_equal(av_kind_of("clip.mp4")->protocols, "file");
	assert_string_equal(av_kind_of("/a/list.m3u8")->protocols, "file");
}

static void test_description_opens_rtp_and_nothing_else(void **state)
{
	(void)state;
	assert_string_equal(av_kind_of("drone.sdp")->protocols, "file,rtp,udp");
	assert_true(av_kind_of("drone.SDP")->is_rtp);
}

static void test_unknown_scheme_has_no_kind(void **state)
{
	(void)state;
	assert_null(av_kind_of("gopher://h/x"));
	assert_null(av_kind_of("rtp://0.0.0.0:5600"));
	assert_non_null(av_kind_of("RTSP://h/x"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_only_local_files_may_open_local_files),
		cmocka_unit_test(test_description_opens_rtp_and_nothing_else),
		cmocka_unit_test(test_unknown_scheme_has_no_kind),
	};

	return cmocka_run_group_tests_name("av_kind", tests, NULL, NULL);
}
