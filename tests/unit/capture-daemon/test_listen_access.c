/*
 * A user and a password are asked for where they can be, or not at all.
 *
 * SPDX-License-Identifier: MIT
 */
#include "listen_access.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "log.h"
#include "secret_file.h"

static char told[512];

/* In place of base/log.c and base/secret_file.c. */
void log_error(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	vsnprintf(told, sizeof(told), format, values);
	va_end(values);
}

void log_notice(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	vsnprintf(told, sizeof(told), format, values);
	va_end(values);
}

int secret_file_read(const char *path, const char *what, char **secret)
{
	(void)what;
	if (strcmp(path, "wrong") == 0)
		return -EPERM;
	*secret = strdup("hush");
	return 0;
}

void secret_free(char *secret)
{
	free(secret);
}

static int read_access(const char *url, bool takes_rtsp, const char *user,
		       const char *file)
{
	const struct source_choice source = { .url = (char *)url,
					      .name = (char *)url,
					      .listen = true,
					      .takes_rtsp = takes_rtsp };
	struct listen_access access;
	int result = listen_access_read(&access, &source, user, file);

	told[0] = '\0';
	if (result == 0)
		listen_access_warn(&access, &source);
	listen_access_free(&access);
	return result;
}

static void test_both_are_given_or_none(void **state)
{
	const char *url = "rtsp://0.0.0.0:8554/x";

	(void)state;
	assert_int_equal(read_access(url, true, NULL, NULL), 0);
	assert_int_equal(read_access(url, true, "u", "file"), 0);
	assert_int_equal(read_access(url, true, "u", NULL), -EINVAL);
	assert_int_equal(read_access(url, true, NULL, "file"), -EINVAL);
	assert_int_equal(read_access(url, true, "u", "wrong"), -EPERM);
	assert_int_equal(
		read_access("rtmp://0.0.0.0:1935/x/y", false, "u", "file"),
		-EINVAL);
}

static void test_a_password_in_the_address_is_no_password(void **state)
{
	const char *url = "rtsp://drone:hush@0.0.0.0:8554/x";

	(void)state;
	assert_int_equal(read_access(url, true, NULL, NULL), -EINVAL);
	assert_int_equal(read_access(url, true, "drone", "file"), -EINVAL);
}

static bool is_warned_of(const char *url, bool takes_rtsp, const char *user)
{
	assert_int_equal(
		read_access(url, takes_rtsp, user, user ? "file" : NULL), 0);
	return told[0] != '\0';
}

static void test_open_ports_are_told_of(void **state)
{
	(void)state;
	assert_true(is_warned_of("rtsp://0.0.0.0:8554/x", true, NULL));
	assert_true(is_warned_of("rtsp://[::]:8554/x", true, NULL));
	assert_true(is_warned_of("rtsp://:8554/x", true, NULL));
	assert_true(is_warned_of("rtsp://192.168.1.2:8554/x", true, NULL));
	assert_false(is_warned_of("rtsp://0.0.0.0:8554/x", true, "u"));
	assert_false(is_warned_of("rtsp://127.0.0.1:8554/x", true, NULL));
	assert_false(is_warned_of("rtsp://[::1]:8554/x", true, NULL));
	assert_false(is_warned_of("rtmp://0.0.0.0:1935/x/y", false, NULL));
}

static void test_users_that_cannot_be_quoted_are_refused(void **state)
{
	(void)state;
	assert_true(listen_user_is_valid("drone 1@x"));
	assert_false(listen_user_is_valid(""));
	assert_false(listen_user_is_valid("a:b"));
	assert_false(listen_user_is_valid("a\"b"));
	assert_false(listen_user_is_valid("a\\b"));
	assert_false(listen_user_is_valid("a\nb"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_both_are_given_or_none),
		cmocka_unit_test(test_a_password_in_the_address_is_no_password),
		cmocka_unit_test(test_open_ports_are_told_of),
		cmocka_unit_test(test_users_that_cannot_be_quoted_are_refused),
	};

	return cmocka_run_group_tests_name("listen_access", tests, NULL, NULL);
}
