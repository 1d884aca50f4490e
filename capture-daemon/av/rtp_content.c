/*
 * Finds out whether RTP packets hold what an address says.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtp_content.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

/*
 * So many packets more of something else are needed; each one that is wanted
 * counts for several, as no stream is damaged in all its packets. Noise may
 * look wanted, too: where the payload type says so, it counts for one.
 */
#define DOUBT_MAX    16
#define RELIEF	     4
#define RELIEF_LEAST 1

#define TS_PACKET_BYTES 188
#define TS_SYNC		0x47

/* RFC 3551, 6: the payload types of sound that have one fixed meaning. */
#define SOUND_LAST 18

/* RFC 2435, 3.1. */
#define JPEG_PAYLOAD_TYPE 26
#define JPEG_HEADER_BYTES 8

struct payload {
	const uint8_t *bytes;
	size_t length;
	uint8_t type;
};

/* RFC 2250, 2: whole packets of MPEG-TS. */
static bool is_mpegts(struct payload payload)
{
	if (payload.length < TS_PACKET_BYTES ||
	    payload.length % TS_PACKET_BYTES != 0)
		return false;
	for (size_t at = 0; at < payload.length; at += TS_PACKET_BYTES)
		if (payload.bytes[at] != TS_SYNC)
			return false;
	return true;
}

/* Whether bit `number` of `set` is 1. */
static bool set_has(uint64_t set, unsigned number)
{
	return number < 64 && set >> number & 1;
}

#define BIT(number)	  (UINT64_C(1) << (number))
#define BITS(first, last) ((BIT((last) - (first) + 1) - 1) << (first))

/* H.264, 7.4.1, table 7-1: slices, SEI, parameter sets, ends, fillers. */
#define H264_NALS     (BIT(1) | BITS(5, 12))
#define H264_SPS      7
#define H264_PIECES   24 /* RFC 6184, 5.7.1: several in a packet */
#define H264_FRAGMENT 28 /* 5.8: one in several */

/* A.2, and the one of stereo: profile_idc. */
static bool is_h264_profile(uint8_t profile)
{
	return strchr("\x2c\x42\x4d\x58\x53\x56\x64\x6e\x76\x7a\x80\xf4",
		      profile) &&
	       profile != 0;
}

/* Whether sizes of 16 bits and what they say fill the payload from `at` on. */
static bool pieces_fill(struct payload payload, size_t at)
{
	while (at + 2 < payload.length) {
		size_t size =
			(size_t)payload.bytes[at] << 8 | payload.bytes[at + 1];

		if (size == 0)
			return false;
		at += 2 + size;
	}
	return at == payload.length;
}

/* Bits of a fragment's header: the first one, the last one, a reserved bit. */
#define FRAGMENT_FIRST	  0x80
#define FRAGMENT_LAST	  0x40
#define FRAGMENT_RESERVED 0x20

static bool is_h264(struct payload payload)
{
	unsigned type = payload.bytes[0] & 0x1f;
	uint8_t next;

	if (payload.length < 2 || payload.bytes[0] & 0x80)
		return false;
	next = payload.bytes[1];
	switch (type) {
	case H264_SPS:
		return is_h264_profile(next);
	case H264_PIECES:
		return pieces_fill(payload, 1);
	case H264_FRAGMENT:
		return (next & (FRAGMENT_FIRST | FRAGMENT_LAST)) !=
			       (FRAGMENT_FIRST | FRAGMENT_LAST) &&
		       !(next & FRAGMENT_RESERVED) &&
		       set_has(H264_NALS, next & 0x1f);
	default:
		return set_has(H264_NALS, type);
	}
}

/* H.265, table 7-1: slices, parameter sets, ends, fillers, SEI. */
#define H265_NALS     (BITS(0, 9) | BITS(16, 21) | BITS(32, 40))
#define H265_PIECES   48 /* RFC 7798, 4.4.2 */
#define H265_FRAGMENT 49 /* 4.4.3 */

/* Of one layer only; the bits of the temporal layer are never all 0. */
static bool is_h265(struct payload payload)
{
	unsigned type = payload.bytes[0] >> 1;

	if (payload.length < 3 || payload.bytes[0] & 0x81 ||
	    payload.bytes[1] >> 3 != 0 || (payload.bytes[1] & 0x07) == 0)
		return false;
	if (type == H265_PIECES)
		return pieces_fill(payload, 2);
	if (type == H265_FRAGMENT)
		type = payload.bytes[2] & 0x3f;
	return set_has(H265_NALS, type);
}

static bool is_jpeg(struct payload payload)
{
	const uint8_t *bytes = payload.bytes;

	if (payload.length <= JPEG_HEADER_BYTES)
		return false;
	if (payload.type == JPEG_PAYLOAD_TYPE)
		return true;
	/* Nothing special; types 0 and 1, with restart intervals or without. */
	return bytes[0] == 0 && (bytes[4] & ~0x41) == 0 && bytes[5] != 0 &&
	       bytes[6] != 0 && bytes[7] != 0;
}

static bool is_of(enum rtp_content content, struct payload payload)
{
	return content == RTP_H264 ? is_h264(payload) : is_h265(payload);
}

/* The video that a payload may be beside the one that is wanted. */
static enum rtp_content other_video(enum rtp_content wanted,
				    struct payload payload)
{
	if (wanted != RTP_MPEGTS)
		return wanted == RTP_H264 ? RTP_H265 : RTP_H264;
	return is_h264(payload) || !is_h265(payload) ? RTP_H264 : RTP_H265;
}

/* What a payload is that is neither MPEG-TS nor what is wanted. */
static enum rtp_content content_of(struct payload payload,
				   enum rtp_content unwanted)
{
	if (is_of(unwanted, payload))
		return unwanted;
	if (is_jpeg(payload))
		return RTP_JPEG;
	return payload.type <= SOUND_LAST ? RTP_SOUND : RTP_OTHER;
}

/* What is wanted has come. */
static void relieve(struct rtp_contents *contents, unsigned relief)
{
	if (contents->doubt > relief)
		contents->doubt -= relief;
	else
		*contents = (struct rtp_contents){ .wanted = contents->wanted };
}

static unsigned relief_of(uint8_t payload_type)
{
	return payload_type <= SOUND_LAST || payload_type == JPEG_PAYLOAD_TYPE
		       ? RELIEF_LEAST
		       : RELIEF;
}

static void content_note(struct rtp_contents *contents,
			 enum rtp_content content, unsigned relief)
{
	if (content == contents->wanted) {
		relieve(contents, relief);
		return;
	}
	contents->doubt++;
	contents->counts[content]++;
}

void rtp_contents_note(struct rtp_contents *contents, enum rtp_content content)
{
	content_note(contents, content, RELIEF);
}

bool rtp_contents_add(struct rtp_contents *contents,
		      const struct rtp_header *header, const uint8_t *packet)
{
	const struct payload payload = { packet + header->payload_at,
					 header->payload_bytes,
					 header->payload_type };
	enum rtp_content wanted = contents->wanted, unwanted, content;

	if (payload.length == 0)
		return true;
	unwanted = other_video(wanted, payload);
	if (is_mpegts(payload))
		content = RTP_MPEGTS;
	else if (wanted == RTP_MPEGTS || !is_of(wanted, payload))
		content = content_of(payload, unwanted);
	else if (is_of(unwanted, payload))
		return true; /* some packets of one are possible in the other */
	else
		content = wanted;
	content_note(contents, content, relief_of(payload.type));
	return content == wanted || content == RTP_OTHER;
}

bool rtp_contents_are_wrong(const struct rtp_contents *contents)
{
	return contents->doubt >= DOUBT_MAX;
}

enum rtp_content rtp_contents_guess(const struct rtp_contents *contents)
{
	enum rtp_content most = RTP_OTHER;

	for (unsigned content = 0; content < RTP_CONTENT_COUNT; content++)
		if (contents->counts[content] > contents->counts[most])
			most = (enum rtp_content)content;
	return most;
}

static const struct {
	const char *words, *scheme; /* of addresses that take it, or NULL */
} kinds[] = {
	[RTP_H264] = { "H.264", "rtp-h264" },
	[RTP_H265] = { "H.265", "rtp-h265" },
	[RTP_MPEGTS] = { "MPEG-TS", "udp" },
	[RTP_JPEG] = { "JPEG", NULL },
	[RTP_SOUND] = { "sound", NULL },
};

/* SRT carries MPEG-TS alone; a port of UDP can be that of another address. */
static bool may_be_renamed(const char *name)
{
	return strncasecmp(name, "srt:", 4) != 0;
}

int rtp_contents_explain(const struct rtp_contents *contents, const char *name,
			 struct reason *reason)
{
	enum rtp_content guess = rtp_contents_guess(contents);
	const char *wanted = kinds[contents->wanted].words;

	if (guess == RTP_OTHER)
		return reason_give(reason, -EBADMSG,
				   "what comes at %s is no %s, or is "
				   "encrypted: set the sender to plain %s",
				   name, wanted, wanted);
	if (!kinds[guess].scheme || !may_be_renamed(name))
		return reason_give(reason, -EBADMSG,
				   "what comes at %s is %s, not %s: set the "
				   "sender to %s",
				   name, kinds[guess].words, wanted, wanted);
	return reason_give(reason, -EBADMSG,
			   "what comes at %s is %s, not %s: use %s%s", name,
			   kinds[guess].words, wanted, kinds[guess].scheme,
			   strstr(name, "://"));
}
