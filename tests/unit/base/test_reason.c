/*
 * A reason is given in one place and told in another.
 *
 * SPDX-License-Identifier: MIT
 */
#include "reason.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void
test_a_reason_says_what_was_given_and_returns_the_error(void **state)
{
	struct reason reason = { "another" };

	(void)state;
	assert_int_equal(reason_give(&reason, -ENOENT, "there is no %s: %d",
				     "/dev/video9", 7),
			 -ENOENT);
	assert_string_equal(reason.text, "there is no /dev/video9: 7");
}

static void test_what_is_too_long_is_seen_to_be_cut(void **state)
{
	char path[REASON_BYTES + 1];
	struct reason reason;

	(void)state;
	memset(path, 'x', sizeof(path) - 1);
	path[REASON_BYTES] = '\0';
	assert_int_equal(reason_give(&reason, -EIO, "%s", path), -EIO);
	assert_int_equal(strlen(reason.text), REASON_BYTES - 1);
	assert_string_equal(reason.text + REASON_BYTES - 5, "x...");

	/* Just as long as there is room is whole. */
	path[REASON_BYTES - 1] = '\0';
	reason_give(&reason, -EIO, "%s", path);
	assert_string_equal(reason.text, path);
}

static void test_a_reason_can_be_forgotten(void **state)
{
	struct reason reason = { "" };

	(void)state;
	assert_false(reason_is_given(&reason));
	reason_give(&reason, 0, "out of memory");
	assert_true(reason_is_given(&reason));
	reason_forget(&reason);
	assert_false(reason_is_given(&reason));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_a_reason_says_what_was_given_and_returns_the_error),
		cmocka_unit_test(test_what_is_too_long_is_seen_to_be_cut),
		cmocka_unit_test(test_a_reason_can_be_forgotten),
	};

	return cmocka_run_group_tests_name("reason", tests, NULL, NULL);
}
