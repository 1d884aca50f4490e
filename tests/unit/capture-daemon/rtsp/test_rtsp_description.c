/*
 * Of a description the video is found, and nothing else of it gets on.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtsp_description.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SESSION                                                                \
	"v=0\r\no=- 1 1 IN IP4 6.6.6.6\r\ns=x\r\nc=IN IP4 6.6.6.6\r\n"         \
	"a=control:rtsp://6.6.6.6/evil\r\nt=0 0\r\n"
#define AUDIO                                                                  \
	"m=audio 0 RTP/AVP 97\r\na=rtpmap:97 OPUS/48000\r\n"                   \
	"a=control:streamid=0\r\n"
#define VIDEO                                                                  \
	"m=video 5004 RTP/AVP 96\r\nb=AS:200\r\na=rtpmap:96 H264/90000\r\n"    \
	"a=fmtp:96 packetization-mode=1; sprop-parameter-sets=Z0I=,aM4=\r\n"   \
	"a=control:streamid=1\r\n"

static struct rtsp_description description;

static int read_text(const char *text)
{
	return rtsp_description_read(&description, rtsp_text_of(text));
}

static void test_video_is_found_behind_sound(void **state)
{
	(void)state;
	assert_int_equal(read_text(SESSION AUDIO VIDEO), 0);
	assert_int_equal(description.track_count, 2);
	assert_int_equal(description.video, 1);
	assert_int_equal(description.payload_type, 96);
	assert_false(description.has_others);
	assert_string_equal(description.controls[1], "streamid=1");
	assert_string_equal(
		description.text,
		"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=slotcast\r\n"
		"c=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video 9 RTP/AVP 96\r\n"
		"a=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1; "
		"sprop-parameter-sets=Z0I=,aM4=\r\n");
}

static void test_only_the_first_payload_type_gets_on(void **state)
{
	(void)state;
	assert_int_equal(read_text(SESSION
				   "m=video 0 RTP/AVPF 96 97\n"
				   "a=rtpmap: 97 rtx/90000\n"
				   "a=RTPMAP: 96 H265/90000\na=fmtp:97 apt=96\n"
				   "a=rtpmap:96\na=fmtp:96 \n"
				   "m=video 0 RTP/AVP 98\n"
				   "a=rtpmap:98 VP8/90000\n"),
			 0);
	assert_true(description.has_others);
	assert_int_equal(description.video, 0);
	assert_non_null(
		strstr(description.text, "\r\na=rtpmap:96 H265/90000\r\n"));
	assert_null(strstr(description.text, "97"));
	assert_null(strstr(description.text, "VP8"));
}

static void test_no_line_hides_another(void **state)
{
	(void)state;
	assert_int_equal(read_text(SESSION VIDEO
				   "a=fmtp:96 x\rc=IN IP4 6.6.6.6\r\n"
				   "a=framerate:25\r\n"),
			 0);
	assert_null(strstr(description.text, "6.6.6.6"));
	assert_non_null(strstr(description.text, "a=framerate:25\r\n"));
}

static void test_fixed_payload_types_need_no_name(void **state)
{
	(void)state;
	assert_int_equal(read_text(SESSION "m=video 0 RTP/AVP 26\n"), 0);
	assert_int_equal(description.payload_type, 26);
	assert_int_equal(read_text(SESSION "m=video 0 RTP/AVP 96\n"), -ENOMSG);
}

static void test_what_cannot_be_taken_has_its_own_error(void **state)
{
	char text[RTSP_DESCRIPTION_BYTES + 256] = SESSION VIDEO "a=fmtp:96 ";
	char many[1024] = SESSION;

	(void)state;
	assert_int_equal(read_text(""), -EINVAL);
	assert_int_equal(read_text("hello\r\n\r\n=\n"), -EINVAL);
	assert_int_equal(read_text(SESSION), -ENODATA);
	assert_int_equal(read_text(SESSION AUDIO), -ENODATA);
	assert_int_equal(read_text(SESSION "m=video 0 RTP/SAVP 96\n"),
			 -EPROTONOSUPPORT);
	assert_int_equal(read_text(SESSION "m=video 0 RTP/AVP\n"), -EINVAL);
	assert_int_equal(read_text(SESSION "m=video 0 RTP/AVP x\n"), -EINVAL);
	for (int i = 0; i < RTSP_TRACKS_MAX + 1; i++)
		strcat(many, "m=audio 0 RTP/AVP 0\n");
	assert_int_equal(read_text(many), -E2BIG);
	memset(text + strlen(text), 'x', sizeof(text) - strlen(text) - 1);
	assert_int_equal(read_text(text), -E2BIG);
}

static void assert_track(const char *uri, const bool *is_taken, int expected)
{
	assert_int_equal(rtsp_description_track(&description, rtsp_text_of(uri),
						is_taken),
			 expected);
}

static void test_tracks_are_found_however_they_are_spelled(void **state)
{
	const bool none[RTSP_TRACKS_MAX] = { false };
	const bool first[RTSP_TRACKS_MAX] = { true };
	const bool all[RTSP_TRACKS_MAX] = { true, true };

	(void)state;
	assert_int_equal(read_text(SESSION AUDIO VIDEO), 0);
	assert_track("rtsp://h/x/streamid=1", none, 1);
	assert_track("rtsp://h/x?token=a/streamid=1/", none, 1);
	assert_track("streamid=0", none, 0);
	/* Unknown ones are taken in order, while there are any. */
	assert_track("rtsp://h/x/mystreamid=1", none, 0);
	assert_track("rtsp://h/x", first, 1);
	assert_track("rtsp://h/x", all, -ENOENT);
	assert_track("rtsp://h/x/streamid=1", all, 1);
	assert_int_equal(read_text(SESSION
				   "m=audio 0 RTP/AVP 0\na=control:"
				   "rtsp://other:1/x/trackID=1\n"
				   "m=video 0 RTP/AVP 26\na=control:*\n"),
			 0);
	assert_track("rtsp://h/x/trackID=1", none, 0);
	assert_track("rtsp://h/x", first, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_video_is_found_behind_sound),
		cmocka_unit_test(test_only_the_first_payload_type_gets_on),
		cmocka_unit_test(test_no_line_hides_another),
		cmocka_unit_test(test_fixed_payload_types_need_no_name),
		cmocka_unit_test(test_what_cannot_be_taken_has_its_own_error),
		cmocka_unit_test(
			test_tracks_are_found_however_they_are_spelled),
	};

	return cmocka_run_group_tests_name("rtsp_description", tests, NULL,
					   NULL);
}
