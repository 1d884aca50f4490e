/*
 * Publishers who come at the same time, stay, vanish and are replaced: sockets
 * of this machine, and a clock of the test's.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtsp_listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cmocka.h>

#include "clock.h"
#include "log.h"

/* So many may wait; what is due after RTSP_RECORD_NS. */
#define VISITORS_MAX 16
#define RECORD_NS    (30 * NS_PER_S)

static uint64_t now_ns, tick_ns; /* the time, and what looking at it takes */
static char warned[512];
static unsigned warnings;

/* In place of base/clock.c and base/log.c. */
uint64_t clock_monotonic_ns(void)
{
	now_ns += tick_ns;
	return now_ns;
}

void log_warning(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	vsnprintf(warned, sizeof(warned), format, values);
	va_end(values);
	warnings++;
}

void log_notice(const char *format, ...)
{
	(void)format;
}

void log_debug(const char *format, ...)
{
	(void)format;
}

static struct rtsp_listener *listener;
static struct sockaddr_in address;

/* A port that was free a moment ago. */
static void address_find(void)
{
	socklen_t size_bytes = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	address = (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)),
			 0);
	assert_int_equal(
		getsockname(fd, (struct sockaddr *)&address, &size_bytes), 0);
	close(fd);
}

static struct rtsp_place place_make(void)
{
	static char url[64];

	snprintf(url, sizeof(url), "rtsp://127.0.0.1:%d/x",
		 ntohs(address.sin_port));
	return (struct rtsp_place){ .url = url, .name = "rtsp://127.0.0.1/x" };
}

static int begin(void **state)
{
	struct rtsp_place place;

	(void)state;
	now_ns = NS_PER_S;
	tick_ns = 0;
	warnings = 0;
	address_find();
	place = place_make();
	listener = rtsp_listener_create(&place);
	return rtsp_listener_open(listener);
}

static int end(void **state)
{
	(void)state;
	rtsp_listener_destroy(listener);
	return 0;
}

static int visitor_connect(void)
{
	const struct timeval patience = { .tv_sec = 5 };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	assert_int_equal(
		connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

static void say(int fd, const char *text)
{
	assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL),
			 strlen(text));
}

static const char set_up[] =
	"ANNOUNCE rtsp://h/x RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 27\r\n\r\n"
	"v=0\r\nm=video 0 RTP/AVP 26\r\n"
	"SETUP rtsp://h/x RTSP/1.0\r\nCSeq: 2\r\n"
	"Transport: RTP/AVP/TCP;interleaved=0-1\r\n\r\n";
static const char record[] = "RECORD rtsp://h/x RTSP/1.0\r\nCSeq: 3\r\n\r\n";

/* Let the listener work until nothing happens any more. */
static int await(void)
{
	for (int i = 0; i < 5; i++)
		if (rtsp_listener_await(listener, 10) == 0)
			return 0;
	return -EAGAIN;
}

static int publish(void)
{
	int fd = visitor_connect();

	say(fd, set_up);
	say(fd, record);
	assert_int_equal(await(), 0);
	return fd;
}

/* What has been answered so far. */
static const char *answers(int fd)
{
	static char text[4096];
	ssize_t length = recv(fd, text, sizeof(text) - 1, MSG_DONTWAIT);

	text[length > 0 ? length : 0] = '\0';
	return text;
}

static bool is_closed(int fd)
{
	char byte;

	return recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0 ||
	       (errno != EAGAIN && errno != 0);
}

static void packet_send(int fd, char last)
{
	char packet[] = "$\0\0\xd\x80\x1a"
			"1234567890x";

	packet[sizeof(packet) - 2] = last;
	assert_int_equal(send(fd, packet, sizeof(packet) - 1, MSG_NOSIGNAL),
			 sizeof(packet) - 1);
}

static ssize_t packet_take(char *last)
{
	char packet[2048];
	ssize_t length = -EAGAIN;

	for (int i = 0; i < 5 && length == -EAGAIN; i++)
		length = rtsp_listener_receive(listener, packet, sizeof(packet),
					       10);
	if (length > 0)
		*last = packet[length - 1];
	return length;
}

static void test_packets_come_one_by_one(void **state)
{
	int fd = publish();
	char last;

	(void)state;
	packet_send(fd, 'a');
	packet_send(fd, 'b');
	assert_int_equal(packet_take(&last), 13);
	assert_int_equal(last, 'a');
	assert_int_equal(packet_take(&last), 13);
	assert_int_equal(last, 'b');
	assert_int_equal(packet_take(&last), -EAGAIN);
	close(fd);
	assert_int_equal(packet_take(&last), -EPIPE);
}

static void test_port_stays_ours_while_somebody_publishes(void **state)
{
	struct rtsp_place place = place_make();
	struct rtsp_listener *second = rtsp_listener_create(&place);
	int fd = publish();

	(void)state;
	assert_int_equal(rtsp_listener_open(second), -EADDRINUSE);
	rtsp_listener_destroy(second);
	close(fd);
}

static void test_second_publisher_is_told_why_not(void **state)
{
	int first = publish(), second = visitor_connect();
	char last;

	(void)state;
	say(second, set_up);
	packet_take(&last);
	assert_non_null(strstr(answers(second), "453 Somebody Publishes"));
	assert_int_equal(warnings, 1);
	assert_non_null(strstr(warned, "127.0.0.1 wants to publish"));
	say(second, set_up);
	packet_take(&last);
	assert_int_equal(warnings, 1);
	packet_send(first, 'a');
	assert_int_equal(packet_take(&last), 13);
	close(first);
	close(second);
}

static void test_silent_publisher_makes_room(void **state)
{
	int first = publish(), second = visitor_connect();
	char last;

	(void)state;
	say(second, set_up);
	tick_ns = NS_PER_S / 4;
	assert_int_equal(packet_take(&last), -EAGAIN);
	tick_ns = 0;
	answers(second);
	say(second, set_up);
	say(second, record);
	assert_int_equal(packet_take(&last), -EPIPE);
	answers(first);
	assert_true(is_closed(first));
	assert_int_equal(await(), 0);
	packet_send(second, 'b');
	assert_int_equal(packet_take(&last), 13);
	assert_int_equal(last, 'b');
	close(first);
	close(second);
}

static void test_nobody_is_silent_while_nobody_listens(void **state)
{
	int first = publish(), second = visitor_connect();
	char last;

	(void)state;
	say(second, set_up);
	now_ns += 10 * NS_PER_S;
	assert_int_equal(packet_take(&last), -EAGAIN);
	assert_non_null(strstr(answers(second), "453 "));
	close(first);
	close(second);
}

static void test_who_says_goodbye_is_answered(void **state)
{
	int fd = publish();
	char last;

	(void)state;
	answers(fd);
	say(fd, "TEARDOWN rtsp://h/x RTSP/1.0\r\nCSeq: 4\r\n\r\n");
	assert_int_equal(packet_take(&last), -EPIPE);
	assert_int_equal(await(), -EAGAIN);
	assert_non_null(strstr(answers(fd), "200 OK\r\nCSeq: 4"));
	assert_true(is_closed(fd));
	close(fd);
}

/* In a report (RFC 3550, 6.6), on the channel beside that of the packets. */
static void goodbye_send(int fd)
{
	static const char report[] = "$\1\0\x8\x81\xcb\0\1"
				     "1234";

	assert_int_equal(send(fd, report, sizeof(report) - 1, MSG_NOSIGNAL),
			 sizeof(report) - 1);
}

static void test_goodbye_in_a_report_is_believed(void **state)
{
	int first = publish(), second = visitor_connect();
	char last;

	(void)state;
	packet_send(first, 'a');
	goodbye_send(first);
	assert_int_equal(packet_take(&last), 13);
	assert_int_equal(packet_take(&last), -EAGAIN);
	/* Its place is free, but for a while it may go on. */
	packet_send(first, 'b');
	assert_int_equal(packet_take(&last), 13);
	say(second, set_up);
	packet_take(&last);
	assert_non_null(strstr(answers(second), "453 "));
	goodbye_send(first);
	packet_take(&last);
	say(second, set_up);
	packet_take(&last);
	assert_null(strstr(answers(second), "453 "));
	tick_ns = NS_PER_S / 8;
	assert_int_equal(packet_take(&last), -EPIPE);
	tick_ns = 0;
	close(first);
	close(second);
}

static void test_next_publisher_is_let_in_at_once(void **state)
{
	int first = publish(), second;
	char last;

	(void)state;
	close(first);
	assert_int_equal(packet_take(&last), -EPIPE);
	second = publish();
	packet_send(second, 'b');
	assert_int_equal(packet_take(&last), 13);
	assert_int_equal(last, 'b');
	rtsp_listener_dismiss(listener);
	answers(second);
	assert_true(is_closed(second));
	assert_int_equal(packet_take(&last), -EPIPE);
	close(second);
}

static void test_half_open_connections_keep_nobody_out(void **state)
{
	int half[4 * VISITORS_MAX], fd;

	(void)state;
	for (size_t i = 0; i < sizeof(half) / sizeof(half[0]); i++) {
		half[i] = visitor_connect();
		say(half[i], "ANNOUNCE rtsp://h/x RTSP/1.0\r\n");
		await();
	}
	assert_true(is_closed(half[0]));
	assert_false(is_closed(half[4 * VISITORS_MAX - 1]));
	fd = publish();
	now_ns += RECORD_NS;
	await();
	assert_true(is_closed(half[4 * VISITORS_MAX - 1]));
	for (size_t i = 0; i < sizeof(half) / sizeof(half[0]); i++)
		close(half[i]);
	close(fd);
}

static void test_connection_that_others_accepted_is_as_good(void **state)
{
	int door = socket(AF_INET, SOCK_STREAM, 0), fd;
	socklen_t size_bytes = sizeof(address);
	char last;

	(void)state;
	address.sin_port = 0;
	assert_int_equal(
		bind(door, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(door, 1), 0);
	assert_int_equal(
		getsockname(door, (struct sockaddr *)&address, &size_bytes), 0);
	fd = visitor_connect();
	rtsp_listener_take(listener, accept(door, NULL, NULL));
	say(fd, set_up);
	say(fd, record);
	assert_int_equal(await(), 0);
	packet_send(fd, 'a');
	assert_int_equal(packet_take(&last), 13);
	close(fd);
	close(door);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_packets_come_one_by_one),
		TEST(test_port_stays_ours_while_somebody_publishes),
		TEST(test_second_publisher_is_told_why_not),
		TEST(test_silent_publisher_makes_room),
		TEST(test_nobody_is_silent_while_nobody_listens),
		TEST(test_who_says_goodbye_is_answered),
		TEST(test_goodbye_in_a_report_is_believed),
		TEST(test_next_publisher_is_let_in_at_once),
		TEST(test_half_open_connections_keep_nobody_out),
		TEST(test_connection_that_others_accepted_is_as_good),
	};

	return cmocka_run_group_tests_name("rtsp_listener", tests, NULL, NULL);
}
