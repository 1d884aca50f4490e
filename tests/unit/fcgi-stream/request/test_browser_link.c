/*
 * Tests of browser_link.c, with real connections over the loopback device.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "browser_link.h"

#define SENT_BYTES 1000000

static int questions, server, browser;

/* A connection whose browser reads nothing. */
static void connect_browser(int family, const char *address)
{
	struct sockaddr_storage name = { .ss_family = (sa_family_t)family };
	socklen_t name_bytes = sizeof(name);
	int listener = socket(family, SOCK_STREAM, 0);
	const int few = 4096, many = 4 * SENT_BYTES;

	inet_pton(family, address,
		  family == AF_INET
			  ? (void *)&((struct sockaddr_in *)&name)->sin_addr
			  : (void *)&((struct sockaddr_in6 *)&name)->sin6_addr);
	assert_int_equal(bind(listener, (struct sockaddr *)&name, name_bytes),
			 0);
	assert_int_equal(listen(listener, 1), 0);
	getsockname(listener, (struct sockaddr *)&name, &name_bytes);
	browser = socket(family, SOCK_STREAM, 0);
	setsockopt(browser, SOL_SOCKET, SO_RCVBUF, &few, sizeof(few));
	assert_int_equal(connect(browser, (struct sockaddr *)&name, name_bytes),
			 0);
	server = accept(listener, NULL, NULL);
	assert_true(server >= 0);
	setsockopt(server, SOL_SOCKET, SO_SNDBUF, &many, sizeof(many));
	close(listener);
}

static uint16_t port_of(int fd)
{
	struct sockaddr_storage name;
	socklen_t name_bytes = sizeof(name);

	getsockname(fd, (struct sockaddr *)&name, &name_bytes);
	/* In the same place for both families. */
	return ntohs(((struct sockaddr_in *)&name)->sin_port);
}

static struct browser_link link_of(const char *browser_address,
				   const char *server_address)
{
	struct browser_link link;
	char browser_port[8], server_port[8];

	snprintf(browser_port, sizeof(browser_port), "%u", port_of(browser));
	snprintf(server_port, sizeof(server_port), "%u", port_of(server));
	browser_link_set(&link, browser_address, browser_port, server_address,
			 server_port);
	assert_true(link.is_known);
	return link;
}

/* `address` is that of both ends as a web server writes it. */
static void assert_unsent_bytes_are_known(int family, const char *host,
					  const char *address)
{
	static const char bytes[SENT_BYTES];
	struct browser_link link;
	ssize_t sent_bytes;
	int64_t unsent_bytes;

	connect_browser(family, host);
	link = link_of(address, address);
	assert_int_equal(browser_link_unsent_bytes(&link, questions), 0);
	sent_bytes = send(server, bytes, sizeof(bytes), MSG_DONTWAIT);
	assert_true(sent_bytes > SENT_BYTES / 4);
	unsent_bytes = browser_link_unsent_bytes(&link, questions);
	assert_in_range(unsent_bytes, sent_bytes / 2, sent_bytes);
	close(server);
	close(browser);
}

static int questions_open(void **state)
{
	(void)state;
	questions = browser_links_open();
	return questions < 0 ? -1 : 0;
}

static int questions_close(void **state)
{
	(void)state;
	close(questions);
	return 0;
}

static void test_unsent_bytes_are_known(void **state)
{
	(void)state;
	assert_unsent_bytes_are_known(AF_INET, "127.0.0.1", "127.0.0.1");
	assert_unsent_bytes_are_known(AF_INET, "127.0.0.1", "::ffff:127.0.0.1");
}

static void test_unsent_bytes_are_known_over_ipv6(void **state)
{
	int probe = socket(AF_INET6, SOCK_STREAM, 0);
	const struct sockaddr_in6 name = { .sin6_family = AF_INET6,
					   .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	int result = probe < 0 ? -1
			       : bind(probe, (const struct sockaddr *)&name,
				      sizeof(name));

	(void)state;
	close(probe);
	if (result < 0) {
		print_message("this machine has no IPv6\n");
		skip();
	}
	assert_unsent_bytes_are_known(AF_INET6, "::1", "::1");
	assert_unsent_bytes_are_known(AF_INET6, "::1", "[::1]");
	assert_unsent_bytes_are_known(AF_INET6, "::1", "[0:0::1%lo]");
	/* One socket for both, and a browser that came by IPv4. */
	assert_unsent_bytes_are_known(AF_INET6, "::ffff:127.0.0.1",
				      "127.0.0.1");
	assert_unsent_bytes_are_known(AF_INET6, "::ffff:127.0.0.1",
				      "[::ffff:127.0.0.1]");
}

static void test_connection_that_nobody_has_is_an_error(void **state)
{
	struct browser_link link;

	(void)state;
	browser_link_set(&link, "192.0.2.1", "1", "192.0.2.2", "2");
	assert_true(link.is_known);
	assert_int_equal(browser_link_unsent_bytes(&link, questions), -ENOENT);
	assert_int_equal(browser_link_unsent_bytes(&link, -1), -EBADF);
}

static void test_wrong_addresses_are_no_link(void **state)
{
	static const char *const wrong[][4] = {
		{ "", "1", "127.0.0.1", "2" },
		{ "127.0.0.1", "", "127.0.0.1", "2" },
		{ "127.0.0.1", "65536", "127.0.0.1", "2" },
		{ "127.0.0.1", "1", "localhost", "2" },
		{ "127.0.0.1", "1", "::1", "2" },
		{ "[]", "1", "[", "2" },
		{ "[127.0.0.1.5]", "1", "127.0.0.1", "2" },
		{ "::1", "1", "0000:0000:0000:0000:0000:0000:0000:0000:0000:1",
		  "2" },
		{ "unix:", "1", "unix:/x", "2" },
	};
	struct browser_link link;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		browser_link_set(&link, wrong[i][0], wrong[i][1], wrong[i][2],
				 wrong[i][3]);
		assert_false(link.is_known);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unsent_bytes_are_known),
		cmocka_unit_test(test_unsent_bytes_are_known_over_ipv6),
		cmocka_unit_test(test_connection_that_nobody_has_is_an_error),
		cmocka_unit_test(test_wrong_addresses_are_no_link),
	};

	return cmocka_run_group_tests_name("browser_link", tests,
					   questions_open, questions_close);
}
