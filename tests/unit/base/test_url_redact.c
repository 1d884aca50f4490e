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
			"rtsp://h/user=**&password=***&channel=1");
	assert_redacted("srt://h:9000?mode=caller&passphrase=secret",
			"srt://h:9000?mode=caller&passphrase=***");
	assert_redacted("srt://h:9000?passphrase=se:cr@et&mode=caller",
			"srt://***");
	assert_redacted("http://h/?TOKEN=ab&pwd=&token=abcdef",
			"http://h/?TOKEN=**&***&token=***");
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
		"rtsp://camera.lan/user@example.org",
		"rtsp://10.0.0.9:554/video@720p",
		"http://camera/?action=stream",
		"http://camera/?",
		"rtsp://cam/h264Preview_01_main",
		"http://cam/mjpg/video.cgi?resolution=640x480&fps=12.5",
		"rtsp://cam/cam/realmonitor?channel=1&subtype=0&unicast",
		"srt://h:9000?mode=caller&latency=200000&transtype=live",
		"udp://@239.1.2.3:5000?localaddr=10.0.0.1",
		"udp://[fe80::1%eth0]:5000",
		"https://host/hls/camera-1/index.m3u8",
		"/dev/v4l/by-path/pci-0000:00:14.0-usb-0:1:1.0-video-index0",
		"[rtsp @ 0x55d0c0ffee00] method DESCRIBE failed: 404 Not Found",
		"slot main: 1 of 2: a@b",
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

/* An address, and a sentence that holds it. */
static void assert_hidden(const char *address, const char *expected)
{
	char buffer[512], sentence[640];

	snprintf(buffer, sizeof(buffer), "%s", address);
	url_redact_address(buffer);
	assert_string_equal(buffer, expected);
	snprintf(buffer, sizeof(buffer), "cannot open %s: refused", address);
	snprintf(sentence, sizeof(sentence), "cannot open %s: refused",
		 expected);
	url_redact(buffer);
	assert_string_equal(buffer, sentence);
}

static void test_every_parameter_but_the_harmless_is_hidden(void **state)
{
	(void)state;
	assert_hidden("http://h/snapshot.cgi?loginuse=user&loginpas=passwd01",
		      "http://h/snapshot.cgi?loginuse=***&loginpas=***");
	assert_hidden("http://h/x?fps=5;user=me;pwd=abc;channel=2",
		      "http://h/x?fps=5;user=**;pwd=***;channel=2");
	assert_hidden("http://h/x?FPS=5&p%61ss=abc", "http://h/x?FPS=5&***");
	assert_hidden("http://h/?secretword", "http://h/?***");
	assert_hidden("http://h/?c2VjcmV0cGFzcw==&fps=1",
		      "http://h/?***&fps=1");
	assert_hidden("http://h/?QWxhZGRpbjo=", "http://h/?***");
	assert_hidden("http://h/?a=b/c?d#e&fps=9", "http://h/?a=***&fps=9");
	assert_hidden("http://h/?mail=a@b", "http://h/?mail=***");
}

/* What a camera calls "stream" elsewhere is a key. */
static void test_a_harmless_name_hides_no_token(void **state)
{
	(void)state;
	assert_hidden("http://h/?stream=main", "http://h/?stream=main");
	assert_hidden("http://h/?stream=4f3c2b1a9d8e7f60",
		      "http://h/?stream=***");
	assert_hidden("http://h/?mode=a%20b", "http://h/?mode=***");
	assert_hidden("http://h/?fps=", "http://h/?***");
}

static void test_parameters_in_a_path_are_hidden(void **state)
{
	(void)state;
	assert_hidden(
		"rtsp://h:554/user=admin&password=x&channel=1&stream=0.sdp",
		"rtsp://h:554/user=***&password=*&channel=1&stream=0.sdp");
	assert_hidden("rtsp://h/user=admin_password=tlJwpbo6_channel=1.sdp?a",
		      "rtsp://h/user=***");
	assert_hidden("http://h/live;session=abcd/index.m3u8",
		      "http://h/live;session=***");
}

static void test_fragments_and_tokens_are_hidden(void **state)
{
	(void)state;
	assert_hidden("http://h/live#secret", "http://h/live#***");
	assert_hidden("http://h/a?fps=1#secret&b", "http://h/a?fps=1#***");
	assert_hidden("rtsps://h:7441/AbCdEf0123456789?enableSrtp",
		      "rtsps://h:7441/***?enableSrtp");
	assert_hidden("https://h/hls/4f3c2b1a9d8e7f60/index.m3u8",
		      "https://h/hls/***/index.m3u8");
	assert_hidden("https://h/1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed/x",
		      "https://h/***/x");
	assert_hidden("https://h/kQzPwXbNmRtYuIoPaS/x.m3u8",
		      "https://h/***/x.m3u8");
}

static void test_what_can_be_no_host_is_hidden(void **state)
{
	(void)state;
	assert_hidden("rtsp://admin:secret/x", "rtsp://***/x");
	assert_hidden("rtsp://admin:123456/x", "rtsp://***/x");
	assert_hidden("rtsp://admin%3Asecret%40host/x", "rtsp://***/x");
	assert_hidden("rtsp://to/ken@h/x", "rtsp://***@h/x");
	assert_hidden("rtsp://1234:56/78@h/x", "rtsp://***@h/x");
	assert_hidden("rtsp://10.0.0.1:se/cret@h/x", "rtsp://***@h/x");
	assert_hidden("rtsp://[a:se/cret@h/x", "rtsp://***@h/x");
	assert_hidden("rtsp://:56/78@h/x", "rtsp://***@h/x");
	assert_hidden("rtsp://10.0.0.1:65536/x", "rtsp://10.0.0.1:65536/x");
	assert_hidden("rtsp://h.lan:554/x", "rtsp://h.lan:554/x");
	assert_hidden("rtsp://[::1", "rtsp://***");
	assert_hidden("rtsp://[zebra]:554/", "rtsp://***/");
	assert_hidden("rtsp://[::1]secret/", "rtsp://***/");
	assert_hidden("rtsp://b\303\274cher.example/x",
		      "rtsp://b\303\274cher.example/x");
}

static void assert_address(const char *address, const char *expected)
{
	char buffer[256];

	snprintf(buffer, sizeof(buffer), "%s", address);
	url_redact_address(buffer);
	assert_string_equal(buffer, expected);
}

static void test_an_address_alone_may_hold_spaces(void **state)
{
	(void)state;
	assert_address("rtsp://me:my pass word@host/x", "rtsp://***@host/x");
	assert_address("srt://h:1?passphrase=my pass word",
		       "srt://h:1?passphrase=***");
	assert_address("my secret rtsp://host/x", "***://host/x");
	assert_address("http://h/?x=it's: \"so\",", "http://h/?x=***");
}

static void test_an_address_may_lack_its_scheme(void **state)
{
	(void)state;
	assert_hidden("me:secret@host/x", "***@host/x");
	assert_address("rtsp:/me:secret@host/x", "***@host/x");
	assert_address("//me:secret@host/x", "***@host/x");
	assert_address("me:secret@rtsp://host/x", "***://host/x");
	assert_address("host/cgi?user=me&pwd=abc", "host/cgi?user=**&pwd=***");
	assert_address("user=admin&password=abc&channel=1",
		       "user=***&password=***&channel=1");
	assert_address("://me:secret@host", "://***@host");
	assert_address("me://se.cret/it@host/x", "me://***@host/x");
	assert_address("rtsp://cam.lan/a@b", "rtsp://cam.lan/a@b");
	/* Names of files, of which only a password would be one. */
	assert_address("/data/a:b@c.mp4", "/data/a:b@c.mp4");
	assert_address("clip=1.mp4", "clip=1.mp4");
	assert_address("brightness=10", "brightness=10");
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
		cmocka_unit_test(
			test_every_parameter_but_the_harmless_is_hidden),
		cmocka_unit_test(test_a_harmless_name_hides_no_token),
		cmocka_unit_test(test_parameters_in_a_path_are_hidden),
		cmocka_unit_test(test_fragments_and_tokens_are_hidden),
		cmocka_unit_test(test_what_can_be_no_host_is_hidden),
		cmocka_unit_test(test_an_address_alone_may_hold_spaces),
		cmocka_unit_test(test_an_address_may_lack_its_scheme),
	};

	return cmocka_run_group_tests_name("url_redact", tests, NULL, NULL);
}
