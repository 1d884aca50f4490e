/*
 * The conversation with a publisher, without any socket.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtsp_session.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define URL "rtsp://127.0.0.1:8554/live"
#define SDP                                                                    \
	"v=0\r\nm=audio 0 RTP/AVP 97\r\na=rtpmap:97 OPUS/48000\r\n"            \
	"a=control:t/0\r\nm=video 0 RTP/AVP 96\r\n"                            \
	"a=rtpmap:96 H264/90000\r\na=control:t/1\r\n"
/* "drone:p@ss" in base64, and another. */
#define RIGHT "Authorization: Basic ZHJvbmU6cEBzcw==\r\n"
#define WRONG "Authorization: Basic ZHJvbmU6d3Jvbmc=\r\n"

static bool is_free, has_ports;
static char complaint[256];
static unsigned complaints;

static int fake_open_ports(void *user, unsigned track, uint16_t ports[2])
{
	(void)user;
	ports[0] = (uint16_t)(7000 + 2 * track);
	ports[1] = (uint16_t)(ports[0] + 1);
	return has_ports ? 0 : -EMFILE;
}

static bool fake_is_free(void *user)
{
	(void)user;
	return is_free;
}

static void fake_complain(void *user, const char *sentence)
{
	(void)user;
	complaints++;
	snprintf(complaint, sizeof(complaint), "%s", sentence);
}

static const struct rtsp_host host = { fake_open_ports, fake_is_free,
				       fake_complain };
static const struct rtsp_place open_place = { .url = URL, .name = URL };
static const struct rtsp_place locked_place = {
	.url = URL, .name = URL, .user = "drone", .password = "p@ss"
};

static struct rtsp_session session;
static struct rtsp_text packet;
static uint64_t now_ns;

static int begin(void **state)
{
	(void)state;
	rtsp_session_begin(&session, &open_place, &host, NULL);
	is_free = has_ports = true;
	complaint[0] = '\0';
	complaints = 0;
	now_ns = 1;
	return 0;
}

/* What is said, said at once; what is answered. */
static const char *say(const char *text)
{
	static char said[4096], answers[RTSP_OUT_BYTES + 1];
	size_t length = strlen(text), used, heard = 0;

	memcpy(said, text, length);
	do {
		used = rtsp_session_hear(&session, said + heard, length - heard,
					 now_ns, &packet);
		heard += used;
	} while (used > 0 && heard < length);
	memcpy(answers, session.out, session.out_bytes);
	answers[session.out_bytes] = '\0';
	session.out_bytes = 0;
	return answers;
}

static const char *ask(const char *method, const char *uri, const char *fields,
		       const char *body)
{
	static char request[4096];

	snprintf(request, sizeof(request),
		 "%s %s RTSP/1.0\r\nCSeq: 7\r\n%sContent-Length: %zu\r\n\r\n%s",
		 method, uri, fields, strlen(body), body);
	return say(request);
}

static unsigned code_of(const char *answer)
{
	unsigned code = 0;

	sscanf(answer, "RTSP/1.0 %u ", &code);
	return code;
}

#define assert_code(answer, code) assert_int_equal(code_of(answer), code)

static const char *announce(void)
{
	return ask("ANNOUNCE", URL, "", SDP);
}

static const char *set_up(const char *track, const char *way)
{
	char uri[128], fields[128];

	snprintf(uri, sizeof(uri), URL "/t/%s", track);
	snprintf(fields, sizeof(fields), "Transport: %s\r\n", way);
	return ask("SETUP", uri, fields, "");
}

static void record_by_tcp(void)
{
	assert_code(announce(), 200);
	assert_code(set_up("1", "RTP/AVP/TCP;interleaved=2-3"), 200);
	assert_code(ask("RECORD", URL, "", ""), 200);
	assert_int_equal(session.phase, RTSP_RECORDING);
}

static void test_publisher_gets_as_far_as_recording(void **state)
{
	const char *answer = ask("OPTIONS", "*", "", "");

	(void)state;
	assert_code(answer, 200);
	assert_non_null(strstr(answer, "\r\nCSeq: 7\r\n"));
	assert_non_null(strstr(answer, "ANNOUNCE"));
	assert_code(announce(), 200);
	answer = set_up("0", "RTP/AVP/TCP;unicast;interleaved=0-1;mode=RECORD");
	assert_code(answer, 200);
	assert_non_null(strstr(answer, "timeout=60"));
	answer = set_up("1", "RTP/AVP/UDP;unicast;client_port=5000-5001");
	assert_non_null(strstr(answer, "server_port=7002-7003"));
	assert_code(ask("RECORD", URL, "", ""), 200);
	assert_int_equal(session.phase, RTSP_RECORDING);
	assert_true(rtsp_tracks_video_way(&session.tracks)->is_udp);
	assert_int_equal(complaints, 0);
}

static void test_pipelined_requests_are_all_answered(void **state)
{
	const char *answer = say("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n"
				 "OPTIONS * RTSP/1.0\r\nCSeq: 2\r\n\r\n");

	(void)state;
	assert_non_null(strstr(answer, "CSeq: 1"));
	assert_non_null(strstr(answer, "CSeq: 2"));
}

static void test_answers_wait_for_room(void **state)
{
	char request[] = "OPTIONS * RTSP/1.0\r\n\r\n";
	size_t heard = 0;

	(void)state;
	while (rtsp_session_hear(&session, request, strlen(request), now_ns,
				 &packet) > 0)
		heard++;
	assert_in_range(heard, 10, 100);
	session.out_bytes = 0;
	assert_true(rtsp_session_hear(&session, request, strlen(request),
				      now_ns, &packet) > 0);
}

static size_t hear_bytes(const char *bytes, size_t length)
{
	static char said[256];

	memcpy(said, bytes, length);
	return rtsp_session_hear(&session, said, length, now_ns, &packet);
}

static void test_packets_of_the_video_alone_get_on(void **state)
{
	static const char video[] = "$\2\0\xe\x80\xe0"
				    "12345678901234",
			  sound[] = "$\0\0\xe\x80\xe0"
				    "12345678901234",
			  report[] = "$\2\0\xe\x80\xc8"
				     "12345678901234",
			  short_one[] = "$\2\0\2\x80\xe0";

	(void)state;
	assert_int_equal(hear_bytes(video, 18), 18);
	assert_int_equal(packet.length, 0);
	record_by_tcp();
	assert_int_equal(hear_bytes(video, 18), 18);
	assert_int_equal(packet.length, 14);
	assert_int_equal(hear_bytes(sound, 18), 18);
	assert_int_equal(packet.length, 0);
	assert_int_equal(hear_bytes(report, 18), 18);
	assert_int_equal(packet.length, 0);
	assert_int_equal(hear_bytes(short_one, 6), 6);
	assert_int_equal(packet.length, 0);
	assert_int_equal(session.out_bytes, 0);
}

static void test_payload_type_is_that_of_the_description(void **state)
{
	char rtp[] = "$\2\0\xe\x80\xe3"
		     "12345678901234";

	(void)state;
	record_by_tcp();
	assert_int_equal(rtsp_session_hear(&session, rtp, 18, now_ns, &packet),
			 18);
	assert_int_equal((uint8_t)packet.begin[1], 0x80 | 96);
	session.tracks.description.has_others = true;
	rtp[5] = (char)0xe3;
	rtsp_session_hear(&session, rtp, 18, now_ns, &packet);
	assert_int_equal(packet.length, 0);
}

static void test_channels_are_never_shared(void **state)
{
	(void)state;
	announce();
	assert_non_null(strstr(set_up("0", "RTP/AVP/TCP;interleaved=0-1"),
			       "interleaved=0-1"));
	assert_non_null(strstr(set_up("1", "RTP/AVP/TCP;interleaved=0-1"),
			       "interleaved=2-3"));
	assert_non_null(strstr(set_up("1", "RTP/AVP/TCP"), "interleaved=2-3"));
	assert_non_null(strstr(set_up("1", "RTP/AVP/TCP;interleaved=8-9"),
			       "interleaved=8-9"));
}

static void test_reports_go_the_way_the_packets_come(void **state)
{
	static const uint8_t report[] = { 0x81, 0xc9, 0, 7 };

	(void)state;
	rtsp_session_report(&session, report, sizeof(report));
	assert_int_equal(session.out_bytes, 0);
	record_by_tcp();
	rtsp_session_report(&session, report, sizeof(report));
	assert_int_equal(session.out_bytes, 8);
	assert_memory_equal(session.out, "$\3\0\4\x81\xc9\0\7", 8);
	for (int i = 0; i < 5000; i++)
		rtsp_session_report(&session, report, sizeof(report));
	assert_true(session.out_bytes < RTSP_OUT_BYTES - 1024);
}

static void test_the_order_is_kept(void **state)
{
	(void)state;
	assert_code(set_up("1", "RTP/AVP/TCP"), 455);
	assert_code(ask("RECORD", URL, "", ""), 455);
	assert_code(announce(), 200);
	assert_code(ask("RECORD", URL, "", ""), 455);
	assert_code(set_up("0", "RTP/AVP/TCP"), 200);
	assert_code(ask("RECORD", URL, "", ""), 455);
	assert_code(set_up("1", "RTP/AVP/TCP"), 200);
	assert_code(ask("RECORD", URL, "", ""), 200);
	assert_code(announce(), 455);
	assert_code(set_up("1", "RTP/AVP/TCP"), 455);
}

static void test_sessions_are_kept_alive_and_end(void **state)
{
	char field[64];

	(void)state;
	record_by_tcp();
	snprintf(field, sizeof(field), "Session: %s;timeout=60\r\n",
		 session.id);
	assert_code(ask("GET_PARAMETER", URL, field, ""), 200);
	assert_code(ask("SET_PARAMETER", URL, field, "x: y\r\n"), 200);
	assert_code(ask("OPTIONS", URL, "", ""), 200);
	assert_code(ask("PAUSE", URL, field, ""), 200);
	assert_code(ask("RECORD", URL, field, ""), 200);
	assert_code(ask("GET_PARAMETER", URL, "Session: 1234\r\n", ""), 454);
	assert_code(ask("TEARDOWN", URL, field, ""), 200);
	assert_int_equal(session.phase, RTSP_LEAVING);
	assert_string_equal(ask("OPTIONS", "*", "", ""), "");
}

static void test_what_is_not_for_us_is_refused(void **state)
{
	(void)state;
	assert_code(ask("FLUSH", URL, "", ""), 501);
	assert_code(ask("DESCRIBE", URL, "", ""), 405);
	assert_string_equal(complaint, "wants to watch, where only publishers "
				       "may come");
	assert_code(ask("PLAY", URL, "", ""), 405);
	assert_code(ask("ANNOUNCE", URL, "Require: x.y\r\n", SDP), 551);
	assert_code(ask("ANNOUNCE", URL "/x", "", SDP), 404);
	assert_string_equal(complaint,
			    "wants to publish at another path, \"/live/x\"");
	assert_code(ask("ANNOUNCE", URL, "", "m=audio 0 RTP/AVP 0\n"), 415);
	assert_code(ask("ANNOUNCE", URL, "", ""), 400);
	announce();
	assert_code(set_up("1", "RTP/SAVP;client_port=1-2"), 461);
	assert_code(set_up("1", "RTP/AVP;client_port=0-1"), 400);
	has_ports = false;
	assert_code(set_up("1", "RTP/AVP;client_port=1-2"), 500);
	assert_code(say("OPTIONS * RTSP/2.0\r\n\r\n"), 505);
	assert_int_equal(session.phase, RTSP_LEAVING);
}

static void test_nonsense_ends_the_conversation(void **state)
{
	(void)state;
	assert_code(say("GET / HTTP/1.1\r\n\r\n"), 400);
	assert_int_equal(session.phase, RTSP_LEAVING);
	assert_string_equal(complaint, "does not speak RTSP");
	begin(NULL);
	say("\x16\x03\x01");
	assert_non_null(strstr(complaint, "TLS"));
	begin(NULL);
	assert_code(say("A x RTSP/1.0\r\nContent-Length: 2147483647\r\n\r\n"),
		    413);
}

static void test_what_strangers_say_is_not_repeated_as_it_is(void **state)
{
	const char *answer = say("OPTIONS * RTSP/1.0\r\n"
				 "CSeq: 1\r \x1b[2J\xff\r\n\r\n");

	(void)state;
	assert_non_null(strstr(answer, "CSeq: 1???[2J?\r\n"));
	ask("ANNOUNCE", "rtsp://h/%1b%0aX", "", SDP);
	assert_non_null(strstr(complaint, "\"/??X\""));
}

static void test_one_publisher_is_enough(void **state)
{
	(void)state;
	is_free = false;
	assert_code(announce(), 453);
	is_free = true;
	announce();
	set_up("1", "RTP/AVP/TCP");
	is_free = false;
	assert_code(ask("RECORD", URL, "", ""), 453);
	assert_int_equal(session.phase, RTSP_ANNOUNCED);
	assert_int_equal(complaints, 2);
}

static int begin_locked(void **state)
{
	begin(state);
	rtsp_session_begin(&session, &locked_place, &host, NULL);
	return 0;
}

static void test_password_opens_the_rest(void **state)
{
	const char *answer = announce();

	(void)state;
	assert_code(answer, 401);
	assert_non_null(strstr(answer, "algorithm=SHA-256"));
	assert_non_null(strstr(answer, "algorithm=MD5"));
	assert_non_null(strstr(answer, "Basic realm=\"slotcast\""));
	assert_code(ask("OPTIONS", "*", "", ""), 200);
	assert_code(ask("ANNOUNCE", URL, RIGHT, SDP), 200);
	/* Who was right once need not say it again. */
	assert_code(set_up("1", "RTP/AVP/TCP"), 200);
	assert_code(ask("RECORD", URL, "", ""), 200);
	rtsp_session_end(&session);
	assert_int_equal(complaints, 0);
}

static void test_wrong_passwords_are_slow_and_few(void **state)
{
	char request[] = "OPTIONS * RTSP/1.0\r\n\r\n";

	(void)state;
	for (unsigned i = 0; i < RTSP_GUESSES_MAX; i++) {
		assert_int_not_equal(session.phase, RTSP_LEAVING);
		assert_code(ask("ANNOUNCE", URL, WRONG, SDP), 401);
		assert_int_equal(session.hold_ns, now_ns + RTSP_GUESS_NS);
		if (session.phase != RTSP_LEAVING)
			assert_int_equal(rtsp_session_hear(&session, request,
							   strlen(request),
							   now_ns, &packet),
					 0);
		now_ns = session.hold_ns;
	}
	assert_int_equal(session.phase, RTSP_LEAVING);
	assert_string_equal(complaint, "gave a wrong user or password");
	assert_int_equal(complaints, RTSP_GUESSES_MAX);
}

static void test_who_never_gives_a_password_is_told_of(void **state)
{
	(void)state;
	assert_code(announce(), 401);
	assert_int_equal(complaints, 0);
	rtsp_session_end(&session);
	assert_non_null(strstr(complaint, "gave no password"));
	begin_locked(NULL);
	for (int i = 0; i < 6; i++)
		assert_code(announce(), 401);
	assert_int_equal(session.phase, RTSP_LEAVING);
}

static void test_nothing_is_told_without_a_password(void **state)
{
	(void)state;
	is_free = false;
	assert_code(announce(), 401);
	assert_code(ask("ANNOUNCE", URL "/x", "", SDP), 401);
	assert_code(ask("SETUP", URL, "", ""), 401);
	assert_code(ask("RECORD", URL, "", ""), 401);
}

#define TEST(name)   cmocka_unit_test_setup(name, begin)
#define LOCKED(name) cmocka_unit_test_setup(name, begin_locked)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_publisher_gets_as_far_as_recording),
		TEST(test_pipelined_requests_are_all_answered),
		TEST(test_answers_wait_for_room),
		TEST(test_packets_of_the_video_alone_get_on),
		TEST(test_payload_type_is_that_of_the_description),
		TEST(test_channels_are_never_shared),
		TEST(test_reports_go_the_way_the_packets_come),
		TEST(test_the_order_is_kept),
		TEST(test_sessions_are_kept_alive_and_end),
		TEST(test_what_is_not_for_us_is_refused),
		TEST(test_nonsense_ends_the_conversation),
		TEST(test_what_strangers_say_is_not_repeated_as_it_is),
		TEST(test_one_publisher_is_enough),
		LOCKED(test_password_opens_the_rest),
		LOCKED(test_wrong_passwords_are_slow_and_few),
		LOCKED(test_who_never_gives_a_password_is_told_of),
		LOCKED(test_nothing_is_told_without_a_password),
	};

	return cmocka_run_group_tests_name("rtsp_session", tests, NULL, NULL);
}
