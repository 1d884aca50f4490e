/*
 * Tests of cross_origin.c, with a fake peer.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cross_origin.h"
#include "message.h"
#include "peer.h"
#include "request.h"

/* In place of the real one. */
struct peer {
	bool has_sent;
};

static char sent[1000];

struct message *message_create(const char *text)
{
	snprintf(sent, sizeof(sent), "%s", text);
	return NULL;
}

void peer_add_message(struct peer *peer, struct message *message)
{
	(void)peer;
	(void)message;
}

void peer_send(struct peer *peer)
{
	peer->has_sent = true;
}

static const char *fields_for(const char *setting, const char *method,
			      const char *origin)
{
	struct peer peer = { 0 };
	const struct request request = { .method = (char *)method,
					 .origin = (char *)origin };

	sent[0] = '\0';
	cross_origin_send(&peer, setting, &request);
	assert_int_equal(peer.has_sent, setting != NULL);
	return sent;
}

static void test_nobody_is_let_in_without_a_setting(void **state)
{
	(void)state;
	assert_string_equal(fields_for(NULL, "GET", "http://a"), "");
	assert_string_equal(fields_for(NULL, "OPTIONS", "http://a"), "");
}

static void test_all_may_read_but_bring_no_password(void **state)
{
	const char *fields = fields_for("*", "GET", "http://a");

	(void)state;
	assert_ptr_equal(strstr(fields, "Access-Control-Allow-Origin: *\r\n"),
			 fields);
	assert_null(strstr(fields, "Credentials"));
	assert_null(strstr(fields, "Vary"));
	assert_null(strstr(fields, "Allow-Methods"));
}

static void test_who_is_named_may_read_and_bring_a_password(void **state)
{
	const char *setting = "http://a, https://B.example:8123,,http://[::1]";
	static const char *const named[] = { "http://a",
					     "https://b.example:8123",
					     "http://[::1]" };
	static const char *const others[] = {
		"",
		"null",
		"http://",
		"http://aa",
		"https://a",
		"http://a,",
		"https://b.example",
		"http://a, https://B.example:8123"
	};
	char field[100];

	(void)state;
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
		const char *fields = fields_for(setting, "GET", named[i]);

		snprintf(field, sizeof(field), "Allow-Origin: %s\r\n",
			 named[i]);
		assert_non_null(strstr(fields, field));
		assert_non_null(strstr(fields, "Allow-Credentials: true\r\n"));
		assert_non_null(strstr(fields, "Vary: Origin\r\n"));
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_string_equal(fields_for(setting, "GET", others[i]),
				    "Vary: Origin\r\n");
}

static void test_who_asks_before_is_told_what_may_be_sent(void **state)
{
	(void)state;
	assert_non_null(strstr(fields_for("*", "OPTIONS", "http://a"),
			       "Allow-Methods: GET, HEAD, OPTIONS\r\n"));
	assert_non_null(strstr(fields_for("http://a", "OPTIONS", "http://a"),
			       "If-None-Match"));
	assert_null(strstr(fields_for("http://a", "OPTIONS", "http://b"),
			   "Allow-"));
}

static void test_a_setting_holds_origins_as_browsers_write_them(void **state)
{
	static const char *const right[] = {
		"*", "http://a", "https://a.example:8123,http://10.0.0.1",
		" HTTP://[fe80::1]:80 "
	};
	static const char *const wrong[] = {
		"",	     ",",	  "**",		"*,http://a",
		"a.example", "http://",	  "http://a/",	"http://a/b",
		"ftp://a",   "http://a;", "http://u@a", "http://a\r\nX: y",
		"null",	     "http://*"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++)
		assert_true(cross_origin_is_valid(right[i]));
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(cross_origin_is_valid(wrong[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nobody_is_let_in_without_a_setting),
		cmocka_unit_test(test_all_may_read_but_bring_no_password),
		cmocka_unit_test(
			test_who_is_named_may_read_and_bring_a_password),
		cmocka_unit_test(test_who_asks_before_is_told_what_may_be_sent),
		cmocka_unit_test(
			test_a_setting_holds_origins_as_browsers_write_them),
	};

	return cmocka_run_group_tests_name("cross_origin", tests, NULL, NULL);
}
