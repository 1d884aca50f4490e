/*
 * A peer that gets a stream.
 *
 * SPDX-License-Identifier: MIT
 */
#include "viewer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audience.h"
#include "backlog.h"
#include "clock.h"
#include "message.h"
#include "multipart.h"
#include "packed_frame.h"
#include "peer.h"
#include "rate_limit.h"
#include "refusal.h"
#include "response.h"

/* How long a viewer waits for the first picture of a slot that exists. */
#define FIRST_PICTURE_NS (2 * NS_PER_S)

#define STREAM_HEAD(media_type)                                                \
	"Status: 200 OK\r\n"                                                   \
	"Content-Type: " media_type "\r\n"                                     \
	"X-Accel-Buffering: no\r\n" RESPONSE_COMMON_FIELDS "\r\n"

/* The longer of both media types. */
#define STREAM_HEAD_BYTES sizeof(STREAM_HEAD(MULTIPART_MEDIA_TYPE))

/* How far the response has got. */
enum viewer_state {
	WAITS_FOR_HEAD,	  /* nothing has been sent; no stream is wanted */
	WAITS_FOR_STREAM, /* nothing has been sent */
	IS_UP_TO_DATE,	  /* all that was sent has left */
	IS_BEING_SENT,	  /* a picture that was captured at captured_ns */
};

struct viewer {
	struct peer *peer;
	struct member member;
	struct loop_timer first_picture;
	struct browser_link browser;
	int browser_links;
	struct backlog backlog;
	struct loop_timer jam; /* set: its link is jammed */
	struct rate_limit rate_limit;
	uint64_t frames_left; /* 0: no limit */
	const char *stream_head;
	bool heads_in_advance;
	enum viewer_state state;
	uint64_t captured_ns;
	uint64_t newer_serial; /* what came while it was busy; 0: nothing */
};

static struct stream_counts *viewer_counts(struct viewer *viewer)
{
	return member_counts(&viewer->member);
}

static bool viewer_waits(const struct viewer *viewer)
{
	return viewer->state == WAITS_FOR_HEAD ||
	       viewer->state == WAITS_FOR_STREAM;
}

/* The picture on its way, if any, may have left by now. */
static void viewer_count_age(struct viewer *viewer)
{
	uint64_t now_ns = clock_monotonic_ns();

	if (viewer->state != IS_BEING_SENT || peer_is_busy(viewer->peer))
		return;
	viewer->state = IS_UP_TO_DATE;
	if (now_ns >= viewer->captured_ns)
		histogram_add(&viewer_counts(viewer)->age,
			      now_ns - viewer->captured_ns);
}

static void viewer_send(struct viewer *viewer)
{
	peer_send(viewer->peer);
	viewer_count_age(viewer);
}

static void viewer_leave(struct viewer *viewer)
{
	loop_timer_clear(&viewer->first_picture);
	loop_timer_clear(&viewer->jam);
	audience_leave(&viewer->member);
}

/* It stops being a viewer; only the rest is still sent. */
static void viewer_end(struct viewer *viewer)
{
	viewer_send(viewer);
	viewer_leave(viewer);
	peer_finish(viewer->peer);
}

static void viewer_refuse(struct viewer *viewer, const struct refusal *refusal)
{
	viewer_leave(viewer);
	response_send_refusal(viewer->peer, refusal,
			      viewer->state == WAITS_FOR_HEAD);
}

static void viewer_waited_in_vain(void *user)
{
	struct viewer *viewer = user;
	struct refusal refusal;

	refuse_for_now(&refusal, 1,
		       "The stream %s has no picture yet; try again in a "
		       "moment.",
		       audience_name(viewer->member.audience));
	viewer_refuse(viewer, &refusal);
}

/* The response's head, and the part's if it goes in advance. */
static void viewer_open_stream(struct viewer *viewer,
			       const struct packed_frame *frame)
{
	char head[STREAM_HEAD_BYTES + sizeof(MULTIPART_OPENING) +
		  MULTIPART_PART_HEAD_BYTES];

	snprintf(head, sizeof(head), "%s" MULTIPART_OPENING,
		 viewer->stream_head);
	if (viewer->heads_in_advance)
		multipart_part_head_in_advance(head + strlen(head),
					       &frame->info);
	viewer_counts(viewer)->stream_bytes +=
		strlen(head) - strlen(viewer->stream_head);
	peer_add_message(viewer->peer, message_create(head));
}

/* Returns whether pictures are to follow. */
static bool viewer_begin(struct viewer *viewer,
			 const struct packed_frame *frame)
{
	struct refusal refusal;

	loop_timer_clear(&viewer->first_picture);
	if (!packed_frame_is_image(frame)) {
		refuse(&refusal, 404,
		       "The slot %s holds %s, not pictures; /snapshot/%s "
		       "shows it.",
		       audience_name(viewer->member.audience),
		       frame->info.media_type,
		       audience_name(viewer->member.audience));
		viewer_refuse(viewer, &refusal);
		return false;
	}
	peer_count_answer(viewer->peer, 200);
	if (viewer->state == WAITS_FOR_HEAD) {
		peer_add_message(viewer->peer,
				 message_create_last(viewer->stream_head));
		viewer_end(viewer);
		return false;
	}
	viewer->state = IS_UP_TO_DATE;
	viewer_open_stream(viewer, frame);
	return true;
}

static void viewer_add_frame(struct viewer *viewer, struct packed_frame *frame)
{
	const enum frame_piece piece =
		viewer->heads_in_advance ? PIECE_PART_IN_ADVANCE : PIECE_PART;
	struct stream_counts *counts = viewer_counts(viewer);

	peer_add_frame(viewer->peer, frame, piece);
	counts->frames_sent++;
	counts->stream_bytes += packed_frame_body_bytes(frame, piece);
	viewer->state = IS_BEING_SENT;
	viewer->captured_ns = frame->info.captured_ns;
}

static void viewer_close_stream(struct viewer *viewer)
{
	const char *closing = viewer->heads_in_advance
				      ? MULTIPART_CLOSING_IN_ADVANCE
				      : MULTIPART_CLOSING;

	viewer_counts(viewer)->stream_bytes += strlen(closing);
	peer_add_message(viewer->peer, message_create_last(closing));
	viewer_end(viewer);
}

/* A newer frame takes the place of the one that it would have got next. */
static void viewer_fall_behind(struct viewer *viewer,
			       const struct packed_frame *frame)
{
	if (viewer->newer_serial != 0 &&
	    viewer->newer_serial != frame->info.serial)
		viewer_counts(viewer)->frames_skipped++;
	viewer->newer_serial = frame->info.serial;
}

/* Whether earlier pictures still wait in the web server. */
static bool viewer_is_jammed(struct viewer *viewer)
{
	struct loop *loop = peer_loop(viewer->peer);
	uint64_t now_ns = loop_now_ns(loop);
	int64_t unsent_bytes;

	if (viewer->jam.is_set)
		return true;
	if (!viewer->browser.is_known ||
	    !backlog_is_due(&viewer->backlog, now_ns))
		return false;
	unsent_bytes = browser_link_unsent_bytes(&viewer->browser,
						 viewer->browser_links);
	if (unsent_bytes < 0) {
		viewer->browser.is_known = false;
		return false;
	}
	if (!backlog_must_wait(&viewer->backlog, now_ns,
			       (uint64_t)unsent_bytes))
		return false;
	peer_note_progress(viewer->peer, viewer->backlog.progress_ns);
	loop_timer_set(loop, &viewer->jam, viewer->backlog.due_ns);
	return true;
}

static void viewer_show(void *user, struct packed_frame *frame)
{
	struct viewer *viewer = user;
	struct peer *peer = viewer->peer;

	if (peer_is_busy(peer) || viewer_is_jammed(viewer)) {
		viewer_fall_behind(viewer, frame);
		return;
	}
	viewer->newer_serial = 0;
	if (viewer_waits(viewer) && !viewer_begin(viewer, frame))
		return;
	if (!packed_frame_is_image(frame) ||
	    !rate_limit_admits(&viewer->rate_limit,
			       loop_now_ns(peer_loop(peer))))
		return;
	viewer_add_frame(viewer, frame);
	if (viewer->frames_left > 0 && --viewer->frames_left == 0) {
		viewer_close_stream(viewer);
		return;
	}
	viewer_send(viewer);
}

/* The picture it was in has left. */
static void viewer_idle(void *user)
{
	struct viewer *viewer = user;

	viewer_count_age(viewer);
	if (viewer->newer_serial != 0)
		viewer_show(viewer, audience_newest(viewer->member.audience));
}

static void viewer_gone(void *user)
{
	struct viewer *viewer = user;

	viewer_leave(viewer);
	free(viewer);
}

/* A picture on its way may arrive, if it is quick. */
static void viewer_program_ends(void *user)
{
	struct viewer *viewer = user;
	struct refusal refusal;

	if (viewer_waits(viewer)) {
		refuse_ending(&refusal);
		viewer_refuse(viewer, &refusal);
		return;
	}
	viewer_close_stream(viewer);
}

static struct viewer *viewer_create(struct peer *peer,
				    const struct viewer_wish *wish)
{
	struct viewer *viewer = calloc(1, sizeof(*viewer));

	if (!viewer)
		return NULL;
	viewer->peer = peer;
	viewer->stream_head = wish->raw ? STREAM_HEAD(MULTIPART_RAW_MEDIA_TYPE)
					: STREAM_HEAD(MULTIPART_MEDIA_TYPE);
	viewer->state = wish->head_only ? WAITS_FOR_HEAD : WAITS_FOR_STREAM;
	viewer->heads_in_advance = wish->heads_in_advance && !wish->raw;
	viewer->frames_left = wish->frames;
	viewer->browser = wish->browser;
	viewer->browser_links = wish->browser_links;
	rate_limit_start(&viewer->rate_limit, wish->fps);
	viewer->member = (struct member){ .show = viewer_show,
					  .end = viewer_program_ends,
					  .user = viewer,
					  .is_viewer = true };
	viewer->first_picture.fire = viewer_waited_in_vain;
	viewer->first_picture.user = viewer;
	viewer->jam.fire = viewer_idle;
	viewer->jam.user = viewer;
	return viewer;
}

void viewer_start(struct peer *peer, struct audience *audience,
		  const struct viewer_wish *wish)
{
	struct viewer *viewer = viewer_create(peer, wish);
	struct refusal refusal;

	if (!viewer) {
		peer_finish(peer);
		return;
	}
	peer_set_owner(peer,
		       &(struct peer_owner){ viewer_idle, viewer_gone, viewer,
					     audience_name(audience) });
	loop_timer_set(peer_loop(peer), &viewer->first_picture,
		       loop_now_ns(peer_loop(peer)) + FIRST_PICTURE_NS);
	if (audience_join(audience, &viewer->member) < 0) {
		refuse_for_now(&refusal, 5,
			       "The stream %s cannot be watched now: the "
			       "server is short of threads; try again later.",
			       audience_name(audience));
		viewer_refuse(viewer, &refusal);
	}
}
