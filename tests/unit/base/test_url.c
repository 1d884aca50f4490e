/*
 * The parts of addresses are found, of all that people type.
 *
 * SPDX-License-Identifier: MIT
 */
#include "url.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void assert_part(struct url_part part, const char *expected)
{
	char text[URL_HOST_BYTES];

	assert_int_equal(url_part_copy(text, sizeof(text), part), 0);
	assert_string_equal(text, expected);
}

static void assert_parts(const char *text, const char *userinfo,
			 const char *host, const char *port, const char *path)
{
	struct url url;

	assert_int_equal(url_split(&url, text), 0);
	assert_part(url.userinfo, userinfo);
	assert_part(url.host, host);
	assert_part(url.port, port);
	assert_part(url.path, path);
}

static void test_all_parts_are_found(void **state)
{
	struct url url;

	(void)state;
	assert_int_equal(url_split(&url, "RTP-H264://h"), 0);
	assert_part(url.scheme, "RTP-H264");
	assert_parts("rtsp://u:p@cam.local:554/a/b?c=d#e", "u:p", "cam.local",
		     "554", "/a/b");
	assert_parts("http://cam", "", "cam", "", "");
	assert_parts("srt://h:9000?mode=caller", "", "h", "9000", "");
	assert_parts("http://h#/x:1", "", "h", "", "");
	assert_parts("http://h/a?b=c://d:1", "", "h", "", "/a");
}

static void test_an_address_of_ipv6_loses_its_brackets(void **state)
{
	(void)state;
	assert_parts("rtp-h265://[ff02::1]:5600?x", "", "ff02::1", "5600", "");
	assert_parts("rtsp://u:p@[::1]/x", "u:p", "::1", "", "/x");
	assert_parts("udp://[fe80::1%eth0]:5", "", "fe80::1%eth0", "5", "");
}

static void test_all_of_this_machine_has_no_host(void **state)
{
	(void)state;
	assert_parts("udp://@:5600", "", "", "5600", "");
	assert_parts("rtp-h264://:5600/", "", "", "5600", "/");
	assert_parts("udp://", "", "", "", "");
	assert_parts("udp://@239.1.2.3:5000", "", "239.1.2.3", "5000", "");
}

static void test_a_password_may_hold_an_at_sign(void **state)
{
	(void)state;
	assert_parts("rtsp://me:p@ss@h:554/x@y", "me:p@ss", "h", "554", "/x@y");
	assert_parts("udp://localhost:5000?x=a@b", "", "localhost", "5000", "");
	assert_parts("rtsp://me:p%40%2F@h", "me:p%40%2F", "h", "", "");
}

static void test_what_is_no_address_is_refused(void **state)
{
	static const char *const texts[] = {
		"",
		"clip.mp4",
		"pipe:0",
		"://host",
		"a b://host",
		"me:secret@h?x=http://y",
		"rtsp://[::1:554",
		"udp://[::1]5",
		"4chan://h",
	};
	struct url url;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(url_split(&url, texts[i]), -EINVAL);
}

static int port_of(const char *text)
{
	struct url url;

	assert_int_equal(url_split(&url, text), 0);
	return url_port(&url);
}

static void test_a_port_is_a_number_that_can_be(void **state)
{
	(void)state;
	assert_int_equal(port_of("udp://:1"), 1);
	assert_int_equal(port_of("udp://[::]:65535/x"), 65535);
	assert_int_equal(port_of("udp://a:05600?x"), 5600);
	assert_int_equal(port_of("udp://a"), -EINVAL);
	assert_int_equal(port_of("udp://a:"), -EINVAL);
	assert_int_equal(port_of("udp://a:0"), -EINVAL);
	assert_int_equal(port_of("udp://a:-5600"), -EINVAL);
	assert_int_equal(port_of("udp://a:65536"), -EINVAL);
	assert_int_equal(port_of("udp://a:99999999999999999999"), -EINVAL);
	assert_int_equal(port_of("udp://a:56x"), -EINVAL);
	assert_int_equal(port_of("udp://::1:5600"), -EINVAL);
}

static void test_a_part_that_is_too_long_is_not_cut(void **state)
{
	char copy[4] = "old";
	struct url url;

	(void)state;
	assert_int_equal(url_split(&url, "udp://four:1"), 0);
	assert_int_equal(url_part_copy(copy, sizeof(copy), url.host),
			 -EMSGSIZE);
	assert_string_equal(copy, "old");
	assert_int_equal(url_part_copy(copy, sizeof(copy), url.userinfo), 0);
	assert_string_equal(copy, "");
}

static void test_a_socket_gets_host_and_port(void **state)
{
	char host[URL_HOST_BYTES], port[URL_PORT_BYTES];
	char too_long[URL_HOST_BYTES + 32];

	(void)state;
	assert_int_equal(url_address_copy("rtsp://[::1]:08554/x", host, port),
			 0);
	assert_string_equal(host, "::1");
	assert_string_equal(port, "8554");
	assert_int_equal(url_address_copy("udp://@:5600", host, port), 0);
	assert_string_equal(host, "");
	assert_string_equal(port, "5600");
	assert_int_equal(url_address_copy("rtsp://camera/x", host, port),
			 -EINVAL);
	assert_int_equal(url_address_copy("clip.mp4", host, port), -EINVAL);
	snprintf(too_long, sizeof(too_long), "udp://%0*d:1", URL_HOST_BYTES, 0);
	assert_int_equal(url_address_copy(too_long, host, port), -EINVAL);
}

static void test_parts_are_alike_when_their_letters_are(void **state)
{
	struct url one, other;

	(void)state;
	assert_int_equal(url_split(&one, "udp://host:1"), 0);
	assert_int_equal(url_split(&other, "tcp://me@host:12"), 0);
	assert_true(url_part_equals(one.host, other.host));
	assert_true(url_part_equals(one.path, other.path));
	assert_false(url_part_equals(one.scheme, other.scheme));
	assert_false(url_part_equals(one.port, other.port));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_parts_are_found),
		cmocka_unit_test(test_an_address_of_ipv6_loses_its_brackets),
		cmocka_unit_test(test_all_of_this_machine_has_no_host),
		cmocka_unit_test(test_a_password_may_hold_an_at_sign),
		cmocka_unit_test(test_what_is_no_address_is_refused),
		cmocka_unit_test(test_a_port_is_a_number_that_can_be),
		cmocka_unit_test(test_a_part_that_is_too_long_is_not_cut),
		cmocka_unit_test(test_a_socket_gets_host_and_port),
		cmocka_unit_test(test_parts_are_alike_when_their_letters_are),
	};

	return cmocka_run_group_tests_name("url", tests, NULL, NULL);
}
