/*
 * Tests of request.c.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "request.h"

#define NO_FD (-1)

static void assert_path(char **parameters, const char *path)
{
	struct request *request;

	assert_int_equal(request_create(&request, parameters, NO_FD), 0);
	if (path)
		assert_string_equal(request->path, path);
	else
		assert_null(request->path);
	request_destroy(request);
}

static void test_script_name_and_path_info_are_one_address(void **state)
{
	char *parameters[] = {
		"REQUEST_METHOD=GET",		"SCRIPT_NAME=/cam",
		"PATH_INFO=/video/a b",		"DOCUMENT_URI=/no",
		"REQUEST_URI=/cam/video/a%20b", NULL
	};
	char *only_info[] = { "REQUEST_METHOD=GET", "PATH_INFO=/video", NULL };

	(void)state;
	assert_path(parameters, "/cam/video/a b");
	assert_path(only_info, "/video");
}

static void test_document_uri_stands_in_for_them(void **state)
{
	char *parameters[] = { "REQUEST_METHOD=GET",
			       "SCRIPT_NAME=", "DOCUMENT_URI=/video/50%",
			       "REQUEST_URI=/no", NULL };

	(void)state;
	assert_path(parameters, "/video/50%");
}

static void test_request_uri_is_decoded_without_its_query(void **state)
{
	char *parameters[] = { "REQUEST_METHOD=GET",
			       "REQUEST_URI=/vid%65o/a?slot=%zz", NULL };
	char *broken[] = { "REQUEST_METHOD=GET", "REQUEST_URI=/video/%00",
			   NULL };

	(void)state;
	assert_path(parameters, "/video/a");
	assert_path(broken, NULL);
}

static void test_what_is_missing_is_empty(void **state)
{
	char *parameters[] = { "REQUEST_METHOD=GET", NULL };
	struct request *request;

	(void)state;
	assert_int_equal(request_create(&request, parameters, NO_FD), 0);
	assert_string_equal(request->method, "GET");
	assert_string_equal(request->path, "");
	assert_string_equal(request->query, "");
	assert_string_equal(request->if_none_match, "");
	assert_string_equal(request->raw_address, "");
	request_destroy(request);
}

static void test_request_without_method_was_cut_off(void **state)
{
	char *parameters[] = { "SCRIPT_NAME=/video", "XREQUEST_METHOD=GET",
			       "REQUEST_METHODS=GET", NULL };
	struct request *request;

	(void)state;
	assert_int_equal(request_create(&request, parameters, NO_FD), -EBADMSG);
}

static void test_request_closes_its_descriptor_unless_it_was_taken(void **state)
{
	char *parameters[] = { "REQUEST_METHOD=GET", NULL };
	struct request *request;
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(request_create(&request, parameters, ends[0]), 0);
	request->fd = -1;
	request_destroy(request);
	assert_int_not_equal(fcntl(ends[0], F_GETFD), -1);
	assert_int_equal(request_create(&request, parameters, ends[0]), 0);
	request_destroy(request);
	assert_int_equal(fcntl(ends[0], F_GETFD), -1);
	close(ends[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_script_name_and_path_info_are_one_address),
		cmocka_unit_test(test_document_uri_stands_in_for_them),
		cmocka_unit_test(test_request_uri_is_decoded_without_its_query),
		cmocka_unit_test(test_what_is_missing_is_empty),
		cmocka_unit_test(test_request_without_method_was_cut_off),
		cmocka_unit_test(
			test_request_closes_its_descriptor_unless_it_was_taken),
	};

	return cmocka_run_group_tests_name("request", tests, NULL, NULL);
}
