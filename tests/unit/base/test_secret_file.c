/*
 * A secret is read from a file that keeps it, and from no other.
 *
 * SPDX-License-Identifier: MIT
 */
#include "secret_file.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "log.h"

static char path[] = "/tmp/test-secret-file-XXXXXX";
static char told[1024];

/* In place of base/log.c. */
void log_error(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	vsnprintf(told, sizeof(told), format, values);
	va_end(values);
}

static int read_file(const char *text, size_t length, mode_t mode,
		     char **secret)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fwrite(text, 1, length, file);
	fclose(file);
	assert_int_equal(chmod(path, mode), 0);
	told[0] = '\0';
	return secret_file_read(path, "--file", secret);
}

static void assert_read(const char *text, const char *expected)
{
	char *secret;

	assert_int_equal(read_file(text, strlen(text), 0600, &secret), 0);
	assert_string_equal(secret, expected);
	assert_string_equal(told, "");
	secret_free(secret);
}

static void test_what_ends_the_line_is_no_part_of_it(void **state)
{
	(void)state;
	assert_read("p@ss", "p@ss");
	assert_read("p@ss\n", "p@ss");
	assert_read("p@ss\r\n", "p@ss");
	assert_read(" a \\ \" ", " a \\ \" ");
}

static void test_longest_secret_is_whole(void **state)
{
	char text[SECRET_BYTES_MAX + 4] = "", *secret;

	(void)state;
	memset(text, 'x', SECRET_BYTES_MAX + 1);
	assert_int_equal(read_file(text, SECRET_BYTES_MAX + 1, 0600, &secret),
			 -EPERM);
	text[SECRET_BYTES_MAX] = '\0';
	assert_read(text, text);
	strcat(text, "\r\n");
	assert_int_equal(read_file(text, strlen(text), 0600, &secret), 0);
	assert_int_equal(strlen(secret), SECRET_BYTES_MAX);
	secret_free(secret);
}

static void test_anything_but_one_line_is_refused(void **state)
{
	static const char *const wrong[] = { "",     "\n",    "\r\n",
					     "a\nb", "a\n\n", "a\rb\n" };
	char *secret;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_true(read_file(wrong[i], strlen(wrong[i]), 0600,
				      &secret) < 0);
		assert_non_null(strstr(told, "expected one line"));
	}
	assert_true(read_file("a\0b", 3, 0600, &secret) < 0);
}

static void test_file_that_others_read_is_refused(void **state)
{
	static const mode_t open_modes[] = { 0644, 0604, 0602, 0620, 0601 };
	char *secret;

	(void)state;
	for (size_t i = 0; i < sizeof(open_modes) / sizeof(open_modes[0]);
	     i++) {
		assert_int_equal(read_file("hush\n", 5, open_modes[i], &secret),
				 -EPERM);
		assert_non_null(strstr(told, "chmod 640"));
		assert_null(strstr(told, "hush"));
	}
	assert_int_equal(read_file("hush\n", 5, 0440, &secret), 0);
	secret_free(secret);
}

static void test_strangers_file_is_refused(void **state)
{
	char *secret;

	(void)state;
	if (geteuid() != 0)
		skip();
	assert_int_equal(read_file("hush\n", 5, 0600, &secret), 0);
	secret_free(secret);
	assert_int_equal(chown(path, 65534, (gid_t)-1), 0);
	assert_int_equal(secret_file_read(path, "--file", &secret), -EPERM);
	assert_non_null(strstr(told, "user 65534"));
	assert_int_equal(chown(path, 0, (gid_t)-1), 0);
}

static void test_what_cannot_be_read_is_said(void **state)
{
	char *secret;

	(void)state;
	assert_int_equal(secret_file_read("/nowhere/x", "--file", &secret),
			 -ENOENT);
	assert_string_equal(told,
			    "--file /nowhere/x: No such file or directory");
	assert_int_equal(secret_file_read("/tmp", "--file", &secret), -EISDIR);
	secret_free(NULL);
}

static int file_make(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	return fd < 0 ? -1 : close(fd);
}

static int file_remove(void **state)
{
	(void)state;
	return unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_ends_the_line_is_no_part_of_it),
		cmocka_unit_test(test_longest_secret_is_whole),
		cmocka_unit_test(test_anything_but_one_line_is_refused),
		cmocka_unit_test(test_file_that_others_read_is_refused),
		cmocka_unit_test(test_strangers_file_is_refused),
		cmocka_unit_test(test_what_cannot_be_read_is_said),
	};

	return cmocka_run_group_tests_name("secret_file", tests, file_make,
					   file_remove);
}
