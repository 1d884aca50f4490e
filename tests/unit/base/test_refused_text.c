/*
 * Nothing that may be a secret is shown of a text that was refused.
 *
 * SPDX-License-Identifier: MIT
 */
#include "refused_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_shown(const char *text, const char *expected)
{
	char shown[REFUSED_TEXT_BYTES];

	refused_text_show(shown, text);
	assert_string_equal(shown, expected);
}

static void assert_name_shown(const char *name, const char *expected)
{
	char shown[REFUSED_TEXT_BYTES];

	refused_name_show(shown, name, strcspn(name, "="));
	assert_string_equal(shown, expected);
}

static void test_of_a_url_scheme_host_and_port_are_shown(void **state)
{
	(void)state;
	assert_shown("gopher://camera", "gopher://camera");
	assert_shown("gopher://camera:70/", "gopher://camera:70/");
	assert_shown("rstp://10.0.0.7:554/live/key", "rstp://10.0.0.7:554/***");
	assert_shown("rstp://[fe80::1]:554?a=b", "rstp://[fe80::1]:554?***");
	assert_shown("rtsp://0.0.0.0:99999/s", "rtsp://0.0.0.0:99999/***");
	assert_shown("http:/camera", "http:/camera");
}

static void test_what_may_be_a_user_or_password_is_not_shown(void **state)
{
	(void)state;
	assert_shown("redis://:hunter2@", "redis://***@");
	assert_shown("redis://:hunter2@host:6379/0",
		     "redis://***@host:6379/***");
	assert_shown("RTSP://Me:Hunter2@cam", "RTSP://***@cam");
	assert_shown("rtsp://me:hun/t@er 2@cam/1", "rtsp://***@cam/***");
	assert_shown("rtsp://me:hunter2", "rtsp://me***");
	assert_shown("rtsp:me:hunter2@cam", "***@cam");
	assert_shown("hunter2@cam", "***@cam");
	assert_shown("me:hunter2", "me:***");
	assert_shown("rtsp://me@hunter2=x", "rtsp://***@hunter2***");
}

static void test_of_an_assignment_the_key_is_shown(void **state)
{
	(void)state;
	assert_shown("brightness=high", "brightness=***");
	assert_shown("PassWrd=hunter2", "Pass***");
	assert_shown("{\"token\":\"hunter2\"}", "{\"token***");
	assert_shown("aHVudGVyMg==", "***");
	assert_shown("aHVudGVyMg=", "***");
}

static void test_of_several_words_the_first_is_shown(void **state)
{
	(void)state;
	assert_shown("front door", "front ***");
	assert_shown("Bearer hunter2", "Bearer ***");
	assert_shown("secret-hunter2", "secret***");
}

static void test_a_word_that_is_too_long_is_not_shown(void **state)
{
	char text[80] = "";

	(void)state;
	memset(text, 'a', 65);
	assert_shown(text, "***");
}

static void test_paths_are_shown(void **state)
{
	(void)state;
	assert_shown("/dev/v4l/by-path/pci-0000:00:14.0-video-index0",
		     "/dev/v4l/by-path/pci-0000:00:14.0-video-index0");
	assert_shown("../etc/passwords.conf", "../etc/passwords.conf");
	assert_shown("/x?user=hunter2", "/x?user***");
	assert_shown("/video hunter2", "/video***");
}

static void test_what_a_terminal_would_obey_is_not_shown(void **state)
{
	(void)state;
	assert_shown("a\033[2Jb", "a?[2Jb");
	assert_shown("카메라", "카메라");
	assert_shown("", "(nothing)");
}

static void test_what_is_shown_fits(void **state)
{
	char text[1000] = "/", shown[REFUSED_TEXT_BYTES];

	(void)state;
	memset(text + 1, 'a', sizeof(text) - 2);
	refused_text_show(shown, text);
	assert_int_equal(strlen(shown), REFUSED_TEXT_BYTES - 1);
}

/* A sanitizer sees what is read behind it. */
static void test_nothing_behind_the_text_is_read(void **state)
{
	static const char *const texts[] = {
		"a://", "a://b", "a://b:", "a@", "a://[", "=", ":", "/", "x:"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		char shown[REFUSED_TEXT_BYTES], *text = strdup(texts[i]);

		assert_non_null(text);
		refused_text_show(shown, text);
		free(text);
		assert_in_range(strlen(shown), 1, 10);
	}
}

static void test_of_a_name_the_letters_of_names_are_shown(void **state)
{
	(void)state;
	assert_name_shown("qualitty=7", "qualitty");
	assert_name_shown("슬롯", "슬롯");
	assert_name_shown("passwrd=hunter2", "pass***");
	assert_name_shown("PWhunter2", "PW***");
	assert_name_shown("me:hunter2", "me***");
	assert_name_shown("rtsp://me:hunter2@h", "rtsp***");
	assert_name_shown("a-name-of-more-than-thirty-two-letters", "***");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_of_a_url_scheme_host_and_port_are_shown),
		cmocka_unit_test(
			test_what_may_be_a_user_or_password_is_not_shown),
		cmocka_unit_test(test_of_an_assignment_the_key_is_shown),
		cmocka_unit_test(test_of_several_words_the_first_is_shown),
		cmocka_unit_test(test_a_word_that_is_too_long_is_not_shown),
		cmocka_unit_test(test_paths_are_shown),
		cmocka_unit_test(test_what_a_terminal_would_obey_is_not_shown),
		cmocka_unit_test(test_what_is_shown_fits),
		cmocka_unit_test(test_nothing_behind_the_text_is_read),
		cmocka_unit_test(test_of_a_name_the_letters_of_names_are_shown),
	};

	return cmocka_run_group_tests_name("refused_text", tests, NULL, NULL);
}
