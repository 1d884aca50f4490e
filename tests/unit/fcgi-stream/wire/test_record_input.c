/*
 * Tests of record_input.c.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "record_input.h"

/* A body of 300 bytes that looks like aborts, with padding, and its end. */
#define BODY_BYTES    300
#define PADDING_BYTES 5

static size_t body_put(uint8_t *to)
{
	const uint8_t header[8] = {
		1, 5, 0, 1, BODY_BYTES >> 8, BODY_BYTES & 0xff, PADDING_BYTES, 0
	};
	const uint8_t end[8] = { 1, 5, 0, 1 };

	memcpy(to, header, 8);
	memset(to + 8, 2, BODY_BYTES + PADDING_BYTES);
	memcpy(to + 8 + BODY_BYTES + PADDING_BYTES, end, 8);
	return 8 + BODY_BYTES + PADDING_BYTES + 8;
}

static const uint8_t abort_record[8] = { 1, 2, 0, 1 };

static void test_body_is_passed_over(void **state)
{
	struct record_input input = { 0 };
	uint8_t bytes[400];
	size_t size_bytes = body_put(bytes);

	(void)state;
	assert_false(record_input_has_abort(&input, bytes, size_bytes));
}

static void test_abort_is_seen_after_a_body(void **state)
{
	struct record_input input = { 0 };
	uint8_t bytes[400];
	size_t size_bytes = body_put(bytes);

	(void)state;
	memcpy(bytes + size_bytes, abort_record, 8);
	assert_true(record_input_has_abort(&input, bytes, size_bytes + 8));
}

static void test_cut_anywhere_it_is_seen_with_its_last_byte(void **state)
{
	uint8_t bytes[400];
	size_t size_bytes = body_put(bytes);

	(void)state;
	memcpy(bytes + size_bytes, abort_record, 8);
	size_bytes += 8;
	for (size_t step = 1; step < size_bytes; step++) {
		struct record_input input = { 0 };
		size_t at = 0;

		while (at + step < size_bytes) {
			assert_false(record_input_has_abort(&input, bytes + at,
							    step));
			at += step;
		}
		assert_true(record_input_has_abort(&input, bytes + at,
						   size_bytes - at));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_body_is_passed_over),
		cmocka_unit_test(test_abort_is_seen_after_a_body),
		cmocka_unit_test(
			test_cut_anywhere_it_is_seen_with_its_last_byte),
	};

	return cmocka_run_group_tests_name("record_input", tests, NULL, NULL);
}
