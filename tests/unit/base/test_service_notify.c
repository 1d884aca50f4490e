/*
 * What the service manager is told.
 *
 * SPDX-License-Identifier: MIT
 */
#include "service_notify.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "clock.h"

/* A manager that listens on a socket without a file, as containers' do. */
static int manager_open(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	char name[64];
	int length = snprintf(name, sizeof(name), "@slotcast-test-%d",
			      (int)getpid());

	assert_return_code(fd, errno);
	memcpy(address.sun_path + 1, name + 1, (size_t)length - 1);
	assert_return_code(
		bind(fd, (struct sockaddr *)&address,
		     (socklen_t)offsetof(struct sockaddr_un, sun_path) +
			     (socklen_t)length),
		errno);
	setenv("NOTIFY_SOCKET", name, 1);
	return fd;
}

static void assert_told(int fd, const char *expected)
{
	char text[128] = "";

	assert_return_code(recv(fd, text, sizeof(text) - 1, 0), errno);
	assert_memory_equal(text, expected, strlen(expected));
}

static void assert_told_nothing(int fd)
{
	char text[128];

	assert_int_equal(recv(fd, text, sizeof(text), 0), -1);
}

static int environment_clear(void **state)
{
	(void)state;
	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_USEC");
	unsetenv("WATCHDOG_PID");
	return 0;
}

static void test_without_a_manager_nothing_happens(void **state)
{
	struct service_notify notify;

	(void)state;
	setenv("WATCHDOG_USEC", "1000000", 1);
	service_notify_open(&notify);
	assert_true(notify.fd < 0);
	assert_true(notify.ping_due_ns == UINT64_MAX);
	service_notify_ready(&notify);
	service_notify_ping(&notify, 1);
	service_notify_close(&notify);
}

static void test_a_manager_that_is_gone_stops_nothing(void **state)
{
	struct service_notify notify;

	(void)state;
	setenv("NOTIFY_SOCKET", "/nowhere/notify", 1);
	service_notify_open(&notify);
	assert_true(notify.fd < 0);
	service_notify_ready(&notify);
	service_notify_close(&notify);
}

static void test_ready_is_said_once(void **state)
{
	struct service_notify notify;
	int fd = manager_open();

	(void)state;
	service_notify_open(&notify);
	service_notify_ready(&notify);
	service_notify_ready(&notify);
	assert_told(fd, "READY=1");
	assert_told_nothing(fd);
	service_notify_reloading(&notify);
	assert_told(fd, "RELOADING=1\nMONOTONIC_USEC=");
	service_notify_close(&notify);
	close(fd);
}

static void test_two_pings_go_into_the_managers_patience(void **state)
{
	struct service_notify notify;
	int fd = manager_open();
	char pid[16];

	(void)state;
	snprintf(pid, sizeof(pid), "%d", (int)getpid());
	setenv("WATCHDOG_PID", pid, 1);
	setenv("WATCHDOG_USEC", "4000000", 1);
	service_notify_open(&notify);
	service_notify_ping(&notify, 10 * NS_PER_S);
	assert_told(fd, "WATCHDOG=1");
	service_notify_ping(&notify, 11 * NS_PER_S);
	assert_told_nothing(fd);
	service_notify_ping(&notify, 12 * NS_PER_S);
	assert_told(fd, "WATCHDOG=1");
	service_notify_close(&notify);
	close(fd);
}

static void test_a_ping_that_is_left_out_is_not_made_up_for(void **state)
{
	struct service_notify notify;
	int fd = manager_open();

	(void)state;
	setenv("WATCHDOG_USEC", "4000000", 1);
	service_notify_open(&notify);
	service_notify_skip_ping(&notify, 10 * NS_PER_S);
	service_notify_skip_ping(&notify, 11 * NS_PER_S);
	service_notify_ping(&notify, 11 * NS_PER_S);
	assert_told_nothing(fd);
	service_notify_ping(&notify, 12 * NS_PER_S);
	assert_told(fd, "WATCHDOG=1");
	service_notify_close(&notify);
	close(fd);
}

/* A web server under systemd starts us with its own environment. */
static void test_pings_meant_for_another_process_are_not_sent(void **state)
{
	struct service_notify notify;
	int fd = manager_open();

	(void)state;
	setenv("WATCHDOG_PID", "1", 1);
	setenv("WATCHDOG_USEC", "4000000", 1);
	service_notify_open(&notify);
	service_notify_ping(&notify, 10 * NS_PER_S);
	assert_told_nothing(fd);
	service_notify_close(&notify);
	close(fd);
}

static void test_a_patience_that_is_no_number_wants_no_pings(void **state)
{
	struct service_notify notify;
	int fd = manager_open();

	(void)state;
	setenv("WATCHDOG_USEC", "soon", 1);
	service_notify_open(&notify);
	assert_true(notify.ping_due_ns == UINT64_MAX);
	service_notify_close(&notify);
	close(fd);
}

#define NOTIFY_TEST(test) cmocka_unit_test_setup(test, environment_clear)

int main(void)
{
	const struct CMUnitTest tests[] = {
		NOTIFY_TEST(test_without_a_manager_nothing_happens),
		NOTIFY_TEST(test_a_manager_that_is_gone_stops_nothing),
		NOTIFY_TEST(test_ready_is_said_once),
		NOTIFY_TEST(test_two_pings_go_into_the_managers_patience),
		NOTIFY_TEST(test_a_ping_that_is_left_out_is_not_made_up_for),
		NOTIFY_TEST(test_pings_meant_for_another_process_are_not_sent),
		NOTIFY_TEST(test_a_patience_that_is_no_number_wants_no_pings),
	};

	return cmocka_run_group_tests_name("service_notify", tests, NULL, NULL);
}
