/*
 * Passwords are known in each way to say them, and wrong ones are not.
 *
 * The responses were computed with Python's hashlib.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtsp_auth.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define MD5_QOP	  "2132f3c6bb0efa5892507aa1f2172d47"
#define MD5_PLAIN "8f8c8e02cec64cb969c9ece1dd80e474"
#define SHA256_QOP                                                             \
	"b84ea7c4f3a62aee4b8fd4174f848241ecb6a347116101d4a7444f833b89220f"
#define SHA256_PLAIN                                                           \
	"3c2cac114aaa3e0e508f2127c5df7f69ac54ab4ee46ba438b3ce775eb221d33f"

#define DIGEST                                                                 \
	"Digest username=\"drone\", realm=\"slotcast\", nonce=\"f00d\", "      \
	"uri=\"rtsp://h/x\", "
#define QOP "qop=auth, nc=00000001, cnonce=\"c0ffee\", "

static const struct rtsp_auth auth = { .user = "drone",
				       .password = "p@ss:\"1",
				       .nonce = "f00d",
				       .made_ns = 1000 };

static enum rtsp_verdict judge(const char *said)
{
	const struct rtsp_text text = rtsp_text_of(said);

	return rtsp_auth_judge(&auth, rtsp_text_of("ANNOUNCE"), &text, 1000);
}

static void test_each_way_to_say_it_is_known(void **state)
{
	static const char *const right[] = {
		DIGEST QOP "response=\"" MD5_QOP "\"",
		DIGEST QOP "algorithm=MD5, response=\"" MD5_QOP "\"",
		DIGEST QOP "algorithm=\"MD5\",response=" MD5_QOP,
		DIGEST "response=\"" MD5_PLAIN "\"",
		DIGEST QOP "algorithm=SHA-256, response=\"" SHA256_QOP "\"",
		DIGEST "algorithm=sha-256, response=\"" SHA256_PLAIN "\"",
		"digest "
		"response=\"2132F3C6BB0EFA5892507AA1F2172D47\",Nc=00000001,"
		"CNONCE=\"c0ffee\",QOP=\"auth\",uri=\"rtsp://h/x\","
		"nonce=\"f00d\",username=\"drone\"",
		"Basic ZHJvbmU6cEBzczoiMQ==",
		"bAsIc  ZHJvbmU6cEBzczoiMQ==",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++)
		if (judge(right[i]) != RTSP_KNOWN)
			fail_msg("not known: %s", right[i]);
}

static void test_anything_else_is_wrong(void **state)
{
	static const char *const wrong[] = {
		DIGEST QOP "response=\"" MD5_PLAIN "\"",
		DIGEST QOP "response=\"\"",
		DIGEST QOP "",
		DIGEST QOP "algorithm=SHA-256, response=\"" MD5_QOP "\"",
		DIGEST "nc=1, cnonce=\"x\", qop=auth, response=\"" MD5_QOP "\"",
		"Digest username=\"Drone\", nonce=\"f00d\", "
		"uri=\"rtsp://h/x\", "
		"response=\"" MD5_PLAIN "\"",
		"Digest username=\"drone\", nonce=\"f00d\", "
		"uri=\"rtsp://h/y\", "
		"response=\"" MD5_PLAIN "\"",
		"Basic ZHJvbmU6d3Jvbmc=",     /* drone:wrong */
		"Basic ZHJvbmU=",	      /* drone */
		"Basic ZHJvbmU6cEBzczoiMTE=", /* one character more */
		"Basic ****",
		"Basic ",
		"Basic",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		if (judge(wrong[i]) != RTSP_UNKNOWN)
			fail_msg("not wrong: %s", wrong[i]);
}

static void test_ways_that_we_do_not_know_are_no_guess(void **state)
{
	static const char *const foreign[] = {
		"",
		"NTLM abc",
		DIGEST "algorithm=SHA-512-256, response=\"" MD5_PLAIN "\"",
		DIGEST "algorithm=MD5-sess, response=\"" MD5_PLAIN "\"",
		DIGEST "qop=auth-int, response=\"" MD5_PLAIN "\"",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++)
		assert_int_equal(judge(foreign[i]), RTSP_SILENT);
	assert_int_equal(
		rtsp_auth_judge(&auth, rtsp_text_of("ANNOUNCE"), NULL, 1000),
		RTSP_SILENT);
}

static void test_responses_are_bound_to_method_and_nonce(void **state)
{
	const struct rtsp_text said =
		rtsp_text_of(DIGEST "response=\"" MD5_PLAIN "\"");
	struct rtsp_auth other = auth;

	(void)state;
	assert_int_equal(
		rtsp_auth_judge(&auth, rtsp_text_of("SETUP"), &said, 1000),
		RTSP_UNKNOWN);
	strcpy(other.nonce, "beef");
	assert_int_equal(
		rtsp_auth_judge(&other, rtsp_text_of("ANNOUNCE"), &said, 1000),
		RTSP_STALE);
	other.nonce[0] = '\0';
	assert_int_equal(
		rtsp_auth_judge(&other, rtsp_text_of("ANNOUNCE"), &said, 1000),
		RTSP_STALE);
	assert_int_equal(rtsp_auth_judge(&auth, rtsp_text_of("ANNOUNCE"), &said,
					 1000 + RTSP_NONCE_NS),
			 RTSP_KNOWN);
	assert_int_equal(rtsp_auth_judge(&auth, rtsp_text_of("ANNOUNCE"), &said,
					 1001 + RTSP_NONCE_NS),
			 RTSP_STALE);
}

static void test_each_challenge_is_a_new_one(void **state)
{
	char first[RTSP_CHALLENGE_BYTES], second[RTSP_CHALLENGE_BYTES];
	struct rtsp_auth asked = { .user = "u", .password = "p" };

	(void)state;
	assert_int_equal(rtsp_auth_challenge(&asked, RTSP_SILENT, 5, first), 0);
	assert_int_equal(strlen(asked.nonce), 32);
	assert_non_null(strstr(first, asked.nonce));
	assert_null(strstr(first, "stale"));
	/* FFmpeg takes the last Digest and knows MD5 alone. */
	assert_true(strstr(first, "SHA-256") < strstr(first, "MD5"));
	assert_int_equal(rtsp_auth_challenge(&asked, RTSP_STALE, 6, second), 0);
	assert_null(strstr(first, asked.nonce));
	assert_non_null(strstr(second, "stale=true"));
	assert_true(strlen(second) < RTSP_CHALLENGE_BYTES - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_way_to_say_it_is_known),
		cmocka_unit_test(test_anything_else_is_wrong),
		cmocka_unit_test(test_ways_that_we_do_not_know_are_no_guess),
		cmocka_unit_test(test_responses_are_bound_to_method_and_nonce),
		cmocka_unit_test(test_each_challenge_is_a_new_one),
	};

	return cmocka_run_group_tests_name("rtsp_auth", tests, NULL, NULL);
}
