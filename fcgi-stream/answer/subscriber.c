/*
 * A peer that gets the events of a slot.
 *
 * SPDX-License-Identifier: MIT
 */
#include "subscriber.h"

#include <stdio.h>
#include <stdlib.h>

#include "audience.h"
#include "clock.h"
#include "event_text.h"
#include "log.h"
#include "lookout.h"
#include "media_type.h"
#include "message.h"
#include "packed_frame.h"
#include "peer.h"
#include "response.h"

/* Shorter than any server's patience with a silent response. */
#define HEARTBEAT_NS (5 * NS_PER_S)

#define EVENTS_HEAD                                                            \
	"Status: 200 OK\r\n"                                                   \
	"Content-Type: text/event-stream\r\n"                                  \
	"X-Accel-Buffering: no\r\n" RESPONSE_COMMON_FIELDS "\r\n"

struct subscriber {
	struct peer *peer;
	struct audience *audience; /* NULL: it has left */
	struct follower follower;
	struct member member; /* while the slot holds JSON */
	struct loop_timer heartbeat;
	bool has_begun;
	unsigned int changes;	      /* of the state that was sent last */
	uint64_t serial, captured_ns; /* of the value that was sent last */
};

static void subscriber_leave(struct subscriber *subscriber)
{
	if (!subscriber->audience)
		return;
	loop_timer_clear(&subscriber->heartbeat);
	audience_leave(&subscriber->member);
	audience_unfollow(subscriber->audience, &subscriber->follower);
	subscriber->audience = NULL;
}

/* The first has the response's head in front, so that both are one piece. */
static bool subscriber_add_state(struct subscriber *subscriber)
{
	const struct lookout *lookout = audience_lookout(subscriber->audience);
	char *event, *text;

	if (subscriber->has_begun && subscriber->changes == lookout->changes)
		return false;
	if (!subscriber->has_begun)
		peer_count_answer(subscriber->peer, 200);
	event = event_text_of_state(audience_name(subscriber->audience),
				    &lookout->sight);
	if (!event ||
	    asprintf(&text, "%s%s",
		     subscriber->has_begun ? ""
					   : EVENTS_HEAD EVENT_TEXT_OPENING,
		     event) < 0)
		text = NULL;
	peer_add_message(subscriber->peer, text ? message_create(text) : NULL);
	subscriber->has_begun = true;
	subscriber->changes = lookout->changes;
	free(text);
	free(event);
	return true;
}

static bool subscriber_add_value(struct subscriber *subscriber)
{
	struct packed_frame *newest = audience_newest(subscriber->audience);

	if (!subscriber->member.audience || !newest ||
	    packed_frame_body_bytes(newest, PIECE_EVENT) == 0 ||
	    (newest->info.serial == subscriber->serial &&
	     newest->info.captured_ns == subscriber->captured_ns))
		return false;
	peer_add_frame(subscriber->peer, newest, PIECE_EVENT);
	subscriber->serial = newest->info.serial;
	subscriber->captured_ns = newest->info.captured_ns;
	return true;
}

/* Send what is new, unless the peer is still taking the last event. */
static void subscriber_catch_up(struct subscriber *subscriber)
{
	struct loop *loop = peer_loop(subscriber->peer);
	bool has_more;

	if (peer_is_busy(subscriber->peer))
		return;
	has_more = subscriber_add_state(subscriber);
	has_more |= subscriber_add_value(subscriber);
	if (!has_more)
		return;
	loop_timer_set(loop, &subscriber->heartbeat,
		       loop_now_ns(loop) + HEARTBEAT_NS);
	peer_send(subscriber->peer);
}

static void subscriber_beat(void *user)
{
	struct subscriber *subscriber = user;
	struct loop *loop = peer_loop(subscriber->peer);

	loop_timer_set(loop, &subscriber->heartbeat,
		       loop_now_ns(loop) + HEARTBEAT_NS);
	if (peer_is_busy(subscriber->peer))
		return;
	peer_add_message(subscriber->peer,
			 message_create(EVENT_TEXT_HEARTBEAT));
	peer_send(subscriber->peer);
}

/*
 * Only the values of a JSON slot are wanted. Its writer is to know of that, but
 * the writer of a camera's slot must not believe that somebody watches.
 */
static void subscriber_want_values(struct subscriber *subscriber)
{
	const struct sight *sight =
		&audience_lookout(subscriber->audience)->sight;

	if (!sight->has_frame)
		return;
	if (!media_type_is_json(sight->info.media_type))
		audience_leave(&subscriber->member);
	else if (!subscriber->member.audience &&
		 audience_join(subscriber->audience, &subscriber->member) < 0)
		log_warning("the values of %s cannot be told: the server is "
			    "short of threads",
			    audience_name(subscriber->audience));
}

static void subscriber_told(void *user)
{
	struct subscriber *subscriber = user;

	subscriber_want_values(subscriber);
	subscriber_catch_up(subscriber);
}

static void subscriber_show(void *user, struct packed_frame *frame)
{
	(void)frame; /* the audience's newest */
	subscriber_catch_up(user);
}

static void subscriber_idle(void *user)
{
	subscriber_catch_up(user);
}

static void subscriber_gone(void *user)
{
	struct subscriber *subscriber = user;

	subscriber_leave(subscriber);
	free(subscriber);
}

static void subscriber_end(void *user)
{
	struct subscriber *subscriber = user;

	subscriber_leave(subscriber);
	peer_add_message(subscriber->peer, message_create_last(""));
	peer_send(subscriber->peer);
	peer_finish(subscriber->peer);
}

static struct subscriber *subscriber_create(struct peer *peer,
					    struct audience *audience)
{
	struct subscriber *subscriber = calloc(1, sizeof(*subscriber));

	if (!subscriber)
		return NULL;
	subscriber->peer = peer;
	subscriber->audience = audience;
	subscriber->follower = (struct follower){ .tell = subscriber_told,
						  .end = subscriber_end,
						  .user = subscriber };
	subscriber->member = (struct member){ .show = subscriber_show,
					      .end = subscriber_end,
					      .user = subscriber };
	subscriber->heartbeat.fire = subscriber_beat;
	subscriber->heartbeat.user = subscriber;
	return subscriber;
}

void subscriber_send_head(struct peer *peer)
{
	peer_count_answer(peer, 200);
	peer_add_message(peer, message_create_last(EVENTS_HEAD));
	peer_send(peer);
	peer_finish(peer);
}

void subscriber_start(struct peer *peer, struct audience *audience)
{
	struct subscriber *subscriber = subscriber_create(peer, audience);

	if (!subscriber) {
		peer_finish(peer);
		return;
	}
	peer_set_owner(peer, &(struct peer_owner){ subscriber_idle,
						   subscriber_gone, subscriber,
						   audience_name(audience) });
	audience_follow(audience, &subscriber->follower);
	subscriber_told(subscriber);
}
