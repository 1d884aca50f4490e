/*
 * Tests of intake.c with the real libfcgi, and a socket pair in the web
 * server's place.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "intake.h"
#include "log.h"
#include "loop.h"
#include "record_reading.h"
#include "request.h"

/* Longer than libfcgi's patience with half a request. */
#define WAIT_NS (4 * NS_PER_S)

static struct loop *loop;
static struct intake *intake;
static struct request *answered;
static int server_fd;
static const char *server_software;

static void answer(void *user, struct request *request)
{
	(void)user;
	answered = request;
	loop_stop(loop);
}

static void stop(void *user)
{
	(void)user;
	loop_stop(loop);
}

static void stop_when_readable(void *user, uint32_t events)
{
	(void)events;
	stop(user);
}

static int intake_open(void **state)
{
	(void)state;
	answered = NULL;
	server_software = "lighttpd/1.4.69";
	if (loop_create(&loop) < 0 ||
	    intake_create(&intake, loop, answer, NULL) < 0)
		return -1;
	return intake_start(intake);
}

static int intake_close(void **state)
{
	(void)state;
	request_destroy(answered);
	intake_destroy(intake);
	loop_destroy(loop);
	close(server_fd);
	return 0;
}

/* Until there is a request, or the other end answers or hangs up. */
static void run_with(const uint8_t *bytes, size_t size_bytes, bool hang_up)
{
	struct loop_source reply = { .ready = stop_when_readable };
	struct loop_timer end = { .fire = stop };
	int ends[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	server_fd = reply.fd = ends[1];
	assert_int_equal(write(server_fd, bytes, size_bytes), size_bytes);
	if (hang_up)
		shutdown(server_fd, SHUT_WR);
	intake_add(intake, ends[0]);
	loop_add(loop, &reply, EPOLLIN);
	loop_timer_set(loop, &end, clock_monotonic_ns() + WAIT_NS);
	loop_run(loop);
	loop_remove(loop, &reply);
	loop_timer_clear(&end);
}

static uint8_t *record_put(uint8_t *to, uint8_t type, uint8_t id,
			   const void *content, uint8_t content_bytes)
{
	const uint8_t header[8] = { 1, type, 0, id, 0, content_bytes };

	memcpy(to, header, 8);
	memcpy(to + 8, content, content_bytes);
	return to + 8 + content_bytes;
}

static uint8_t *parameter_put(uint8_t *to, const char *name, const char *value)
{
	*to++ = (uint8_t)strlen(name);
	*to++ = (uint8_t)strlen(value);
	to = mempcpy(to, name, strlen(name));
	return mempcpy(to, value, strlen(value));
}

/* A GET of /video as a web server sends it. Returns its size. */
static size_t request_put(uint8_t *bytes, uint8_t id, const char *body)
{
	const uint8_t responder[8] = { 0, 1 };
	uint8_t parameters[200], *end = parameters, *to = bytes;

	end = parameter_put(end, "REQUEST_METHOD", "GET");
	end = parameter_put(end, "SCRIPT_NAME", "/video");
	end = parameter_put(end, "QUERY_STRING", "fps=5");
	end = parameter_put(end, "SERVER_SOFTWARE", server_software);
	end = parameter_put(end, "CONTENT_LENGTH", *body ? "4" : "");
	to = record_put(to, 1, id, responder, 8);
	to = record_put(to, 4, id, parameters, (uint8_t)(end - parameters));
	to = record_put(to, 4, id, "", 0);
	if (*body)
		to = record_put(to, 5, id, body, (uint8_t)strlen(body));
	to = record_put(to, 5, id, "", 0);
	return (size_t)(to - bytes);
}

static void assert_hung_up(void)
{
	uint8_t byte;

	assert_null(answered);
	assert_int_equal(read(server_fd, &byte, 1), 0);
}

static void test_request_comes_with_its_descriptor(void **state)
{
	uint8_t bytes[400];

	(void)state;
	run_with(bytes, request_put(bytes, 1, ""), false);
	assert_non_null(answered);
	assert_string_equal(answered->method, "GET");
	assert_string_equal(answered->path, "/video");
	assert_string_equal(answered->query, "fps=5");
	assert_true(answered->input_is_aligned);
	assert_true(fcntl(answered->fd, F_GETFL) & O_NONBLOCK);
	assert_int_equal(write(answered->fd, "x", 1), 1);
	assert_int_equal(read(server_fd, bytes, 1), 1);
}

/* The kernel's account of it holds twice what is asked for. */
static int send_buffer_bytes(void)
{
	int size_bytes = 0;
	socklen_t length = sizeof(size_bytes);

	assert_non_null(answered);
	assert_int_equal(getsockopt(answered->fd, SOL_SOCKET, SO_SNDBUF,
				    &size_bytes, &length),
			 0);
	return size_bytes;
}

static void test_lighttpd_is_sent_no_more_than_it_keeps_in_memory(void **state)
{
	uint8_t bytes[400];

	(void)state;
	run_with(bytes, request_put(bytes, 1, ""), false);
	assert_int_equal(send_buffer_bytes(), 2 * 32768);
}

static void test_nginx_is_sent_a_whole_picture_at_once(void **state)
{
	uint8_t bytes[400];

	(void)state;
	server_software = "nginx/1.22.1";
	run_with(bytes, request_put(bytes, 1, ""), false);
	assert_int_equal(send_buffer_bytes(), 2 * 65536);
}

static void test_body_that_was_partly_read_is_known(void **state)
{
	uint8_t bytes[400];

	(void)state;
	run_with(bytes, request_put(bytes, 1, "body"), false);
	assert_non_null(answered);
	assert_false(answered->input_is_aligned);
}

static void test_other_request_id_is_refused(void **state)
{
	uint8_t bytes[400];
	struct read_record record;
	ssize_t size;

	(void)state;
	run_with(bytes, request_put(bytes, 7, ""), false);
	assert_null(answered);
	size = read(server_fd, bytes, sizeof(bytes));
	assert_ptr_equal(record_read(&record, bytes, bytes + size),
			 bytes + size);
	assert_int_equal(record.type, 3);
	assert_int_equal(record.request_id, 7);
}

/* libfcgi by itself lingers for two seconds, with every thread there is. */
static void test_what_is_not_fastcgi_holds_nobody_up(void **state)
{
	const char http[] = "GET /video HTTP/1.1\r\nHost: localhost\r\n\r\n";
	uint64_t start_ns = clock_monotonic_ns();
	uint8_t bytes[400];
	int clients[3];

	(void)state;
	for (int i = 0; i < 3; i++) {
		run_with((const uint8_t *)http, sizeof(http) - 1, false);
		assert_hung_up();
		clients[i] = server_fd;
	}
	run_with(bytes, request_put(bytes, 1, ""), false);
	assert_non_null(answered);
	assert_true(clock_monotonic_ns() - start_ns < NS_PER_S);
	for (int i = 0; i < 3; i++)
		close(clients[i]);
}

static void test_half_a_request_is_hung_up_on(void **state)
{
	uint8_t bytes[400];

	(void)state;
	run_with(bytes, request_put(bytes, 1, "") / 2, false);
	assert_hung_up();
}

static void test_request_cut_off_by_hanging_up_is_none(void **state)
{
	uint8_t bytes[400];

	(void)state;
	run_with(bytes, request_put(bytes, 1, "") / 2, true);
	assert_hung_up();
}

static void test_end_does_not_wait_for_who_is_silent(void **state)
{
	uint8_t bytes[400];
	struct loop_timer end = { .fire = stop };
	uint64_t start_ns = clock_monotonic_ns();
	int silent[2], half[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, silent), 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, half), 0);
	assert_int_equal(write(half[1], bytes, request_put(bytes, 1, "") / 2),
			 request_put(bytes, 1, "") / 2);
	intake_add(intake, silent[0]);
	intake_add(intake, half[0]);
	loop_timer_set(loop, &end, start_ns + 100 * NS_PER_MS);
	loop_run(loop);
	intake_destroy(intake);
	intake = NULL;
	assert_true(clock_monotonic_ns() - start_ns < NS_PER_S);
	close(silent[1]);
	server_fd = half[1];
}

int main(void)
{
#define INTAKE_TEST(test)                                                      \
	cmocka_unit_test_setup_teardown(test, intake_open, intake_close)
	const struct CMUnitTest tests[] = {
		INTAKE_TEST(test_request_comes_with_its_descriptor),
		INTAKE_TEST(
			test_lighttpd_is_sent_no_more_than_it_keeps_in_memory),
		INTAKE_TEST(test_nginx_is_sent_a_whole_picture_at_once),
		INTAKE_TEST(test_body_that_was_partly_read_is_known),
		INTAKE_TEST(test_other_request_id_is_refused),
		INTAKE_TEST(test_what_is_not_fastcgi_holds_nobody_up),
		INTAKE_TEST(test_half_a_request_is_hung_up_on),
		INTAKE_TEST(test_request_cut_off_by_hanging_up_is_none),
		INTAKE_TEST(test_end_does_not_wait_for_who_is_silent),
	};

	log_open("test_intake", LOG_LEVEL_ERROR);
	return cmocka_run_group_tests_name("intake", tests, NULL, NULL);
}
