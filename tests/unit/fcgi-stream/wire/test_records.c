/*
 * Tests of records.c, read back by record_reading.h.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "record_reading.h"
#include "records.h"

#define LARGEST_BYTES 100000

static uint8_t content[LARGEST_BYTES], framed[LARGEST_BYTES + 4096],
	read_back[LARGEST_BYTES];

static void content_fill(void)
{
	for (size_t i = 0; i < sizeof(content); i++)
		content[i] = (uint8_t)(i * 7 + (i >> 8));
}

static void test_content_of_any_size_reads_back(void **state)
{
	static const size_t sizes_bytes[] = { 0,     1,	    16375, 16376,
					      16377, 32752, 32753, 100000 };

	(void)state;
	content_fill();
	for (size_t i = 0; i < sizeof(sizes_bytes) / sizeof(sizes_bytes[0]);
	     i++) {
		uint8_t *end = records_put(framed, content, sizes_bytes[i]);

		assert_int_equal(end - framed, records_size(sizes_bytes[i]));
		assert_int_equal(records_read(read_back, framed, end),
				 sizes_bytes[i]);
		assert_memory_equal(read_back, content, sizes_bytes[i]);
	}
}

static void test_no_record_is_larger_than_lighttpd_likes(void **state)
{
	const uint8_t *end = records_put(framed, content, LARGEST_BYTES);
	const uint8_t *at = framed;
	struct read_record record;

	(void)state;
	while (at < end) {
		at = record_read(&record, at, end);
		assert_non_null(at);
		assert_true(record.content_bytes <= 16376);
	}
}

static void test_end_is_empty_output_and_end_request(void **state)
{
	const uint8_t *end = records_put_end(framed), *at;
	const uint8_t complete[8] = { 0 };
	struct read_record record;

	(void)state;
	assert_int_equal(end - framed, records_end_size());
	at = record_read(&record, framed, end);
	assert_non_null(at);
	assert_int_equal(record.type, 6);
	assert_int_equal(record.content_bytes, 0);
	at = record_read(&record, at, end);
	assert_ptr_equal(at, end);
	assert_int_equal(record.type, 3);
	assert_int_equal(record.request_id, 1);
	assert_int_equal(record.content_bytes, 8);
	assert_memory_equal(record.content, complete, 8);
}

static void test_refusal_answers_the_id_it_was_asked_with(void **state)
{
	const uint8_t cannot_multiplex[8] = { 0, 0, 0, 0, 1 };
	struct read_record record;

	(void)state;
	record_put_refusal(framed, 0x1234);
	assert_ptr_equal(
		record_read(&record, framed, framed + RECORD_REFUSAL_BYTES),
		framed + RECORD_REFUSAL_BYTES);
	assert_int_equal(record.type, 3);
	assert_int_equal(record.request_id, 0x1234);
	assert_memory_equal(record.content, cannot_multiplex, 8);
}

/* The last one: there is no way back to records. */
static void test_cgi_output_is_bare(void **state)
{
	(void)state;
	records_leave_bare();
	assert_int_equal(records_size(LARGEST_BYTES), LARGEST_BYTES);
	assert_ptr_equal(records_put(framed, content, LARGEST_BYTES),
			 framed + LARGEST_BYTES);
	assert_memory_equal(framed, content, LARGEST_BYTES);
	assert_int_equal(records_end_size(), 0);
	assert_ptr_equal(records_put_end(framed), framed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_content_of_any_size_reads_back),
		cmocka_unit_test(test_no_record_is_larger_than_lighttpd_likes),
		cmocka_unit_test(test_end_is_empty_output_and_end_request),
		cmocka_unit_test(test_refusal_answers_the_id_it_was_asked_with),
		cmocka_unit_test(test_cgi_output_is_bare),
	};

	return cmocka_run_group_tests_name("records", tests, NULL, NULL);
}
