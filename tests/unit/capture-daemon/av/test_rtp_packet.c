/*
 * Packets of any sender are taken, and of those that follow it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtp_packet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rtp_session.h"

#define MARKER 0x80
#define NOW_NS 1000000000000

struct packet {
	uint8_t bytes[16];
};

static struct packet packet_of(uint8_t payload_type, uint16_t sequence,
			       uint8_t sender)
{
	return (struct packet){ { 0x80, payload_type, (uint8_t)(sequence >> 8),
				  (uint8_t)sequence, 0, 0, 0, 0, 0, 0, 0,
				  sender, 1, 2, 3, 4 } };
}

static uint16_t sequence_of(const struct packet *packet)
{
	return (uint16_t)(packet->bytes[2] << 8 | packet->bytes[3]);
}

static void test_any_payload_type_becomes_ours(void **state)
{
	struct rtp_order order = { 0 };
	struct packet packet = packet_of(33 | MARKER, 7, 1);

	(void)state;
	assert_true(rtp_packet_adapt(&order, packet.bytes, sizeof(packet.bytes),
				     NOW_NS));
	assert_int_equal(packet.bytes[1], RTP_PAYLOAD_TYPE | MARKER);
	assert_int_equal(sequence_of(&packet), 7);
}

static void test_reports_and_garbage_are_no_packets(void **state)
{
	struct rtp_order order = { 0 };
	struct packet report = packet_of(200, 7, 1);
	struct packet garbage = packet_of(96, 7, 1);

	(void)state;
	garbage.bytes[0] = 0x40;
	assert_false(rtp_packet_adapt(&order, report.bytes,
				      sizeof(report.bytes), NOW_NS));
	assert_false(rtp_packet_adapt(&order, garbage.bytes,
				      sizeof(garbage.bytes), NOW_NS));
	garbage.bytes[0] = 0x80;
	assert_false(rtp_packet_adapt(&order, garbage.bytes, 11, NOW_NS));
}

static void test_numbers_go_on_with_the_next_sender(void **state)
{
	struct rtp_order order = { 0 };
	struct packet before = packet_of(96, 65535, 1);
	struct packet after = packet_of(96, 20000, 2);
	struct packet last = packet_of(96, 20001, 2);

	(void)state;
	rtp_packet_adapt(&order, before.bytes, sizeof(before.bytes), NOW_NS);
	assert_true(rtp_packet_adapt(&order, after.bytes, sizeof(after.bytes),
				     NOW_NS + RTP_SENDER_HOLDS_NS));
	assert_true(rtp_packet_adapt(&order, last.bytes, sizeof(last.bytes),
				     NOW_NS + RTP_SENDER_HOLDS_NS));
	assert_int_equal(sequence_of(&before), 65535);
	assert_int_equal(sequence_of(&after), 0);
	assert_int_equal(sequence_of(&last), 1);
}

static void test_second_sender_does_not_disturb_the_first(void **state)
{
	struct rtp_order order = { 0 };
	struct packet first = packet_of(96, 7, 1), second = packet_of(96, 9, 2);

	(void)state;
	assert_true(rtp_packet_adapt(&order, first.bytes, sizeof(first.bytes),
				     NOW_NS));
	assert_false(rtp_packet_adapt(&order, second.bytes,
				      sizeof(second.bytes), NOW_NS + 1));
	assert_true(rtp_packet_adapt(&order, first.bytes, sizeof(first.bytes),
				     NOW_NS + 2));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_any_payload_type_becomes_ours),
		cmocka_unit_test(test_reports_and_garbage_are_no_packets),
		cmocka_unit_test(test_numbers_go_on_with_the_next_sender),
		cmocka_unit_test(test_second_sender_does_not_disturb_the_first),
	};

	return cmocka_run_group_tests_name("rtp_packet", tests, NULL, NULL);
}
