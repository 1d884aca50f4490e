/*
 * What is known to be secret is hidden wherever a library tells of it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "known_secrets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static int secrets_setup(void **state)
{
	*state = known_secrets_create();
	return *state ? 0 : -1;
}

static int secrets_teardown(void **state)
{
	known_secrets_destroy(*state);
	return 0;
}

static void assert_told(void **state, const char *line, const char *expected)
{
	char buffer[256];

	snprintf(buffer, sizeof(buffer), "%s", line);
	known_secrets_redact(*state, buffer);
	assert_string_equal(buffer, expected);
}

static void test_parts_of_an_address_are_hidden_out_of_connection(void **state)
{
	assert_int_equal(
		known_secrets_add_address(
			*state, "rtsp://admin:top@secret99#x@host/a?pin=4711"),
		0);
	assert_told(state, "Failed to resolve hostname secret99: unknown",
		    "Failed to resolve hostname ***: unknown");
	assert_told(state, "tcp://secret99:554, 4711", "tcp://***:554, ***");
	assert_told(state, "host", "host");
}

static void test_decoded_secrets_are_known(void **state)
{
	assert_int_equal(known_secrets_add_address(
				 *state, "srt://h:1?passphrase=a%20b%2Fcdef"),
			 0);
	assert_told(state, "bad passphrase 'a b/cdef'", "bad passphrase '***'");
	assert_told(state, "bad a%20b%2Fcdef", "bad ***");
}

static void test_a_short_secret_is_hidden_where_it_is_a_word(void **state)
{
	assert_int_equal(known_secrets_add_address(*state, "rtsp://u:pa@h/"),
			 0);
	assert_told(state, "host pa is unknown, path too",
		    "host ** is unknown, path too");
}

static void test_values_of_options_are_known(void **state)
{
	assert_int_equal(known_secrets_add_option(*state, "cookies=sid9876"),
			 0);
	assert_int_equal(known_secrets_add_option(*state, "rtsp_transport=tcp"),
			 0);
	assert_int_equal(known_secrets_add_option(*state, "flag"), 0);
	assert_told(state, "sending sid9876 over tcp, flag",
		    "sending *** over tcp, flag");
}

static void test_addresses_of_others_are_redacted(void **state)
{
	assert_told(state, "Redirecting to http://u:p@h/?token=abc",
		    "Redirecting to http://***@h/?token=***");
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, secrets_setup, secrets_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_parts_of_an_address_are_hidden_out_of_connection),
		TEST(test_decoded_secrets_are_known),
		TEST(test_a_short_secret_is_hidden_where_it_is_a_word),
		TEST(test_values_of_options_are_known),
		TEST(test_addresses_of_others_are_redacted),
	};

	return cmocka_run_group_tests_name("known_secrets", tests, NULL, NULL);
}
