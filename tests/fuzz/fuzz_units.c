/*
 * Whatever packets of video come, the pictures that are made of them are whole
 * packets in their order: nothing comes twice, and nothing is made up. A packet
 * that is the same as the one before is none.
 *
 * The first byte of the input says which codec it is and whether NAL units are
 * cut into packets. Then come packets: two bytes say how long each is and, by
 * their upper bits, how long after the last one it was taken.
 *
 * SPDX-License-Identifier: MIT
 */
#include <string.h>

#include <libavutil/avutil.h>

#include "access_unit.h"
#include "fuzz.h"

#define INPUT_MAX_BYTES 8192
#define PACKET_BYTES	1024
#define TIME_UNIT_TICKS 60
#define TIME_UNKNOWN	63

/* What went in, without the lengths, and where its packets begin. */
struct sent {
	uint8_t bytes[INPUT_MAX_BYTES];
	size_t begins[INPUT_MAX_BYTES / 2 + 1];
	size_t packets, size_bytes;
	size_t taken; /* packets that have come out, or been left out */
	int64_t pts;  /* of the last one */
	bool are_whole;
};

/* The unit is one or more of the packets that have not come out yet. */
static void unit_check(struct sent *sent, const AVPacket *unit)
{
	size_t unit_bytes = (size_t)unit->size, first = sent->taken, last;

	must(unit_bytes > 0);
	while (sent->begins[first] + unit_bytes <= sent->size_bytes &&
	       memcmp(sent->bytes + sent->begins[first], unit->data,
		      unit_bytes) != 0)
		first++;
	must(sent->begins[first] + unit_bytes <= sent->size_bytes);
	last = first;
	while (sent->begins[last] < sent->begins[first] + unit_bytes)
		last++;
	must(sent->begins[last] == sent->begins[first] + unit_bytes);
	sent->taken = last;
}

static bool is_copy(const struct sent *sent, const uint8_t *bytes,
		    size_t size_bytes, int64_t pts)
{
	size_t begin = sent->packets > 0 ? sent->begins[sent->packets - 1] : 0;

	return !sent->are_whole && size_bytes > 0 && pts == sent->pts &&
	       sent->size_bytes - begin == size_bytes &&
	       memcmp(sent->bytes + begin, bytes, size_bytes) == 0;
}

static void sent_add(struct sent *sent, const uint8_t *bytes, size_t size_bytes,
		     int64_t pts)
{
	if (is_copy(sent, bytes, size_bytes, pts))
		return;
	memcpy(sent->bytes + sent->size_bytes, bytes, size_bytes);
	sent->size_bytes += size_bytes;
	sent->begins[++sent->packets] = sent->size_bytes;
	sent->pts = pts;
}

static void packet_send(struct sent *sent, struct access_units *units,
			const uint8_t *bytes, size_t size_bytes, int64_t pts)
{
	AVPacket *packet = av_packet_alloc();

	must(packet && av_new_packet(packet, (int)size_bytes) == 0);
	memcpy(packet->data, bytes, size_bytes);
	sent_add(sent, bytes, size_bytes, pts);
	packet->pts = pts;
	must(access_units_add(units, packet) == 0);
	must(packet->size == 0);
	while (access_units_take(units, packet)) {
		unit_check(sent, packet);
		av_packet_unref(packet);
	}
	av_packet_free(&packet);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes)
{
	const uint8_t *at = data + 1, *end = data + size_bytes;
	static struct sent sent;
	struct access_units *units;
	int64_t pts = 0;

	if (size_bytes == 0 || size_bytes > INPUT_MAX_BYTES)
		return -1;
	units = access_units_create(data[0] & 1 ? NAL_H265 : NAL_H264,
				    data[0] & 2);
	must(units != NULL);
	sent.packets = sent.size_bytes = sent.taken = 0;
	sent.are_whole = data[0] & 2;
	while (end - at > 2) {
		size_t packet_bytes =
			((size_t)at[0] << 8 | at[1]) % PACKET_BYTES;
		int pause = at[0] >> 2;

		at += 2;
		if (packet_bytes > (size_t)(end - at))
			packet_bytes = (size_t)(end - at);
		pts += (int64_t)pause * TIME_UNIT_TICKS;
		packet_send(&sent, units, at, packet_bytes,
			    pause == TIME_UNKNOWN ? AV_NOPTS_VALUE : pts);
		at += packet_bytes;
	}
	access_units_destroy(units);
	return 0;
}
