/*
 * A port is listened at by one program, at the address that was given.
 *
 * SPDX-License-Identifier: MIT
 */
#include "tcp_socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

static struct sockaddr_in address_of(int fd)
{
	struct sockaddr_in address;
	socklen_t size_bytes = sizeof(address);

	assert_int_equal(
		getsockname(fd, (struct sockaddr *)&address, &size_bytes), 0);
	return address;
}

static void test_port_is_had_once_and_again_at_once(void **state)
{
	int fd = tcp_socket_listen("127.0.0.1", "0"), visitor, accepted;
	struct sockaddr_in address = address_of(fd);
	char port[8];

	(void)state;
	assert_int_equal(address.sin_addr.s_addr, htonl(INADDR_LOOPBACK));
	snprintf(port, sizeof(port), "%d", ntohs(address.sin_port));
	assert_int_equal(tcp_socket_listen("127.0.0.1", port), -EADDRINUSE);
	assert_int_equal(tcp_socket_listen("", port), -EADDRINUSE);
	visitor = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(
		connect(visitor, (struct sockaddr *)&address, sizeof(address)),
		0);
	accepted = accept(fd, NULL, NULL);
	assert_true(accepted >= 0);
	/* Ours is the side that lingers. */
	close(accepted);
	close(visitor);
	close(fd);
	fd = tcp_socket_listen("127.0.0.1", port);
	assert_true(fd >= 0);
	close(fd);
}

static void test_addresses_that_cannot_be_have_their_errors(void **state)
{
	(void)state;
	assert_int_equal(tcp_socket_listen("192.0.2.1", "0"), -EADDRNOTAVAIL);
	assert_int_equal(tcp_socket_listen("nowhere.invalid", "0"), -EIO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_port_is_had_once_and_again_at_once),
		cmocka_unit_test(
			test_addresses_that_cannot_be_have_their_errors),
	};

	return cmocka_run_group_tests_name("tcp_socket", tests, NULL, NULL);
}
