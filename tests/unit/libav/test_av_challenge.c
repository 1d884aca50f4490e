/*
 * Of what a camera offers only that is left which can be answered.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_challenge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Returns whether libavformat sees the line. */
static bool is_seen(const char *line)
{
	char copy[256];

	snprintf(copy, sizeof(copy), "%s", line);
	av_challenge_hear(copy);
	return strcmp(copy, line) == 0;
}

static int begin(void **state)
{
	(void)state;
	av_challenge_forget();
	return 0;
}

static void test_what_can_be_answered_is_seen(void **state)
{
	static const char *const lines[] = {
		"WWW-Authenticate: Digest realm=\"x\", nonce=\"y\"",
		"WWW-Authenticate: Digest realm=\"x\", algorithm=MD5",
		"WWW-Authenticate: Digest algorithm=\"MD5-sess\", realm=\"x\"",
		"www-authenticate:Basic realm=\"algorithm=SHA-256\"",
		"WWW-Authenticate: Digest realm=\"my_xalgorithm=z\"",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		begin(NULL);
		assert_true(is_seen(lines[i]));
		assert_null(av_challenge_unknown());
	}
}

static void test_what_cannot_be_answered_is_not_seen(void **state)
{
	(void)state;
	assert_false(is_seen("WWW-Authenticate: Digest realm=\"x\", "
			     "Algorithm = \"SHA-256\", nonce=\"y\""));
	assert_string_equal(av_challenge_unknown(), "SHA-256");
	assert_false(is_seen("WWW-AUTHENTICATE:  digest algorithm=SHA-512-256"
			     ",realm=\"x\""));
	assert_string_equal(av_challenge_unknown(), "SHA-512-256");
}

static void test_one_that_can_be_answered_is_enough(void **state)
{
	(void)state;
	assert_false(is_seen("WWW-Authenticate: Digest algorithm=SHA-256"));
	assert_true(is_seen("WWW-Authenticate: Digest algorithm=MD5"));
	assert_null(av_challenge_unknown());
	av_challenge_forget();
	assert_true(is_seen("WWW-Authenticate: Basic realm=\"x\""));
	assert_false(is_seen("WWW-Authenticate: Digest algorithm=SHA-256"));
	assert_null(av_challenge_unknown());
}

static void test_other_lines_are_left_alone(void **state)
{
	(void)state;
	assert_true(is_seen("CSeq: 1"));
	assert_true(is_seen(""));
	assert_true(is_seen("X: Digest algorithm=SHA-256"));
	assert_null(av_challenge_unknown());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_what_can_be_answered_is_seen,
				       begin),
		cmocka_unit_test_setup(test_what_cannot_be_answered_is_not_seen,
				       begin),
		cmocka_unit_test_setup(test_one_that_can_be_answered_is_enough,
				       begin),
		cmocka_unit_test_setup(test_other_lines_are_left_alone, begin),
	};

	return cmocka_run_group_tests_name("av_challenge", tests, NULL, NULL);
}
