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
			test_a_refused_password_is_not_tried_at_once_again),
	};

	return cmocka_run_group_tests_name("av_fault", tests, NULL, NULL);
}
