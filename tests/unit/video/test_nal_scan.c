/*
 * What begins a picture is told from what goes on with one.
 *
 * SPDX-License-Identifier: MIT
 */
#include "nal_scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_h264_parameters_and_keyframe_are_seen(void **state)
{
	static const uint8_t bytes[] = { 0, 0, 0, 1,	0x67, 1, 2,
					 3, 0, 0, 1,	0x68, 4, 5,
					 0, 0, 1, 0x65, 0x88, 7 };
	struct nal_scan scan = nal_scan(NAL_H264, bytes, sizeof(bytes));

	(void)state;
	assert_true(scan.starts_nal);
	assert_true(scan.starts_unit);
	assert_true(scan.has_key);
	assert_int_equal(scan.slices, 1);
}

static void test_h264_later_slice_begins_no_picture(void **state)
{
	static const uint8_t bytes[] = { 0, 0, 0, 1, 0x41, 0x12, 3 };
	struct nal_scan scan = nal_scan(NAL_H264, bytes, sizeof(bytes));

	(void)state;
	assert_true(scan.starts_nal);
	assert_false(scan.starts_unit);
	assert_false(scan.has_key);
	assert_int_equal(scan.slices, 1);
}

static void test_h265_first_and_later_slices_differ(void **state)
{
	static const uint8_t first[] = { 0, 0, 0, 1, 0x26, 0x01, 0xaf };
	static const uint8_t later[] = { 0, 0, 0, 1, 0x02, 0x01, 0x2f };
	struct nal_scan scan = nal_scan(NAL_H265, first, sizeof(first));

	(void)state;
	assert_true(scan.starts_unit);
	assert_true(scan.has_key);
	scan = nal_scan(NAL_H265, later, sizeof(later));
	assert_true(scan.starts_nal);
	assert_false(scan.starts_unit);
	assert_int_equal(scan.slices, 1);
}

static void test_rest_of_a_nal_unit_starts_nothing(void **state)
{
	static const uint8_t bytes[] = { 0x41, 0x9a, 7, 8, 9 };
	struct nal_scan scan = nal_scan(NAL_H264, bytes, sizeof(bytes));

	(void)state;
	assert_false(scan.starts_nal);
	assert_false(scan.starts_unit);
	assert_int_equal(scan.slices, 0);
}

/* An own block for each, so that AddressSanitizer sees a byte too many. */
static void test_cut_headers_are_not_read_past_their_end(void **state)
{
	static const uint8_t bytes[] = { 0, 0, 1, 0x26, 0x01 };

	(void)state;
	for (size_t size = 0; size <= sizeof(bytes); size++) {
		uint8_t *block = malloc(size + 1);

		memcpy(block + 1, bytes, size);
		assert_int_equal(nal_scan(NAL_H265, block + 1, size).slices, 0);
		free(block);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_h264_parameters_and_keyframe_are_seen),
		cmocka_unit_test(test_h264_later_slice_begins_no_picture),
		cmocka_unit_test(test_h265_first_and_later_slices_differ),
		cmocka_unit_test(test_rest_of_a_nal_unit_starts_nothing),
		cmocka_unit_test(test_cut_headers_are_not_read_past_their_end),
	};

	return cmocka_run_group_tests_name("nal_scan", tests, NULL, NULL);
}
