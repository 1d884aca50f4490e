/*
 * Tests of record_check.c.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "record_check.h"

#define BEGIN  "\1\1\0\1\0\10\0\0\0\1\0\0\0\0\0\0"
#define END    "\1\4\0\1\0\0\0\0"
#define METHOD "\1\4\0\1\0\23\2\0\16\3REQUEST_METHODGETpp"

#define CHECK(text) record_check((const uint8_t *)(text), sizeof(text) - 1)

static void test_request_is_whole_with_its_last_parameter(void **state)
{
	const char request[] = BEGIN METHOD END;
	size_t size_bytes = sizeof(request) - 1;

	(void)state;
	for (size_t i = 0; i < size_bytes; i++)
		assert_int_equal(record_check((const uint8_t *)request, i),
				 RECORDS_INCOMPLETE);
	assert_int_equal(CHECK(BEGIN METHOD END), RECORDS_WHOLE);
	assert_int_equal(CHECK(BEGIN METHOD END "\1\5what follows"),
			 RECORDS_WHOLE);
}

static void test_pair_may_be_cut_anywhere_by_records(void **state)
{
	(void)state;
	assert_int_equal(CHECK(BEGIN "\1\4\0\1\0\3\0\0\200\0\0"
				     "\1\4\0\1\0\3\0\0\2\1n"
				     "\1\4\0\1\0\2\0\0nv" END),
			 RECORDS_WHOLE);
}

static void test_parameter_longer_than_any_header_is_wrong(void **state)
{
	(void)state;
	assert_int_equal(CHECK(BEGIN "\1\4\0\1\0\10\0\0\300\0\0\0\300\0\0\0"),
			 RECORDS_WRONG);
	assert_int_equal(CHECK(BEGIN "\1\4\0\1\0\5\0\0\1\377\377\377\377"),
			 RECORDS_WRONG);
}

static void test_pair_that_never_ends_is_wrong(void **state)
{
	(void)state;
	assert_int_equal(CHECK(BEGIN "\1\4\0\1\0\3\0\0\16\3R" END),
			 RECORDS_WRONG);
	assert_int_equal(CHECK(BEGIN "\1\4\0\1\0\1\0\0\200" END),
			 RECORDS_WRONG);
}

static void test_anything_but_one_request_is_wrong(void **state)
{
	(void)state;
	assert_int_equal(CHECK("GET / HTTP/1.1"), RECORDS_WRONG);
	assert_int_equal(CHECK("GET"), RECORDS_WRONG);
	assert_int_equal(CHECK(METHOD END), RECORDS_WRONG);
	assert_int_equal(CHECK(BEGIN BEGIN), RECORDS_WRONG);
	assert_int_equal(CHECK("\1\11\0\0\0\0\0\0"), RECORDS_WRONG);
	assert_int_equal(CHECK(BEGIN "\1\4\0\2\0\0\0\0"), RECORDS_WRONG);
	assert_int_equal(CHECK(BEGIN "\1\2\0\1\0\0\0\0"), RECORDS_WRONG);
}

/* The same bytes hold a pair of 1 GiB each, for libfcgi. */
static void test_what_libfcgi_takes_for_another_record_is_wrong(void **state)
{
	(void)state;
	assert_int_equal(
		CHECK("\1\1\0\1\0\10\20\0\0\1\0\0\0\0\0\0"
		      "\1\4\0\1\0\10\0\0\300\0\0\0\300\0\0\0" METHOD END),
		RECORDS_WRONG);
}

static void test_body_has_ended_with_its_empty_record(void **state)
{
	(void)state;
	assert_int_equal(CHECK(BEGIN METHOD END "\1\5\0\1\0\0\0\0"),
			 RECORDS_ENDED);
	assert_int_equal(CHECK(BEGIN METHOD END "\1\5\0\1\0\4\0\0body"),
			 RECORDS_WHOLE);
	assert_int_equal(CHECK(BEGIN METHOD END "\1\5\0\0\0\0\0\0"),
			 RECORDS_WHOLE);
	assert_int_equal(CHECK(BEGIN METHOD END "\1\5\0\1\0\0\1\0"),
			 RECORDS_WHOLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_request_is_whole_with_its_last_parameter),
		cmocka_unit_test(test_pair_may_be_cut_anywhere_by_records),
		cmocka_unit_test(
			test_parameter_longer_than_any_header_is_wrong),
		cmocka_unit_test(test_pair_that_never_ends_is_wrong),
		cmocka_unit_test(
			test_what_libfcgi_takes_for_another_record_is_wrong),
		cmocka_unit_test(test_body_has_ended_with_its_empty_record),
		cmocka_unit_test(test_anything_but_one_request_is_wrong),
	};

	return cmocka_run_group_tests_name("record_check", tests, NULL, NULL);
}
