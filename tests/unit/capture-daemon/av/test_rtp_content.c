/*
 * Packets of another kind are told from damaged ones, whoever sends them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtp_content.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ENOUGH 64

static struct rtp_contents contents;

static void begin(enum rtp_content wanted)
{
	contents = (struct rtp_contents){ .wanted = wanted };
}

/* Returns whether the packet may be handed on. */
static bool add(uint8_t payload_type, const void *payload, size_t length)
{
	const struct rtp_header header = { .payload_type = payload_type,
					   .payload_bytes = length };

	return rtp_contents_add(&contents, &header, payload);
}

struct example {
	enum rtp_content content;
	uint8_t payload_type;
	const char *payload;
	size_t length;
};

#define EXAMPLE(content, type, text)                                           \
	{                                                                      \
		content, type, text, sizeof(text) - 1                          \
	}

/* A picture as each kind of sender cuts it: parameters, slices, fragments. */
static const struct example examples[] = {
	EXAMPLE(RTP_H264, 96, "\x67\x42\xc0\x0d\x95"),
	EXAMPLE(RTP_H264, 96, "\x68\xce\x3c\x80"),
	EXAMPLE(RTP_H264, 96, "\x65\x88\x84\x00\x10"),
	EXAMPLE(RTP_H264, 96, "\x41\x9a\x02\x04"),
	EXAMPLE(RTP_H264, 96, "\x01\x9e\x02\x04"),
	EXAMPLE(RTP_H264, 96, "\x7c\x85\x88\x84"),
	EXAMPLE(RTP_H264, 96, "\x5c\x41\x9a\x02"),
	EXAMPLE(RTP_H264, 33, "\x78\x00\x02\x67\x64\x00\x03\x68\xce\x3c"),
	EXAMPLE(RTP_H265, 96, "\x40\x01\x0c\x01\xff"),
	EXAMPLE(RTP_H265, 96, "\x42\x01\x01\x01\x60"),
	EXAMPLE(RTP_H265, 96, "\x44\x01\xc1\x73"),
	EXAMPLE(RTP_H265, 96, "\x02\x01\xd0\x10"),
	EXAMPLE(RTP_H265, 96, "\x00\x02\xd0\x10"),
	EXAMPLE(RTP_H265, 96, "\x62\x01\x93\xaf"),
	EXAMPLE(RTP_H265, 96, "\x60\x01\x00\x03\x40\x01\x0c\x00\x02\x42\x01"),
	EXAMPLE(RTP_JPEG, 26, "\0\0\0\0\1\xff\x28\x1e\0\0\0\x80"),
	EXAMPLE(RTP_JPEG, 97, "\0\0\x05\x14\x41\x50\x28\x1e\0\x10\xff\xff\x1"),
	EXAMPLE(RTP_SOUND, 0, "\xff\x7f\xff\x7e\xfe\xff"),
	EXAMPLE(RTP_OTHER, 98, "\x90\x80\xff\x10\x02\x00"),
};

/* Whatever comes of one kind, of itself or between packets of it. */
static void test_each_kind_is_known(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
		const struct example *example = &examples[i];

		for (int wanted = RTP_H264; wanted <= RTP_H265; wanted++) {
			begin((enum rtp_content)wanted);
			for (int n = 0; n < ENOUGH; n++)
				add(example->payload_type, example->payload,
				    example->length);
			assert_int_equal(rtp_contents_are_wrong(&contents),
					 example->content !=
						 (enum rtp_content)wanted);
			if (rtp_contents_are_wrong(&contents))
				assert_int_equal(rtp_contents_guess(&contents),
						 example->content);
		}
	}
}

static void test_mpegts_is_known_and_kept_from_the_decoder(void **state)
{
	uint8_t payload[7 * 188];

	(void)state;
	memset(payload, 0x42, sizeof(payload));
	for (size_t at = 0; at < sizeof(payload); at += 188)
		payload[at] = 0x47;
	begin(RTP_H264);
	for (int n = 0; n < ENOUGH; n++)
		assert_false(add(96, payload, sizeof(payload)));
	assert_true(rtp_contents_are_wrong(&contents));
	assert_int_equal(rtp_contents_guess(&contents), RTP_MPEGTS);
	/* The first byte alone says that it is a parameter set of H.264. */
	begin(RTP_H264);
	assert_true(add(96, payload, sizeof(payload) - 1));
}

/* Some packets of one kind look like the other; they say nothing. */
static void test_what_could_be_both_is_no_proof(void **state)
{
	static const char idr_265[] = "\x26\x01\xaf\x08";
	static const char slice_265[] = "\x02\x01\xd0\x10";

	(void)state;
	begin(RTP_H264);
	for (int n = 0; n < ENOUGH; n++)
		assert_true(add(96, idr_265, sizeof(idr_265) - 1));
	assert_false(rtp_contents_are_wrong(&contents));
	for (int n = 0; n < ENOUGH; n++) {
		add(96, idr_265, sizeof(idr_265) - 1);
		add(96, slice_265, sizeof(slice_265) - 1);
	}
	assert_true(rtp_contents_are_wrong(&contents));
}

static void test_a_damaged_stream_is_believed(void **state)
{
	static const char slice[] = "\x41\x9a\x02\x04", damage[] = "\xff\xff";

	(void)state;
	begin(RTP_H264);
	for (int n = 0; n < 100 * ENOUGH; n++)
		if (n % 4 == 0)
			add(96, slice, sizeof(slice) - 1);
		else
			assert_true(add(96, damage, sizeof(damage) - 1));
	assert_false(rtp_contents_are_wrong(&contents));
}

static void test_noise_is_nothing_that_is_wanted(void **state)
{
	unsigned short random_state[3] = { 13 };
	uint8_t noise[160];

	(void)state;
	begin(RTP_H265);
	for (int n = 0; n < 10 * ENOUGH; n++) {
		for (size_t i = 0; i < sizeof(noise); i++)
			noise[i] = (uint8_t)(nrand48(random_state) >> 8);
		add(96, noise, sizeof(noise));
	}
	assert_true(rtp_contents_are_wrong(&contents));
	assert_int_equal(rtp_contents_guess(&contents), RTP_OTHER);
}

static void test_sound_that_looks_like_video_is_sound(void **state)
{
	static const char sound[] = "\xd5\x55\xd4", like_video[] = "\x05\x8a";

	(void)state;
	begin(RTP_H264);
	for (int n = 0; n < ENOUGH; n++)
		if (n % 4 == 0)
			add(8, like_video, sizeof(like_video) - 1);
		else
			add(8, sound, sizeof(sound) - 1);
	assert_true(rtp_contents_are_wrong(&contents));
	assert_int_equal(rtp_contents_guess(&contents), RTP_SOUND);
	/* Some senders of video choose that payload type. */
	begin(RTP_H264);
	for (int n = 0; n < ENOUGH; n++)
		assert_true(add(8, like_video, sizeof(like_video) - 1));
	assert_false(rtp_contents_are_wrong(&contents));
}

static void test_an_empty_packet_says_nothing(void **state)
{
	(void)state;
	begin(RTP_H264);
	for (int n = 0; n < ENOUGH; n++)
		assert_true(add(96, "", 0));
	assert_false(rtp_contents_are_wrong(&contents));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_kind_is_known),
		cmocka_unit_test(
			test_mpegts_is_known_and_kept_from_the_decoder),
		cmocka_unit_test(test_what_could_be_both_is_no_proof),
		cmocka_unit_test(test_a_damaged_stream_is_believed),
		cmocka_unit_test(test_noise_is_nothing_that_is_wanted),
		cmocka_unit_test(test_sound_that_looks_like_video_is_sound),
		cmocka_unit_test(test_an_empty_packet_says_nothing),
	};

	return cmocka_run_group_tests_name("rtp_content", tests, NULL, NULL);
}
