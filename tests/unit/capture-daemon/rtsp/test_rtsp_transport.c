/*
 * Of the ways that a publisher offers, the first that is possible is taken.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtsp_transport.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_chosen(const char *offers, const char *expected)
{
	struct rtsp_transport chosen;
	char text[160];

	assert_int_equal(rtsp_transport_choose(&chosen, rtsp_text_of(offers)),
			 0);
	chosen.our_ports[0] = 7000;
	chosen.our_ports[1] = 7001;
	rtsp_transport_tell(&chosen, text, sizeof(text));
	assert_string_equal(text, expected);
}

static void assert_refused(const char *offers, int error)
{
	struct rtsp_transport chosen;

	assert_int_equal(rtsp_transport_choose(&chosen, rtsp_text_of(offers)),
			 error);
}

static void test_both_ways_are_understood(void **state)
{
	(void)state;
	assert_chosen("RTP/AVP/TCP;unicast;interleaved=2-3;mode=record",
		      "RTP/AVP/TCP;unicast;interleaved=2-3;mode=record");
	assert_chosen("RTP/AVP/UDP;unicast;client_port=5000-5001;mode=record",
		      "RTP/AVP;unicast;client_port=5000-5001;"
		      "server_port=7000-7001;mode=record");
	assert_chosen("rtp/avp ; Unicast ; Client_Port = \"5000\"",
		      "RTP/AVP;unicast;client_port=5000-5001;"
		      "server_port=7000-7001;mode=record");
	assert_chosen("RTP/AVP;unicast;mode=record",
		      "RTP/AVP;unicast;server_port=7000-7001;mode=record");
	assert_chosen("RTP/AVPF/TCP;interleaved=255",
		      "RTP/AVP/TCP;unicast;interleaved=255-255;mode=record");
}

static void test_the_first_that_is_possible_is_taken(void **state)
{
	(void)state;
	assert_chosen("RTP/SAVP;unicast;client_port=1-2,RTP/AVP;multicast,"
		      "RTP/AVP/TCP;interleaved=0-1;mode=\"PLAY,RECORD\","
		      "RTP/AVP;client_port=5000-5001",
		      "RTP/AVP/TCP;unicast;interleaved=0-1;mode=record");
}

static void test_what_is_impossible_is_refused(void **state)
{
	(void)state;
	assert_refused("", -EPROTONOSUPPORT);
	assert_refused("RTP/SAVP;unicast;client_port=1-2", -EPROTONOSUPPORT);
	assert_refused("RTP/AVP/SCTP;unicast", -EPROTONOSUPPORT);
	assert_refused("RAW/RAW/UDP;unicast", -EPROTONOSUPPORT);
	assert_refused("RTP/AVP;multicast;port=1-2", -EPROTONOSUPPORT);
	assert_refused("RTP/AVP;unicast;client_port=0-1", -EINVAL);
	assert_refused("RTP/AVP;unicast;client_port=65536", -EINVAL);
	assert_refused("RTP/AVP;unicast;client_port=x-y", -EINVAL);
	assert_refused("RTP/AVP/TCP;interleaved=256-257", -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_both_ways_are_understood),
		cmocka_unit_test(test_the_first_that_is_possible_is_taken),
		cmocka_unit_test(test_what_is_impossible_is_refused),
	};

	return cmocka_run_group_tests_name("rtsp_transport", tests, NULL, NULL);
}
