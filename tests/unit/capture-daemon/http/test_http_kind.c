/*
 * What an address holds is told by what comes from there.
 *
 * SPDX-License-Identifier: MIT
 */
#include "http_kind.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define KIND(type, bytes) kind_of(type, bytes, sizeof(bytes) - 1, true)

static enum http_kind kind_of(const char *type, const char *bytes,
			      size_t size_bytes, bool is_whole)
{
	const struct http_head head = {
		.type = type,
		.is_whole = is_whole,
		.bytes = (const uint8_t *)bytes,
		.size_bytes = size_bytes,
	};

	return http_kind_of(&head);
}

static void test_parts_are_pictures_before_the_first_has_come(void **state)
{
	(void)state;
	assert_int_equal(
		kind_of("Multipart/X-Mixed-Replace;boundary=x", "", 0, false),
		HTTP_PICTURES);
	assert_int_equal(KIND("multipart/mixed", "x"), HTTP_PICTURES);
}

static void test_parts_are_known_without_a_type(void **state)
{
	(void)state;
	assert_int_equal(
		KIND(NULL, "--camera\r\nContent-Type: image/jpeg\r\n\r\n"),
		HTTP_PICTURES);
	assert_int_equal(KIND("text/plain", "\r\ncontent-length: 10\r\n"),
			 HTTP_PICTURES);
}

static void test_a_jpeg_is_one_whatever_it_is_called(void **state)
{
	static const char *const types[] = {
		"image/jpeg", "text/html",	     "application/octet-stream",
		NULL,	      "video/x-motion-jpeg",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		assert_int_equal(
			kind_of(types[i], "\xff\xd8\xff\xe0", 4, false),
			HTTP_PICTURES);
	assert_int_equal(KIND("image/jpeg", "\0\0\r\n\xff\xd8\xff\xdb"),
			 HTTP_PICTURES);
}

static void test_jpegs_of_a_file_are_played_as_one(void **state)
{
	const struct http_head head = {
		.type = "video/x-mjpeg",
		.has_length = true,
		.bytes = (const uint8_t *)"\xff\xd8\xff\xe0",
		.size_bytes = 4,
	};

	(void)state;
	assert_int_equal(http_kind_of(&head), HTTP_MEDIA);
}

static void test_what_libavformat_reads_is_left_to_it(void **state)
{
	(void)state;
	assert_int_equal(KIND("text/html", "#EXTM3U\n#EXT-X-VERSION:3\n"),
			 HTTP_MEDIA);
	assert_int_equal(KIND("text/plain", "\x47\x40\x11\x10\0\x42\xf0"),
			 HTTP_MEDIA);
	assert_int_equal(KIND("video/mp4", "\0\0\0\x20"
					   "ftypisom"),
			 HTTP_MEDIA);
	assert_int_equal(KIND("application/dash+xml",
			      "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn\">"),
			 HTTP_MEDIA);
	assert_int_equal(KIND("application/sdp", "v=0\r\no=- 0 0 IN IP4 x\r\n"),
			 HTTP_MEDIA);
	assert_int_equal(KIND("image/png", "\x89PNG\r\n\x1a\n"), HTTP_MEDIA);
}

static void test_what_is_meant_for_people_or_programs_is_told(void **state)
{
	(void)state;
	assert_int_equal(KIND("text/html; charset=utf-8",
			      "<!DOCTYPE html><html><body>Login"),
			 HTTP_PAGE);
	assert_int_equal(KIND("image/jpeg", "\xef\xbb\xbf\n <HTML><head>"),
			 HTTP_PAGE);
	assert_int_equal(KIND("application/xhtml+xml",
			      "<?xml version=\"1.0\"?><html xmlns=\"\">"),
			 HTTP_PAGE);
	assert_int_equal(KIND("application/soap+xml",
			      "<?xml version=\"1.0\"?><s:Envelope><s:Fault>"),
			 HTTP_XML);
	assert_int_equal(KIND(NULL, "<SOAP-ENV:Envelope xmlns=\"x\">"),
			 HTTP_XML);
	assert_int_equal(KIND("text/xml", "<ResponseStatus>"), HTTP_XML);
	assert_int_equal(KIND("application/json", "{\"error\": 401}"),
			 HTTP_JSON);
	assert_int_equal(KIND("text/html", "[]"), HTTP_JSON);
	assert_int_equal(KIND("text/plain", "Error: no camera\n"), HTTP_TEXT);
	assert_int_equal(KIND("text/html", "Error: no camera\n"), HTTP_PAGE);
	assert_int_equal(KIND("image/jpeg", ""), HTTP_NOTHING);
}

static void test_a_little_of_something_tells_nothing_yet(void **state)
{
	char much[HTTP_HEAD_BYTES];

	(void)state;
	assert_int_equal(kind_of("image/jpeg", "", 0, false), HTTP_UNDECIDED);
	assert_int_equal(kind_of(NULL, "--cam", 5, false), HTTP_UNDECIDED);
	assert_int_equal(kind_of("text/html", "<?xml", 5, false),
			 HTTP_UNDECIDED);
	memset(much, 'x', sizeof(much));
	assert_int_equal(kind_of("text/plain", much, sizeof(much), false),
			 HTTP_TEXT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_parts_are_pictures_before_the_first_has_come),
		cmocka_unit_test(test_parts_are_known_without_a_type),
		cmocka_unit_test(test_a_jpeg_is_one_whatever_it_is_called),
		cmocka_unit_test(test_jpegs_of_a_file_are_played_as_one),
		cmocka_unit_test(test_what_libavformat_reads_is_left_to_it),
		cmocka_unit_test(
			test_what_is_meant_for_people_or_programs_is_told),
		cmocka_unit_test(test_a_little_of_something_tells_nothing_yet),
	};

	return cmocka_run_group_tests_name("http_kind", tests, NULL, NULL);
}
