/*
 * What an RTP packet says of itself, and who says good-bye.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtp_header.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define HEADER 0x80, 0x80 | 96, 0x12, 0x34, 0, 1, 0, 0, 0xaa, 0xbb, 0xcc, 0xdd

static void test_all_fields_are_found(void **state)
{
	const uint8_t packet[] = { HEADER, 7, 8, 9 };
	struct rtp_header header;

	(void)state;
	assert_int_equal(rtp_header_read(&header, packet, sizeof(packet)), 0);
	assert_int_equal(header.payload_type, 96);
	assert_int_equal(header.sequence, 0x1234);
	assert_int_equal(header.time, 0x10000);
	assert_int_equal(header.sender, 0xaabbccdd);
	assert_int_equal(header.payload_at, 12);
	assert_int_equal(header.payload_bytes, 3);
}

static void test_the_payload_is_between_extension_and_padding(void **state)
{
	/* Padding, an extension of one word, one contributor. */
	const uint8_t packet[] = { HEADER, 1, 2, 3, 4, 0xbe, 0xde, 0,
				   1,	   5, 6, 7, 8, 9,    0,	   2 };
	uint8_t copy[sizeof(packet)];
	struct rtp_header header;

	(void)state;
	memcpy(copy, packet, sizeof(copy));
	copy[0] = 0x80 | 0x20 | 0x10 | 1;
	assert_int_equal(rtp_header_read(&header, copy, sizeof(copy)), 0);
	assert_int_equal(header.payload_at, 24);
	assert_int_equal(header.payload_bytes, 1);
}

static void test_what_does_not_fit_leaves_no_payload(void **state)
{
	uint8_t packet[] = { HEADER, 0xbe, 0xde, 0xff, 0xff };
	struct rtp_header header;

	(void)state;
	packet[0] = 0x90; /* an extension that is longer than the packet */
	assert_int_equal(rtp_header_read(&header, packet, sizeof(packet)), 0);
	assert_int_equal(header.payload_bytes, 0);
	packet[0] = 0xa0; /* more padding than there are bytes */
	assert_int_equal(rtp_header_read(&header, packet, sizeof(packet)), 0);
	assert_int_equal(header.payload_bytes, 0);
	packet[0] = 0x8f; /* fifteen contributors that are not there */
	assert_int_equal(rtp_header_read(&header, packet, sizeof(packet)), 0);
	assert_int_equal(header.payload_bytes, 0);
}

static void test_reports_and_garbage_are_no_packets(void **state)
{
	uint8_t packet[] = { HEADER };
	struct rtp_header header;

	(void)state;
	assert_int_equal(rtp_header_read(&header, packet, 11), -EINVAL);
	packet[1] = 200;
	assert_int_equal(rtp_header_read(&header, packet, sizeof(packet)),
			 -EINVAL);
	packet[1] = 96;
	packet[0] = 0x40;
	assert_int_equal(rtp_header_read(&header, packet, sizeof(packet)),
			 -EINVAL);
}

#define GOODBYE	       0x81, 203, 0, 1, 1, 2, 3, 4
#define RECEIVER_EMPTY 0x80, 201, 0, 1, 9, 9, 9, 9

static void test_a_goodbye_is_heard_alone_and_behind_a_report(void **state)
{
	const uint8_t alone[] = { GOODBYE };
	const uint8_t behind[] = { RECEIVER_EMPTY, GOODBYE };
	uint32_t sender = 0;

	(void)state;
	assert_true(rtp_report_says_goodbye(alone, sizeof(alone), &sender));
	assert_int_equal(sender, 0x01020304);
	sender = 0;
	assert_true(rtp_report_says_goodbye(behind, sizeof(behind), &sender));
	assert_int_equal(sender, 0x01020304);
}

static void test_other_reports_are_no_goodbye(void **state)
{
	const uint8_t report[] = { RECEIVER_EMPTY };
	const uint8_t of_nobody[] = { 0x80, 203, 0, 0, 0, 0, 0, 0 };
	const uint8_t too_long[] = {
		0x80, 201, 0xff, 0xff, 9, 9, 9, 9, GOODBYE
	};
	const uint8_t packet[] = { HEADER };
	uint32_t sender;

	(void)state;
	assert_false(rtp_report_says_goodbye(report, sizeof(report), &sender));
	assert_false(
		rtp_report_says_goodbye(of_nobody, sizeof(of_nobody), &sender));
	assert_false(
		rtp_report_says_goodbye(too_long, sizeof(too_long), &sender));
	assert_false(rtp_report_says_goodbye(packet, sizeof(packet), &sender));
	assert_false(rtp_report_says_goodbye(report, 0, &sender));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_fields_are_found),
		cmocka_unit_test(
			test_the_payload_is_between_extension_and_padding),
		cmocka_unit_test(test_what_does_not_fit_leaves_no_payload),
		cmocka_unit_test(test_reports_and_garbage_are_no_packets),
		cmocka_unit_test(
			test_a_goodbye_is_heard_alone_and_behind_a_report),
		cmocka_unit_test(test_other_reports_are_no_goodbye),
	};

	return cmocka_run_group_tests_name("rtp_header", tests, NULL, NULL);
}
