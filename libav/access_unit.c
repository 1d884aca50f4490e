/*
 * Assembles packets of H.264 and H.265 into access units.
 *
 * SPDX-License-Identifier: MIT
 */
#include "access_unit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <libavutil/avutil.h>

/* After so many equal units, with a keyframe, the end is foretold. */
#define RUN_FIRST      10
#define RUN_AFTER_FAIL 10 /* times as many */
#define RUN_MAX	       1000

/* RTP's headers of two packets differ by so much at most. */
#define HEADERS_BYTES 8

/* 1 ms of the video clock of RTP and MPEG-TS; reports shift it by as much. */
#define SAME_TIME_TICKS 90

/* No picture is larger; a stream without pictures must not fill the memory. */
#define UNIT_BYTES_MAX (16 << 20)

struct access_units {
	enum nal_codec codec;
	bool packets_are_whole;

	AVPacket *gathered; /* the unit that comes in; may be empty */
	unsigned slices;    /* of it */
	bool has_key;
	bool seems_whole; /* by the regularity of the stream so far */
	bool misled;	  /* it seemed so and was not */
	AVPacket *ended;  /* the unit before, if it was not taken yet */
	AVPacket *latest; /* the last packet, to know a copy of it */

	int64_t foretold_pts; /* of the last unit, if its end was foretold */
	int longest_bytes;    /* of all packets */

	/* What the latest units have in common. */
	unsigned usual_slices;
	unsigned run, run_needed; /* so many in a row had those */
	unsigned run_fewer;	  /* so many in a row had fewer */
	bool run_has_key;
};

struct access_units *access_units_create(enum nal_codec codec,
					 bool packets_are_whole)
{
	struct access_units *made = calloc(1, sizeof(*made));

	if (!made)
		return NULL;
	made->codec = codec;
	made->packets_are_whole = packets_are_whole;
	made->run_needed = RUN_FIRST;
	made->foretold_pts = AV_NOPTS_VALUE;
	made->gathered = av_packet_alloc();
	made->ended = av_packet_alloc();
	made->latest = av_packet_alloc();
	if (made->gathered && made->ended && made->latest)
		return made;
	access_units_destroy(made);
	return NULL;
}

void access_units_destroy(struct access_units *units)
{
	if (!units)
		return;
	av_packet_free(&units->gathered);
	av_packet_free(&units->ended);
	av_packet_free(&units->latest);
	free(units);
}

static void run_start(struct access_units *units, unsigned slices)
{
	units->usual_slices = slices;
	units->run = 0;
	units->run_fewer = 0;
	units->run_has_key = false;
}

/* A unit that lost packets has fewer slices; that alone means nothing. */
static void run_go_on(struct access_units *units)
{
	if (units->slices < units->usual_slices &&
	    ++units->run_fewer < RUN_FIRST)
		return;
	if (units->slices != units->usual_slices || units->misled)
		run_start(units, units->slices);
	units->run_fewer = 0;
	units->run++;
	units->run_has_key |= units->has_key;
}

/* The rest of a picture comes although its end was foretold. */
static void run_fail(struct access_units *units)
{
	run_start(units, 0);
	if (units->run_needed < RUN_MAX)
		units->run_needed *= RUN_AFTER_FAIL;
}

static bool end_is_foretold(const struct access_units *units)
{
	return units->seems_whole && units->run_has_key &&
	       units->run >= units->run_needed;
}

static void unit_end(struct access_units *units, AVPacket *unit)
{
	run_go_on(units);
	av_packet_move_ref(unit, units->gathered);
	if (units->has_key)
		unit->flags |= AV_PKT_FLAG_KEY;
	units->slices = 0;
	units->has_key = false;
	units->seems_whole = false;
	units->misled = false;
}

static bool times_differ(int64_t pts, int64_t other_pts)
{
	return pts != AV_NOPTS_VALUE && other_pts != AV_NOPTS_VALUE &&
	       (pts > other_pts + SAME_TIME_TICKS ||
		pts < other_pts - SAME_TIME_TICKS);
}

/*
 * Whether a packet belongs to the next unit. A new time alone does not mean
 * that: some senders give parameters the time of the picture before.
 */
static bool unit_begins(const struct access_units *units,
			const struct nal_scan *scan, const AVPacket *packet)
{
	if (!scan->starts_nal || units->slices == 0)
		return false;
	return scan->starts_unit ||
	       times_differ(packet->pts, units->gathered->pts);
}

static int unit_append(struct access_units *units, AVPacket *packet)
{
	AVPacket *unit = units->gathered;
	int before_bytes = unit->size;

	if (before_bytes == 0) {
		av_packet_move_ref(unit, packet);
		return 0;
	}
	if (before_bytes + packet->size > UNIT_BYTES_MAX ||
	    av_grow_packet(unit, packet->size) < 0)
		return -ENOMEM;
	memcpy(unit->data + before_bytes, packet->data, (size_t)packet->size);
	unit->flags |= packet->flags;
	av_packet_unref(packet);
	return 0;
}

/* Whether the packet belongs to a unit whose end was foretold too early. */
static bool packet_is_remainder(const struct access_units *units,
				const struct nal_scan *scan,
				const AVPacket *packet)
{
	return units->foretold_pts != AV_NOPTS_VALUE &&
	       !times_differ(packet->pts, units->foretold_pts) &&
	       (!scan->starts_nal || (scan->slices > 0 && !scan->starts_unit));
}

static void unit_note(struct access_units *units, const struct nal_scan *scan,
		      int packet_bytes)
{
	if (packet_bytes > units->longest_bytes)
		units->longest_bytes = packet_bytes;
	units->misled |= units->seems_whole;
	units->slices += scan->slices;
	units->has_key |= scan->has_key;
	units->seems_whole =
		units->slices > 0 && units->slices == units->usual_slices &&
		(units->packets_are_whole ||
		 packet_bytes + HEADERS_BYTES < units->longest_bytes);
}

/*
 * By a link that is doubled each packet comes twice, and libavformat hands on
 * both. Two pieces of a picture never are the same, byte by byte.
 */
static bool packet_is_copy(struct access_units *units, const AVPacket *packet)
{
	const AVPacket *latest = units->latest;
	bool is_copy =
		latest->size > 0 && latest->size == packet->size &&
		latest->pts == packet->pts &&
		memcmp(latest->data, packet->data, (size_t)packet->size) == 0;

	if (!is_copy) {
		av_packet_unref(units->latest);
		/* Without memory the next copy is not known. */
		(void)av_packet_ref(units->latest, packet);
	}
	return is_copy;
}

int access_units_add(struct access_units *units, AVPacket *packet)
{
	struct nal_scan scan =
		nal_scan(units->codec, packet->data, (size_t)packet->size);
	int packet_bytes = packet->size;

	if (!units->packets_are_whole && packet_is_copy(units, packet)) {
		av_packet_unref(packet);
		return 0;
	}
	if (packet_is_remainder(units, &scan, packet))
		run_fail(units);
	units->foretold_pts = AV_NOPTS_VALUE;
	if (units->gathered->size == 0 && !scan.starts_nal) {
		av_packet_unref(packet);
		return 0;
	}
	if (unit_begins(units, &scan, packet))
		unit_end(units, units->ended);
	if (units->slices == 0)
		units->gathered->pts = packet->pts;
	if (unit_append(units, packet) < 0) {
		av_packet_unref(packet);
		av_packet_unref(units->gathered);
		return -ENOMEM;
	}
	unit_note(units, &scan, packet_bytes);
	return 0;
}

bool access_units_take(struct access_units *units, AVPacket *unit)
{
	if (units->ended->size > 0) {
		av_packet_move_ref(unit, units->ended);
		return true;
	}
	if (!end_is_foretold(units))
		return false;
	units->foretold_pts = units->gathered->pts;
	unit_end(units, unit);
	return true;
}
