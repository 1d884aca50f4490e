/*
 * No password is left, and nothing else is lost.
 *
 * SPDX-License-Identifier: MIT
 */
#include "url_redact.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void assert_redacted(const char *text, const char *expected)
{
	char buffer[256];

	snprintf(buffer, sizeof(buffer), "%s", text);
	url_redact(buffer);
	assert_string_equal(buffer, expected);
}

static void test_user_and_password_become_stars(void **state)
{
	(void)state;
	assert_redacted("rtsp://admin:secret@camera/1", "rtsp://***@camera/1");
	assert_redacted("rtsp://admin@camera/1", "rtsp://***@camera/1");
	assert_redacted("rtsp://a@camera", "rtsp://*@camera");
	assert_redacted("rtsp://u:p@[::1]:554/x", "rtsp://***@[::1]:554/x");
}

static void test_password_may_hold_an_at_sign(void **state)
{
	(void)state;
	assert_redacted("rtsp://admin:se@cr@et@camera/1",
			"rtsp://***@camera/1");
}

static void test_password_may_hold_what_ends_a_host(void **state)
{
	(void)state;
	assert_redacted("rtsp://user:se/cret@host/x", "rtsp://***@host/x");
	assert_redacted("rtsp://user:se?cr#et@host/x", "rtsp://***@host/x");
	assert_redacted("rtsp://us/er:s@e/c@host", "rtsp://***@host");
	assert_redacted("rtsp://u:se@c/r@et@host: refused",
			"rtsp://***@host: refused");
}

static void test_key_of_a_pushed_stream_is_a_secret(void **state)
{
	(void)state;
	assert_redacted("rtmp://0.0.0.0:1935/live/drone1",
			"rtmp://0.0.0.0:1935/live/***");
	assert_redacted("rtmps://u:p@h/live/a/b?c=d: refused",
			"rtmps://***@h/live/***: refused");
	assert_redacted("rtmp://h/live: refused", "rtmp://h/live: refused");
	assert_redacted("rtmp://h/live/", "rtmp://h/live/");
	assert_redacted("rtmp://h:1/live/a@b: refused", "rtmp://***: refused");
	assert_redacted("rtmp://u:p/w@h/live/key", "rtmp://***@h/***");
	assert_redacted("rtsp://h/live/drone1", "rtsp://h/live/drone1");
}

static void test_percent_encoded_passwords_are_hidden(void **state)
{
	(void)state;
	assert_redacted("rtsp://user:p%40ss%2Fw@h/x", "rtsp://***@h/x");
	assert_redacted("srt://h:1?passphrase=abc%20def&mode=caller",
			"srt://h:1?passphrase=***&mode=caller");
	assert_redacted("srt://h:1?streamid=#!::u=me,k=x",
			"srt://h:1?streamid=***");
}

/* In the log they stand around a URL, in a password anywhere. */
static void test_quotes_end_no_secret(void **state)
{
	(void)state;
	assert_redacted("rtsp://user:it's@host/x", "rtsp://***@host/x");
	assert_redacted("rtsp://user:a\"b@host/x", "rtsp://***@host/x");
	assert_redacted("'rtsp://user:it's@host/x': refused",
			"'rtsp://***@host/x': refused");
	assert_redacted("'rtmp://host/live/it's': refused",
			"'rtmp://host/live/***': refused");
	assert_redacted("srt://h:1?passphrase=it's&mode=caller",
			"srt://h:1?passphrase=***&mode=caller");
}

static void test_every_url_of_a_sentence_is_found(void **state)
{
	(void)state;
	assert_redacted("from http://a:b@c to rtmp://dd:ee@f/g, sorry",
			"from http://***@c to rtmp://***@f/g, sorry");
	assert_redacted("--listen=rtsp://x:y@0.0.0.0/s",
			"--listen=rtsp://***@0.0.0.0/s");
}

static void test_password_may_be_a_parameter(void **state)
{
	(void)state;
	assert_redacted("rtsp://h/user=me&password=secret&channel=1",
			"rtsp://h/user=me&password=***&channel=1");
	assert_redacted("srt://h:9000?mode=caller&passphrase=secret",
			"srt://h:9000?mode=caller&passphrase=***");
	assert_redacted("srt://h:9000?passphrase=se:cr@et&mode=caller",
			"srt://***&mode=caller");
	assert_redacted("http://h/?TOKEN=ab&pwd=&token=abcdef",
			"http://h/?TOKEN=**&pwd=&token=***");
	assert_redacted("http://h/?pass=a&key=bc&auth=def&pw=gh/ij&secret=kl",
			"http://h/?pass=*&key=**&auth=***&pw=***&secret=**");
}

static void test_no_secret_of_very_many_is_left(void **state)
{
	char text[100 * sizeof("key=secret ")] = "", *at = text;

	(void)state;
	for (int i = 0; i < 100; i++)
		at = stpcpy(at, "key=secret ");
	url_redact(text);
	assert_null(strstr(text, "secret"));
	assert_int_equal(strncmp(text, "key=*** key=***", 15), 0);
}

static void test_text_without_a_password_is_left_alone(void **state)
{
	static const char *const texts[] = {
		"",
		"clip.mp4",
		"pattern:",
		"rtsp://camera/1",
		"rtsp://camera/user@example.org",
		"http://camera/?mail=a@b",
		"://",
		"somebody@example.org://",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_redacted(texts[i], texts[i]);
}

static void test_constant_without_a_password_is_not_written_to(void **state)
{
	(void)state;
	url_redact((char *)"capture-daemon");
}

/* The process list shows the whole of argv, also behind the first zero. */
static void test_nothing_is_left_behind_the_end(void **state)
{
	char text[] = "rtsp://admin:secretsecret@h/secret";
	size_t size_bytes = sizeof(text);

	(void)state;
	url_redact(text);
	assert_string_equal(text, "rtsp://***@h/secret");
	for (size_t i = strlen(text); i < size_bytes; i++)
		assert_int_equal(text[i], '\0');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_user_and_password_become_stars),
		cmocka_unit_test(test_password_may_hold_an_at_sign),
		cmocka_unit_test(test_password_may_hold_what_ends_a_host),
		cmocka_unit_test(test_key_of_a_pushed_stream_is_a_secret),
		cmocka_unit_test(test_percent_encoded_passwords_are_hidden),
		cmocka_unit_test(test_quotes_end_no_secret),
		cmocka_unit_test(test_every_url_of_a_sentence_is_found),
		cmocka_unit_test(test_password_may_be_a_parameter),
		cmocka_unit_test(test_no_secret_of_very_many_is_left),
		cmocka_unit_test(test_text_without_a_password_is_left_alone),
		cmocka_unit_test(
			test_constant_without_a_password_is_not_written_to),
		cmocka_unit_test(test_nothing_is_left_behind_the_end),
	};

	return cmocka_run_group_tests_name("url_redact", tests, NULL, NULL);
}
