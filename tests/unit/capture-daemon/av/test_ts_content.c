/*
 * Messages of MPEG-TS are known however they are cut, and nothing else is taken
 * for them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ts_content.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ENOUGH	      64
#define STREAM_BYTES  (ENOUGH * 1504)
#define RTP_BYTES     12
#define MESSAGE_BYTES 1400

static struct rtp_contents contents;
static uint8_t stream[STREAM_BYTES];
static unsigned short random_state[3];

static int setup(void **state)
{
	(void)state;
	contents = (struct rtp_contents){ .wanted = RTP_MPEGTS };
	memset(random_state, 0, sizeof(random_state));
	for (size_t i = 0; i < sizeof(stream); i++)
		stream[i] = (uint8_t)(nrand48(random_state) >> 8);
	return 0;
}

static void packets_make(size_t stride)
{
	for (size_t at = 0; at < sizeof(stream); at += stride)
		stream[at] = 0x47;
}

/* ENOUGH messages of the stream, one behind the other. */
static void stream_add(size_t message_bytes)
{
	for (size_t i = 0; i < ENOUGH; i++)
		ts_contents_add(&contents, stream + i * message_bytes,
				message_bytes);
}

/* ENOUGH messages of RTP with one payload. */
static void rtp_add(uint8_t payload_type, const void *payload, size_t length)
{
	uint8_t message[MESSAGE_BYTES] = { 0x80, payload_type };

	assert_true(RTP_BYTES + length <= sizeof(message));
	memcpy(message + RTP_BYTES, payload, length);
	for (int i = 0; i < ENOUGH; i++)
		ts_contents_add(&contents, message, RTP_BYTES + length);
}

static void test_packets_are_known_however_they_are_cut(void **state)
{
	static const size_t strides[] = { 188, 192, 204 };

	(void)state;
	for (size_t i = 0; i < sizeof(strides) / sizeof(strides[0]); i++) {
		setup(NULL);
		packets_make(strides[i]);
		stream_add(7 * strides[i]);
		stream_add(1472); /* as ffmpeg does */
		stream_add(1000);
		assert_false(rtp_contents_are_wrong(&contents));
	}
}

/* The end of what was too long for one datagram looks like anything. */
static void test_short_ends_among_them_are_no_matter(void **state)
{
	(void)state;
	packets_make(188);
	for (size_t i = 0; i < ENOUGH; i++) {
		ts_contents_add(&contents, stream + i * 1504, 1472);
		ts_contents_add(&contents, stream + i * 1504 + 1472, 32);
	}
	assert_false(rtp_contents_are_wrong(&contents));
}

static void test_packets_in_rtp_are_known(void **state)
{
	(void)state;
	packets_make(188);
	rtp_add(33, stream, (size_t)7 * 188);
	rtp_add(96, stream, 188);
	assert_false(rtp_contents_are_wrong(&contents));
}

static void test_what_is_in_rtp_is_told(void **state)
{
	static const struct {
		enum rtp_content content;
		uint8_t payload_type;
		const char *payload;
		size_t length;
	} examples[] = {
		{ RTP_H264, 96, "\x7c\x85\x88\x84", 4 },
		{ RTP_H264, 96, "\x67\x42\xc0\x0d\x95", 5 },
		{ RTP_H265, 96, "\x62\x01\x93\xaf", 4 },
		{ RTP_H265, 96, "\x02\x01\xd0\x10", 4 },
		{ RTP_JPEG, 26, "\0\0\0\0\1\xff\x28\x1e\0\0\0\x80", 12 },
		{ RTP_SOUND, 8, "\xd5\x55\xd4", 3 },
	};

	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
		setup(state);
		rtp_add(examples[i].payload_type, examples[i].payload,
			examples[i].length);
		assert_true(rtp_contents_are_wrong(&contents));
		assert_int_equal(rtp_contents_guess(&contents),
				 examples[i].content);
	}
}

/* Also that no packets are found in it by chance. */
static void test_noise_is_none(void **state)
{
	(void)state;
	for (size_t i = 0; i < ENOUGH; i++) {
		stream[i * MESSAGE_BYTES] = 0;
		ts_contents_add(&contents, stream + i * MESSAGE_BYTES,
				MESSAGE_BYTES);
	}
	assert_true(rtp_contents_are_wrong(&contents));
	assert_int_equal(rtp_contents_guess(&contents), RTP_OTHER);
}

static void test_packets_after_something_else_are_believed(void **state)
{
	(void)state;
	for (int n = 0; n < 100; n++) {
		rtp_contents_note(&contents, RTP_OTHER);
		rtp_contents_note(&contents, RTP_OTHER);
		packets_make(188);
		ts_contents_add(&contents, stream, (size_t)7 * 188);
	}
	assert_false(rtp_contents_are_wrong(&contents));
}

static void test_empty_messages_say_nothing(void **state)
{
	(void)state;
	for (int n = 0; n < ENOUGH; n++)
		ts_contents_add(&contents, stream, 0);
	assert_false(rtp_contents_are_wrong(&contents));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
			test_packets_are_known_however_they_are_cut, setup),
		cmocka_unit_test_setup(test_short_ends_among_them_are_no_matter,
				       setup),
		cmocka_unit_test_setup(test_packets_in_rtp_are_known, setup),
		cmocka_unit_test_setup(test_what_is_in_rtp_is_told, setup),
		cmocka_unit_test_setup(test_noise_is_none, setup),
		cmocka_unit_test_setup(
			test_packets_after_something_else_are_believed, setup),
		cmocka_unit_test_setup(test_empty_messages_say_nothing, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
