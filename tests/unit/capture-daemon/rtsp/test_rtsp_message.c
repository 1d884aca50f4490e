/*
 * Messages are found in what a publisher sends, however it is cut and spelled.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtsp_message.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char bytes[RTSP_MESSAGE_BYTES_MAX + 64];

static struct rtsp_message message_of(const char *text)
{
	snprintf(bytes, sizeof(bytes), "%s", text);
	return rtsp_message_read(bytes, strlen(bytes));
}

static void assert_text(struct rtsp_text text, const char *expected)
{
	assert_int_equal(text.length, strlen(expected));
	assert_memory_equal(text.begin, expected, text.length);
}

static void assert_field(const struct rtsp_message *message, const char *name,
			 const char *expected)
{
	struct rtsp_text value;

	assert_true(rtsp_message_field(message, name, &value));
	assert_text(value, expected);
}

static void test_request_is_taken_apart(void **state)
{
	struct rtsp_message message = message_of(
		"ANNOUNCE rtsp://h/x RTSP/1.0\r\nCSeq: 2\r\n"
		"content-length:  4 \r\nUser-Agent: a: b\r\n\r\nv=0\nrest");

	(void)state;
	assert_int_equal(message.kind, RTSP_REQUEST);
	assert_text(message.method, "ANNOUNCE");
	assert_text(message.uri, "rtsp://h/x");
	assert_text(message.version, "RTSP/1.0");
	assert_text(message.body, "v=0\n");
	assert_int_equal(message.size_bytes, strlen(bytes) - strlen("rest"));
	assert_field(&message, "cseq", "2");
	assert_field(&message, "USER-AGENT", "a: b");
}

static void test_odd_spellings_are_understood(void **state)
{
	struct rtsp_message message =
		message_of("\r\n\nSETUP  rtsp://h/a b  rtsp/1.0\n"
			   "Transport :\tRTP/AVP/TCP;\n interleaved=0-1\n"
			   "X: \r\n\ty\r\n\r\n");

	(void)state;
	assert_int_equal(message.kind, RTSP_REQUEST);
	assert_text(message.uri, "rtsp://h/a b");
	assert_field(&message, "Transport", "RTP/AVP/TCP;  interleaved=0-1");
	assert_field(&message, "X", "y");
	assert_int_equal(message.size_bytes, strlen(bytes));
}

static void test_packets_lie_between_requests(void **state)
{
	static const char sent[] = "$\2\0\3a\nbOPTIONS * RTSP/1.0\r\n\r\n";
	struct rtsp_message message;

	(void)state;
	memcpy(bytes, sent, sizeof(sent));
	message = rtsp_message_read(bytes, sizeof(sent) - 1);
	assert_int_equal(message.kind, RTSP_PACKET);
	assert_int_equal(message.channel, 2);
	assert_text(message.body, "a\nb");
	assert_int_equal(message.size_bytes, 7);
	message = rtsp_message_read(bytes + 7, sizeof(sent) - 1 - 7);
	assert_int_equal(message.kind, RTSP_REQUEST);
	assert_text(message.method, "OPTIONS");
	assert_int_equal(rtsp_message_read(bytes, 6).kind, RTSP_INCOMPLETE);
	assert_int_equal(rtsp_message_read(bytes, 3).kind, RTSP_INCOMPLETE);
}

static void test_answers_are_told_from_requests(void **state)
{
	struct rtsp_message message =
		message_of("RTSP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx");

	(void)state;
	assert_int_equal(message.kind, RTSP_ANSWER);
	assert_int_equal(message.size_bytes, strlen(bytes));
}

static void test_what_is_not_whole_is_waited_for(void **state)
{
	static const char *const parts[] = {
		"",
		"O",
		"OPTIONS * RTSP/1.0",
		"OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n",
		"ANNOUNCE x RTSP/1.0\r\nContent-Length: 2\r\n\r\nv",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		assert_int_equal(message_of(parts[i]).kind, RTSP_INCOMPLETE);
	/* Empty lines need not be kept meanwhile. */
	assert_int_equal(message_of("\r\n\r\nOP").size_bytes, 4);
}

static void test_lengths_that_cannot_be_are_refused(void **state)
{
	static const struct {
		const char *lengths;
		enum rtsp_kind kind;
	} cases[] = {
		{ "Content-Length: -1\r\n", RTSP_MALFORMED },
		{ "Content-Length: 1x\r\n", RTSP_MALFORMED },
		{ "Content-Length:\r\n", RTSP_MALFORMED },
		{ "Content-Length: 1\r\nContent-Length: 2\r\n",
		  RTSP_MALFORMED },
		{ "Content-Length: 99999999999999999999\r\n", RTSP_MALFORMED },
		{ "Content-Length: 65537\r\n", RTSP_TOO_LARGE },
		{ "Content-Length: 2147483647\r\n", RTSP_TOO_LARGE },
		{ "Content-Length: 65536\r\n", RTSP_INCOMPLETE },
		{ "Content-Length: 0\r\nContent-Length: 0\r\n", RTSP_REQUEST },
	};
	char text[256];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(text, sizeof(text), "ANNOUNCE x RTSP/1.0\r\n%s\r\n",
			 cases[i].lengths);
		assert_int_equal(message_of(text).kind, cases[i].kind);
	}
}

static void test_heads_without_an_end_are_refused(void **state)
{
	(void)state;
	memset(bytes, 'a', sizeof(bytes));
	memcpy(bytes, "OPTIONS * RTSP/1.0\r\nX: ", 23);
	assert_int_equal(rtsp_message_read(bytes, RTSP_HEAD_BYTES_MAX - 1).kind,
			 RTSP_INCOMPLETE);
	assert_int_equal(rtsp_message_read(bytes, RTSP_HEAD_BYTES_MAX).kind,
			 RTSP_TOO_LARGE);
	memcpy(bytes + RTSP_HEAD_BYTES_MAX, "\r\n\r\n", 4);
	assert_int_equal(rtsp_message_read(bytes, RTSP_HEAD_BYTES_MAX + 4).kind,
			 RTSP_TOO_LARGE);
	memcpy(bytes + RTSP_HEAD_BYTES_MAX - 4, "\r\n\r\n", 4);
	assert_int_equal(rtsp_message_read(bytes, RTSP_HEAD_BYTES_MAX).kind,
			 RTSP_REQUEST);
}

static void test_what_is_no_rtsp_is_known_at_once(void **state)
{
	static const char *const foreign[] = {
		"\x16\x03\x01",	      /* TLS */
		"\x03",		      /* RTMP */
		"GET / HTTP/1.1\r\n", /* a browser */
		"SSH-2.0-x\r\n",
		"OPTIONS RTSP/1.0\r\n",
		"OPTIONS *\r\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++)
		assert_int_equal(message_of(foreign[i]).kind, RTSP_FOREIGN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_request_is_taken_apart),
		cmocka_unit_test(test_odd_spellings_are_understood),
		cmocka_unit_test(test_packets_lie_between_requests),
		cmocka_unit_test(test_answers_are_told_from_requests),
		cmocka_unit_test(test_what_is_not_whole_is_waited_for),
		cmocka_unit_test(test_lengths_that_cannot_be_are_refused),
		cmocka_unit_test(test_heads_without_an_end_are_refused),
		cmocka_unit_test(test_what_is_no_rtsp_is_known_at_once),
	};

	return cmocka_run_group_tests_name("rtsp_message", tests, NULL, NULL);
}
