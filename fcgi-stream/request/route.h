/*
 * Finds the address of ours that a request means.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef ROUTE_H
#define ROUTE_H

#include <frame_slot.h>

struct refusal;
struct request;

enum verb {
	VERB_NONE, /* no address of ours */
	VERB_VIDEO,
	VERB_SNAPSHOT,
	VERB_STREAMS,
	VERB_EVENTS,
	VERB_METRICS,
};

#define VERBS (VERB_METRICS + 1)

struct route {
	enum verb verb;			    /* also of a path that is refused */
	char slot[FRAME_SLOT_NAME_MAX + 1]; /* "" where none is named */
};

/*
 * Find the first segment of the path that is one of our verbs, so that a
 * mount prefix does not matter, and the slot's name in what follows it, or in
 * "?slot=". A path without a verb may name the action in its query, as
 * mjpg-streamer's addresses do: "/?action=stream".
 *
 * Returns 0, or -1 with the reason in `refusal`.
 */
int route_find(struct route *route, const struct request *request,
	       struct refusal *refusal);

/* In one word: "video". */
const char *verb_name(enum verb verb);

#endif
