/*
 * Addresses are found in URLs, and the description says what it must.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtp_session.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void assert_address(const char *url, const char *expected_host,
			   const char *expected_port)
{
	char host[64], port[8];

	assert_int_equal(rtp_session_address(url, host, sizeof(host), port,
					     sizeof(port)),
			 0);
	assert_string_equal(host, expected_host);
	assert_string_equal(port, expected_port);
}

static void test_address_and_port_are_found(void **state)
{
	(void)state;
	assert_address("rtp-h264://0.0.0.0:5600", "0.0.0.0", "5600");
	assert_address("rtp-h264://:5600/", "", "5600");
	assert_address("rtp-h264://@:5600", "", "5600");
	assert_address("rtp-h265://@239.1.2.3:5600", "239.1.2.3", "5600");
	assert_address("rtp-h265://[ff02::1]:5600?x", "ff02::1", "5600");
}

static void test_what_has_no_port_is_refused(void **state)
{
	static const char *const urls[] = {
		"rtp-h264://0.0.0.0",	  "rtp-h264://0.0.0.0:",
		"rtp-h264://[::1]",	  "rtp-h264://[::1:5600",
		"rtp-h264://a:port",	  "rtp-h264://",
		"rtp-h264://a:123456789", "rtp-h264://a:65536",
		"rtp-h264://a:0",	  "rtp-h264://a:-5600",
	};
	char host[64], port[8];

	(void)state;
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++)
		assert_int_equal(rtp_session_address(urls[i], host,
						     sizeof(host), port,
						     sizeof(port)),
				 -EINVAL);
}

static void test_description_names_the_codec(void **state)
{
	char text[RTP_SESSION_BYTES];

	(void)state;
	rtp_session_describe("H265", text, sizeof(text));
	assert_non_null(strstr(text, "\r\na=rtpmap:96 H265/90000\r\n"));
	assert_true(strlen(text) < sizeof(text) - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_address_and_port_are_found),
		cmocka_unit_test(test_what_has_no_port_is_refused),
		cmocka_unit_test(test_description_names_the_codec),
	};

	return cmocka_run_group_tests_name("rtp_session", tests, NULL, NULL);
}
