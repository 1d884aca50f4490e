/*
 * Answers one request, or hands it to the part that does.
 *
 * SPDX-License-Identifier: MIT
 */
#include "service.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <frame_slot.h>

#include "audiences.h"
#include "clock.h"
#include "cross_origin.h"
#include "default_slot.h"
#include "log.h"
#include "metrics.h"
#include "metrics_text.h"
#include "peer.h"
#include "query.h"
#include "refusal.h"
#include "request.h"
#include "response.h"
#include "route.h"
#include "snapshot.h"
#include "stand_in.h"
#include "streams_json.h"
#include "subscriber.h"
#include "viewer.h"

#define FPS_MAX		   120
#define FRAMES_MAX	   1000000000
#define MAX_AGE_MS_MAX	   60000
#define MAX_AGE_MS_DEFAULT 1000

/*
 * Beside the viewers there are snapshots, lists, and the ends of responses.
 * Each has a descriptor, and perhaps a picture, until it is sent. A snapshot
 * waits 2 s at most, so even then 128 a second can be served.
 */
#define OTHER_PEERS_MAX 256

static bool request_is(const struct request *request, const char *method)
{
	return strcmp(request->method, method) == 0;
}

/* Find out which slot is meant. Returns 0, or -1: it cannot be read now. */
static int slot_choose(struct service *service, struct route *route,
		       struct refusal *refusal)
{
	const char *name = route->slot;
	struct frame_reader *reader;
	int result;

	if (*name == '\0' &&
	    default_slot_find(route->slot, service->default_slot,
			      service->audiences, refusal) < 0)
		return -1;
	result = frame_reader_open(&reader, name);
	if (result == -ENOENT)
		return refuse(refusal, 404,
			      "No stream is called %s; /streams lists those "
			      "there are.",
			      name);
	if (result < 0)
		return refuse_for_now(refusal, 5,
				      "The stream %s cannot be read: %s.", name,
				      strerror(-result));
	frame_reader_close(reader);
	return 0;
}

/* The audience to join, or NULL with the reason. */
static struct audience *audience_find(struct service *service,
				      const struct route *route,
				      struct refusal *refusal)
{
	struct audience *audience =
		audiences_get(service->audiences, route->slot);

	if (!audience)
		refuse_for_now(refusal, 5,
			       "The stream %s cannot be served now: the server "
			       "is short of memory; try again later.",
			       route->slot);
	return audience;
}

/* Returns 0, or -1 with the reason: no seat for a viewer is left. */
static int seat_check(struct service *service, const char *slot,
		      struct refusal *refusal)
{
	if (audiences_seat_count(service->audiences) < service->max_viewers)
		return 0;
	service->counts.refused_viewers++;
	return refuse_for_now(refusal, 5,
			      "The stream %s has no seat free: this server "
			      "takes %" PRIu64 " viewers; try again in a "
			      "moment.",
			      slot, service->max_viewers);
}

/* The same for all requests. The peer that asks is counted already. */
static int peers_check(struct service *service, struct refusal *refusal)
{
	if (service->peers->count <= service->max_viewers + OTHER_PEERS_MAX)
		return 0;
	service->counts.refused_peers++;
	return refuse_for_now(refusal, 5,
			      "This server is answering as many requests as it "
			      "can; try again in a moment.");
}

static int video_answer(struct service *service, const struct request *request,
			struct route *route, struct peer *peer,
			struct refusal *refusal)
{
	struct viewer_wish wish = { .head_only = request_is(request, "HEAD"),
				    .browser = request->browser,
				    .browser_links = service->browser_links };
	uint64_t advance = request->is_for_painting; /* see multipart.h */
	uint64_t raw = 0;
	struct audience *audience;

	if (query_number(request->query, "fps", 1, FPS_MAX, &wish.fps,
			 refusal) < 0 ||
	    query_number(request->query, "frames", 1, FRAMES_MAX, &wish.frames,
			 refusal) < 0 ||
	    query_number(request->query, "advance", 0, 1, &advance, refusal) <
		    0 ||
	    query_number(request->query, "raw", 0, 1, &raw, refusal) < 0)
		return -1;
	wish.heads_in_advance = advance;
	wish.raw = raw;
	if (slot_choose(service, route, refusal) < 0 ||
	    seat_check(service, route->slot, refusal) < 0)
		return -1;
	audience = audience_find(service, route, refusal);
	if (!audience)
		return -1;
	viewer_start(peer, audience, &wish);
	return 0;
}

/*
 * Programs that know mjpg-streamer's addresses ask again when a picture has
 * come, and some of them never ask again when none has.
 */
static bool wants_placeholder(const struct request *request)
{
	char word[2];

	return query_find(request->query, "action", word, sizeof(word)) !=
	       -ENOENT;
}

static int snapshot_join(struct service *service, struct route *route,
			 struct peer *peer, const struct snapshot_wish *wish,
			 struct refusal *refusal)
{
	struct audience *audience;

	if (slot_choose(service, route, refusal) < 0)
		return -1;
	audience = audience_find(service, route, refusal);
	if (!audience)
		return -1;
	snapshot_start(peer, audience, wish);
	return 0;
}

static int snapshot_answer(struct service *service,
			   const struct request *request, struct route *route,
			   struct peer *peer, struct refusal *refusal)
{
	struct snapshot_wish wish = {
		.if_none_match = request->if_none_match,
		.head_only = request_is(request, "HEAD"),
	};
	uint64_t max_age_ms = MAX_AGE_MS_DEFAULT;
	uint64_t placeholder = wants_placeholder(request);

	if (query_number(request->query, "max_age_ms", 0, MAX_AGE_MS_MAX,
			 &max_age_ms, refusal) < 0 ||
	    query_number(request->query, "placeholder", 0, 1, &placeholder,
			 refusal) < 0)
		return -1;
	wish.takes_placeholder = placeholder;
	if (request->arrived_ns > max_age_ms * NS_PER_MS)
		wish.captured_from_ns =
			request->arrived_ns - max_age_ms * NS_PER_MS;
	if (snapshot_join(service, route, peer, &wish, refusal) == 0)
		return 0;
	if (!wish.takes_placeholder)
		return -1;
	stand_in_send(peer, NULL, refusal, wish.head_only);
	return 0;
}

static int events_answer(struct service *service, const struct request *request,
			 struct route *route, struct peer *peer,
			 struct refusal *refusal)
{
	struct audience *audience;

	if (slot_choose(service, route, refusal) < 0 ||
	    seat_check(service, route->slot, refusal) < 0)
		return -1;
	if (request_is(request, "HEAD")) {
		subscriber_send_head(peer);
		return 0;
	}
	audience = audience_find(service, route, refusal);
	if (!audience)
		return -1;
	subscriber_start(peer, audience);
	return 0;
}

static int streams_answer(struct service *service,
			  const struct request *request, struct peer *peer,
			  struct refusal *refusal)
{
	char *json = streams_json(service->audiences);

	if (!json)
		return refuse_for_now(refusal, 5,
				      "The streams cannot be listed now: the "
				      "server is short of memory; try again "
				      "later.");
	response_send_document(peer, "application/json", json,
			       request_is(request, "HEAD"));
	free(json);
	return 0;
}

static int metrics_answer(struct service *service,
			  const struct request *request, struct peer *peer,
			  struct refusal *refusal)
{
	char *text = metrics_create(service->audiences, service->peers,
				    &service->counts, service->max_viewers);

	if (!text)
		return refuse_for_now(refusal, 5,
				      "The figures cannot be told now: the "
				      "server is short of memory; try again "
				      "later.");
	response_send_document(peer, METRICS_MEDIA_TYPE, text,
			       request_is(request, "HEAD"));
	free(text);
	return 0;
}

/* Returns 0 when the peer is taken care of, or -1 with the reason why not. */
static int request_answer(struct service *service,
			  const struct request *request, struct peer *peer,
			  struct refusal *refusal)
{
	struct route route;
	int result = route_find(&route, request, refusal);

	cross_origin_send(peer, service->allowed_origins, request);
	peer_set_counts(peer, &service->counts.answers[route.verb]);
	if (peers_check(service, refusal) < 0 || result < 0)
		return -1;
	if (request_is(request, "OPTIONS")) {
		response_send_methods(peer);
		return 0;
	}
	if (!request_is(request, "GET") && !request_is(request, "HEAD"))
		return refuse(refusal, 405,
			      "This address can only be read: use GET.");
	switch (route.verb) {
	case VERB_VIDEO:
		return video_answer(service, request, &route, peer, refusal);
	case VERB_SNAPSHOT:
		return snapshot_answer(service, request, &route, peer, refusal);
	case VERB_STREAMS:
		return streams_answer(service, request, peer, refusal);
	case VERB_EVENTS:
		return events_answer(service, request, &route, peer, refusal);
	case VERB_METRICS:
		return metrics_answer(service, request, peer, refusal);
	case VERB_NONE:
		break;
	}
	return refuse(refusal, 404, "There is nothing at this address.");
}

void service_answer(void *user, struct request *request)
{
	struct service *service = user;
	struct refusal refusal;
	struct peer *peer;
	int result = peer_create(&peer, service->peers, request->fd,
				 request->input_is_aligned);

	request->fd = -1;
	if (result < 0)
		log_warning("a request was lost: %s", strerror(-result));
	else if (request_answer(service, request, peer, &refusal) < 0)
		response_send_refusal(peer, &refusal,
				      request_is(request, "HEAD"));
	request_destroy(request);
}
