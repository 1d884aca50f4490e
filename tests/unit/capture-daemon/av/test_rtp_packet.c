/*
 * Packets of any sender are taken once, and those of what follows it.
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

#define NOW_NS	  1000000000000
#define FRAME_NS  100000000
#define NOT_TAKEN (-1)

static struct rtp_order order;
static uint64_t now_ns;

static int begin(void **state)
{
	(void)state;
	memset(&order, 0, sizeof(order));
	now_ns = NOW_NS;
	return 0;
}

/* Send a packet. Returns our number for it, or NOT_TAKEN. */
static int send(uint8_t sender, uint16_t sequence, uint16_t time)
{
	uint8_t packet[] = { 0x80,
			     96,
			     (uint8_t)(sequence >> 8),
			     (uint8_t)sequence,
			     0,
			     0,
			     (uint8_t)(time >> 8),
			     (uint8_t)time,
			     0,
			     0,
			     0,
			     sender,
			     1,
			     2 };

	if (!rtp_packet_adapt(&order, packet, sizeof(packet), now_ns))
		return NOT_TAKEN;
	return packet[2] << 8 | packet[3];
}

static void test_reports_are_no_packets(void **state)
{
	uint8_t report[12] = { 0x80, 200 };

	(void)state;
	assert_false(rtp_packet_adapt(&order, report, sizeof(report), now_ns));
}

static void test_numbers_go_on_with_the_next_sender(void **state)
{
	(void)state;
	assert_int_equal(send(1, 65535, 0), 65535);
	now_ns += RTP_SENDER_HOLDS_NS;
	assert_int_equal(send(2, 20000, 0), 0);
	assert_int_equal(send(2, 20001, 0), 1);
}

static void test_second_sender_does_not_disturb_the_first(void **state)
{
	(void)state;
	assert_int_equal(send(1, 7, 0), 7);
	assert_int_equal(send(2, 9, 0), NOT_TAKEN);
	assert_int_equal(send(1, 8, 0), 8);
}

static void test_a_packet_that_comes_twice_is_taken_once(void **state)
{
	(void)state;
	for (uint16_t i = 0; i < 3000; i++) {
		uint16_t sequence = (uint16_t)(65000 + i);

		assert_int_equal(send(1, sequence, i), sequence);
		assert_int_equal(send(1, sequence, i), NOT_TAKEN);
		/* As by a second link that is slower. */
		if (i >= 700)
			assert_int_equal(send(1, (uint16_t)(sequence - 700),
					      (uint16_t)(i - 700)),
					 NOT_TAKEN);
	}
}

static void test_a_late_packet_keeps_its_place(void **state)
{
	(void)state;
	assert_int_equal(send(1, 10, 0), 10);
	assert_int_equal(send(1, 12, 0), 12);
	assert_int_equal(send(1, 11, 0), 11);
	assert_int_equal(send(1, 11, 0), NOT_TAKEN);
	assert_int_equal(send(1, 13, 0), 13);
}

static void test_lost_packets_leave_a_gap(void **state)
{
	(void)state;
	assert_int_equal(send(1, 10, 0), 10);
	assert_int_equal(send(1, 2000, 5), 2000);
}

static void test_the_same_sender_may_begin_anew(void **state)
{
	static const uint16_t beginnings[] = { 5, 40000, 19990, 20001, 23002 };

	for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]);
	     i++) {
		uint16_t first = beginnings[i];

		begin(state);
		for (uint16_t number = 19900; number <= 20001; number++)
			send(1, number, 100);
		now_ns += FRAME_NS;
		/* Whether just behind, in the middle of them or far off. */
		assert_int_equal(send(1, first, 7), 20002);
		assert_int_equal(send(1, (uint16_t)(first + 1), 7), 20003);
	}
}

static void test_copies_from_before_do_not_come_back(void **state)
{
	(void)state;
	assert_int_equal(send(1, 20000, 1), 20000);
	assert_int_equal(send(1, 20001, 1), 20001);
	assert_int_equal(send(1, 5, 9), 20002);
	assert_int_equal(send(1, 20001, 1), NOT_TAKEN);
	assert_int_equal(send(1, 6, 9), 20003);
}

static void test_a_sender_may_say_the_same_again_after_a_silence(void **state)
{
	(void)state;
	assert_int_equal(send(1, 0, 0), 0);
	assert_int_equal(send(1, 1, 0), 1);
	now_ns += RTP_SENDER_HOLDS_NS;
	assert_int_equal(send(1, 0, 0), 2);
	assert_int_equal(send(1, 1, 0), 3);
	assert_int_equal(send(1, 1, 0), NOT_TAKEN);
}

static void test_after_a_goodbye_another_may_come_at_once(void **state)
{
	const uint8_t goodbye[] = { 0x81, 203, 0, 1, 0, 0, 0, 1 };
	const uint8_t of_another[] = { 0x81, 203, 0, 1, 0, 0, 0, 2 };

	(void)state;
	assert_false(rtp_packet_is_goodbye(&order, goodbye, sizeof(goodbye)));
	assert_int_equal(send(1, 10, 0), 10);
	assert_false(
		rtp_packet_is_goodbye(&order, of_another, sizeof(of_another)));
	assert_int_equal(send(2, 300, 0), NOT_TAKEN);
	assert_true(rtp_packet_is_goodbye(&order, goodbye, sizeof(goodbye)));
	assert_int_equal(send(2, 300, 0), 11);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_reports_are_no_packets, begin),
		cmocka_unit_test_setup(test_numbers_go_on_with_the_next_sender,
				       begin),
		cmocka_unit_test_setup(
			test_second_sender_does_not_disturb_the_first, begin),
		cmocka_unit_test_setup(
			test_a_packet_that_comes_twice_is_taken_once, begin),
		cmocka_unit_test_setup(test_a_late_packet_keeps_its_place,
				       begin),
		cmocka_unit_test_setup(test_lost_packets_leave_a_gap, begin),
		cmocka_unit_test_setup(test_the_same_sender_may_begin_anew,
				       begin),
		cmocka_unit_test_setup(test_copies_from_before_do_not_come_back,
				       begin),
		cmocka_unit_test_setup(
			test_a_sender_may_say_the_same_again_after_a_silence,
			begin),
		cmocka_unit_test_setup(
			test_after_a_goodbye_another_may_come_at_once, begin),
	};

	return cmocka_run_group_tests_name("rtp_packet", tests, NULL, NULL);
}
