/*
 * The description of an RTP session says what it must.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtp_session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_description_names_the_codec(void **state)
{
	char text[RTP_SESSION_BYTES];

	(void)state;
	rtp_session_describe("H265", text, sizeof(text));
	assert_non_null(strstr(text, "\r\na=rtpmap:96 H265/90000\r\n"));
	assert_true(strlen(text) < sizeof(text) - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_description_names_the_codec),
	};

	return cmocka_run_group_tests_name("rtp_session", tests, NULL, NULL);
}
