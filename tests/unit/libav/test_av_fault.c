/*
 * What libavformat's errors are called where people read them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_fault.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <libavformat/avformat.h>

#include <cmocka.h>

static const char *explained(const char *url, int error)
{
	static struct reason reason;

	av_fault_explain(url, error, &reason);
	return reason.text;
}

static void test_a_port_that_is_taken_is_called_so(void **state)
{
	(void)state;
	assert_string_equal(
		explained("rtsp://0.0.0.0:8554/x", AVERROR(EADDRINUSE)),
		"another program has this port already");
}

static void test_an_address_of_another_machine_is_called_so(void **state)
{
	(void)state;
	assert_non_null(strstr(
		explained("rtsp://192.0.2.1:8554/x", AVERROR(EADDRNOTAVAIL)),
		"no such address"));
}

static void test_a_name_without_address_is_named(void **state)
{
	(void)state;
	assert_non_null(strstr(explained("rtsp://no..name/x", AVERROR(EIO)),
			       "no..name has no address"));
}

static void test_no_part_of_a_password_is_taken_for_a_host(void **state)
{
	static const char *const urls[] = {
		"rtsp://admin:top@secret99#x@127.0.0.1:21740/a",
		"rtsp://admin:secret99/x@127.0.0.1/a",
		"rtsp://secret99/x@h/a",
		"rtsp://secret99?a:b@h/a",
		"rtsp://admin%3Asecret99%40h/a",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		const char *words = explained(urls[i], AVERROR(EIO));

		assert_null(strstr(words, "secret99"));
		assert_non_null(strstr(words, "write @ as %40"));
	}
}

static void test_a_refused_password_of_signs_is_told_how_to_write(void **state)
{
	(void)state;
	assert_non_null(strstr(
		explained("rtsp://me:p@ss@h/x", AVERROR_HTTP_UNAUTHORIZED),
		"write @ as %40, # as %23, / as %2F"));
	assert_null(strstr(
		explained("rtsp://me:pass@h/x", AVERROR_HTTP_UNAUTHORIZED),
		"%40"));
}

/* Of what libavformat calls "Input/output error" and the like. */
static void test_no_fault_is_told_in_the_words_of_a_library(void **state)
{
	char library_words[AV_ERROR_MAX_STRING_SIZE];

	(void)state;
	for (int error = 1; error < 200; error++) {
		av_strerror(AVERROR(error), library_words,
			    sizeof(library_words));
		assert_null(
			strstr(explained("http://127.0.0.1/", AVERROR(error)),
			       library_words));
	}
	assert_string_equal(explained("http://127.0.0.1/", AVERROR_EOF),
			    "it ended before its first picture");
}

static void test_a_forgotten_scheme_is_thought_of(void **state)
{
	(void)state;
	assert_non_null(strstr(explained("cam.lan/x", AVERROR(ENOENT)),
			       "begins with rtsp://"));
	assert_string_equal(explained("/data/x.mp4", AVERROR(ENOENT)),
			    "there is no such file");
}

static void test_a_refused_password_is_not_tried_at_once_again(void **state)
{
	(void)state;
	assert_int_equal(av_fault_errno(AVERROR_HTTP_UNAUTHORIZED), -EACCES);
	assert_int_equal(av_fault_errno(AVERROR(ECONNREFUSED)), -ECONNREFUSED);
	assert_int_equal(av_fault_errno(AVERROR_INVALIDDATA), -EIO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_port_that_is_taken_is_called_so),
		cmocka_unit_test(
			test_an_address_of_another_machine_is_called_so),
		cmocka_unit_test(test_a_name_without_address_is_named),
		cmocka_unit_test(
			test_no_part_of_a_password_is_taken_for_a_host),
		cmocka_unit_test(
			test_a_refused_password_of_signs_is_told_how_to_write),
		cmocka_unit_test(
			test_no_fault_is_told_in_the_words_of_a_library),
		cmocka_unit_test(test_a_forgotten_scheme_is_thought_of),
		cmocka_unit_test(
			test_a_refused_password_is_not_tried_at_once_again),
	};

	return cmocka_run_group_tests_name("av_fault", tests, NULL, NULL);
}
