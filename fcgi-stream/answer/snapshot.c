/*
 * A peer that gets a single frame.
 *
 * SPDX-License-Identifier: MIT
 */
#include "snapshot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audience.h"
#include "clock.h"
#include "entity_tag.h"
#include "frame_fields.h"
#include "message.h"
#include "packed_frame.h"
#include "peer.h"
#include "refusal.h"
#include "response.h"
#include "stand_in.h"

#define WAIT_NS (2 * NS_PER_S)

#define HEAD_BYTES (FRAME_FIELDS_BYTES + 256)

struct snapshot {
	struct peer *peer;
	struct member member;
	struct loop_timer wait;
	uint64_t captured_from_ns;
	bool head_only;
	bool takes_placeholder;
	char *if_none_match;
};

static void snapshot_leave(struct snapshot *snapshot)
{
	loop_timer_clear(&snapshot->wait);
	audience_leave(&snapshot->member);
}

static struct stream_counts *snapshot_counts(struct snapshot *snapshot)
{
	return member_counts(&snapshot->member);
}

static void snapshot_refuse(struct snapshot *snapshot,
			    const struct refusal *refusal)
{
	struct packed_frame *newest = NULL;

	if (snapshot->member.audience) {
		newest = audience_newest(snapshot->member.audience);
		if (newest)
			packed_frame_hold(newest);
		snapshot_counts(snapshot)->snapshots_refused++;
	}
	snapshot_leave(snapshot);
	if (snapshot->takes_placeholder)
		stand_in_send(snapshot->peer, newest, refusal,
			      snapshot->head_only);
	else
		response_send_refusal(snapshot->peer, refusal,
				      snapshot->head_only);
	packed_frame_release(newest);
}

static void snapshot_waited_in_vain(void *user)
{
	struct snapshot *snapshot = user;
	struct audience *audience = snapshot->member.audience;
	struct packed_frame *newest = audience_newest(audience);
	struct refusal refusal;

	if (newest && packed_frame_is_idle(newest) &&
	    frame_slot_writer_pid(audience_name(audience)) > 0)
		refuse_for_now(&refusal, 1,
			       "The camera of %s is being opened, because "
			       "somebody asked; try again in a moment.",
			       audience_name(audience));
	else if (newest)
		refuse_for_now(&refusal, 1,
			       "The newest frame of %s is %.1f s old, and no "
			       "newer one has come; look after its camera, or "
			       "allow more with max_age_ms.",
			       audience_name(audience),
			       (double)(loop_now_ns(peer_loop(snapshot->peer)) -
					newest->info.captured_ns) /
				       NS_PER_S);
	else
		refuse_for_now(&refusal, 1,
			       "The slot %s has no frame yet; try again in a "
			       "moment.",
			       audience_name(audience));
	snapshot_refuse(snapshot, &refusal);
}

static void snapshot_program_ends(void *user)
{
	struct refusal refusal;

	refuse_ending(&refusal);
	snapshot_refuse(user, &refusal);
}

static void snapshot_refuse_placeholder(struct snapshot *snapshot)
{
	struct refusal refusal;

	refuse_for_now(&refusal, 1,
		       "There is no picture of %s now: its camera gives no "
		       "signal; the stream /video/%s says why.",
		       audience_name(snapshot->member.audience),
		       audience_name(snapshot->member.audience));
	snapshot_refuse(snapshot, &refusal);
}

static void snapshot_send_head(struct snapshot *snapshot,
			       const struct packed_frame *frame,
			       const char *tag)
{
	char fields[FRAME_FIELDS_BYTES], head[HEAD_BYTES];

	frame_fields_write(fields, &frame->info);
	snprintf(head, sizeof(head),
		 "Status: 200 OK\r\n%sETag: %s\r\n" RESPONSE_COMMON_FIELDS
		 "\r\n",
		 fields, tag);
	peer_count_answer(snapshot->peer, 200);
	peer_add_message(snapshot->peer, message_create(head));
}

static void snapshot_send_unchanged(struct snapshot *snapshot, const char *tag)
{
	char head[HEAD_BYTES];

	snprintf(head, sizeof(head),
		 "Status: 304 Not Modified\r\nETag: "
		 "%s\r\n" RESPONSE_COMMON_FIELDS "\r\n",
		 tag);
	peer_count_answer(snapshot->peer, 304);
	peer_add_message(snapshot->peer, message_create_last(head));
}

static void snapshot_answer(struct snapshot *snapshot,
			    struct packed_frame *frame)
{
	struct stream_counts *counts = snapshot_counts(snapshot);
	struct peer *peer = snapshot->peer;
	char tag[ENTITY_TAG_BYTES];

	snapshot_leave(snapshot);
	entity_tag_write(tag, &frame->info);
	if (entity_tag_is_listed(snapshot->if_none_match, tag)) {
		counts->snapshots_unchanged++;
		snapshot_send_unchanged(snapshot, tag);
	} else {
		counts->snapshots_sent++;
		snapshot_send_head(snapshot, frame, tag);
		if (!snapshot->head_only) {
			counts->snapshot_bytes += frame->info.size_bytes;
			peer_add_frame(peer, frame, PIECE_PAYLOAD);
		}
		peer_add_message(peer, message_create_last(""));
	}
	peer_send(peer);
	peer_finish(peer);
}

static void snapshot_show(void *user, struct packed_frame *frame)
{
	struct snapshot *snapshot = user;

	if (frame->info.captured_ns < snapshot->captured_from_ns ||
	    packed_frame_is_idle(frame))
		return;
	if (packed_frame_is_placeholder(frame))
		snapshot_refuse_placeholder(snapshot);
	else
		snapshot_answer(snapshot, frame);
}

static void snapshot_gone(void *user)
{
	struct snapshot *snapshot = user;

	snapshot_leave(snapshot);
	free(snapshot->if_none_match);
	free(snapshot);
}

static struct snapshot *snapshot_create(struct peer *peer,
					const struct snapshot_wish *wish)
{
	struct snapshot *snapshot = calloc(1, sizeof(*snapshot));

	if (!snapshot)
		return NULL;
	snapshot->if_none_match = strdup(wish->if_none_match);
	if (!snapshot->if_none_match) {
		free(snapshot);
		return NULL;
	}
	snapshot->peer = peer;
	snapshot->captured_from_ns = wish->captured_from_ns;
	snapshot->head_only = wish->head_only;
	snapshot->takes_placeholder = wish->takes_placeholder;
	snapshot->member = (struct member){ .show = snapshot_show,
					    .end = snapshot_program_ends,
					    .user = snapshot };
	snapshot->wait.fire = snapshot_waited_in_vain;
	snapshot->wait.user = snapshot;
	return snapshot;
}

void snapshot_start(struct peer *peer, struct audience *audience,
		    const struct snapshot_wish *wish)
{
	struct snapshot *snapshot = snapshot_create(peer, wish);
	struct refusal refusal;

	if (!snapshot) {
		peer_finish(peer);
		return;
	}
	peer_set_owner(peer,
		       &(struct peer_owner){ NULL, snapshot_gone, snapshot,
					     audience_name(audience) });
	loop_timer_set(peer_loop(peer), &snapshot->wait,
		       loop_now_ns(peer_loop(peer)) + WAIT_NS);
	if (audience_join(audience, &snapshot->member) < 0) {
		refuse_for_now(&refusal, 5,
			       "The slot %s cannot be read now: the server is "
			       "short of threads; try again later.",
			       audience_name(audience));
		snapshot_refuse(snapshot, &refusal);
	}
}
