/*
 * Finds the address of ours that a request means.
 *
 * SPDX-License-Identifier: MIT
 */
#include "route.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "query.h"
#include "refusal.h"
#include "request.h"

static const struct {
	const char *segment;
	enum verb verb;
} verbs[] = {
	{ "video", VERB_VIDEO },       { "stream", VERB_VIDEO },
	{ "snapshot", VERB_SNAPSHOT }, { "snapshot.jpg", VERB_SNAPSHOT },
	{ "streams", VERB_STREAMS },   { "events", VERB_EVENTS },
	{ "metrics", VERB_METRICS },
};

const char *verb_name(enum verb verb)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (verbs[i].verb == verb)
			return verbs[i].segment;
	return "none";
}

static bool verb_find(const char *segment, size_t length, enum verb *verb)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (strlen(verbs[i].segment) != length ||
		    strncmp(verbs[i].segment, segment, length) != 0)
			continue;
		*verb = verbs[i].verb;
		return true;
	}
	return false;
}

/* What follows the first verb in `path`, or NULL when there is none. */
static const char *path_after_verb(const char *path, enum verb *verb)
{
	while (*path != '\0') {
		size_t length = strcspn(path, "/");

		if (verb_find(path, length, verb))
			return path + length + (path[length] == '/');
		path += length + (path[length] == '/');
	}
	return NULL;
}

static int refuse_address(struct refusal *refusal)
{
	return refuse(refusal, 404,
		      "There is nothing at this address; try /video, "
		      "/snapshot, /events or /streams.");
}

static int refuse_name(struct refusal *refusal)
{
	return refuse(refusal, 400,
		      "This cannot be the name of a stream: a name is at most "
		      "%d letters, digits, dots, underscores and hyphens, and "
		      "begins with a letter or digit.",
		      FRAME_SLOT_NAME_MAX);
}

static int slot_set(struct route *route, const char *name, size_t length,
		    struct refusal *refusal)
{
	if (length >= sizeof(route->slot))
		return refuse_name(refusal);
	memcpy(route->slot, name, length);
	route->slot[length] = '\0';
	if (!frame_slot_name_is_valid(route->slot))
		return refuse_name(refusal);
	return 0;
}

static int slot_from_query(struct route *route, const char *query,
			   struct refusal *refusal)
{
	char name[FRAME_SLOT_NAME_MAX + 2];
	int result = query_find(query, "slot", name, sizeof(name));

	if (result == -ENOENT)
		return 0;
	if (result < 0)
		return refuse_name(refusal);
	return slot_set(route, name, strlen(name), refusal);
}

/*
 * A slash in the name was either typed, and then the address is not one of
 * ours, or encoded, and then the name is not valid. The web server has decoded
 * both to the same.
 */
static int refuse_slash(const struct request *request, struct refusal *refusal)
{
	const char *address = request->raw_address;
	const char *encoded = strcasestr(address, "%2f");

	if (encoded && encoded < address + strcspn(address, "?"))
		return refuse_name(refusal);
	return refuse_address(refusal);
}

/*
 * "/snapshot/drone1.jpg" is for programs that go by the ending. It is a part of
 * the name where a slot has that name.
 */
static size_t length_without_ending(const char *name)
{
	const char *ending = ".jpg";
	size_t length = strlen(name), ending_length = strlen(ending);

	if (length > ending_length &&
	    strcmp(name + length - ending_length, ending) == 0 &&
	    !frame_slot_is_there(name))
		return length - ending_length;
	return length;
}

static int slot_from_path(struct route *route, const char *rest,
			  const struct request *request,
			  struct refusal *refusal)
{
	if (strchr(rest, '/'))
		return refuse_slash(request, refusal);
	return slot_set(route, rest,
			route->verb == VERB_SNAPSHOT
				? length_without_ending(rest)
				: strlen(rest),
			refusal);
}

/* mjpg-streamer's words, whose numbers are those of its cameras. */
static const struct {
	const char *word;
	enum verb verb;
} actions[] = {
	{ "stream", VERB_VIDEO },
	{ "stream_0", VERB_VIDEO },
	{ "snapshot", VERB_SNAPSHOT },
	{ "snapshot_0", VERB_SNAPSHOT },
};

static int verb_from_action(struct route *route, const char *query,
			    struct refusal *refusal)
{
	char word[16];
	int result = query_find(query, "action", word, sizeof(word));

	if (result == -ENOENT)
		return refuse_address(refusal);
	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
		if (result < 0 || strcmp(actions[i].word, word) != 0)
			continue;
		route->verb = actions[i].verb;
		return 0;
	}
	return refuse(refusal, 400,
		      "The parameter action is wrong: give stream or snapshot, "
		      "and slot=NAME for one of several cameras.");
}

int route_find(struct route *route, const struct request *request,
	       struct refusal *refusal)
{
	const char *rest;

	*route = (struct route){ .verb = VERB_NONE };
	if (!request->path)
		return refuse(refusal, 400,
			      "This address cannot be decoded; every %% needs "
			      "two hexadecimal digits, and not 00.");
	rest = path_after_verb(request->path, &route->verb);
	if (!rest) {
		if (verb_from_action(route, request->query, refusal) < 0)
			return -1;
		rest = "";
	}
	if (route->verb == VERB_STREAMS || route->verb == VERB_METRICS)
		return *rest == '\0' ? 0 : refuse_address(refusal);
	if (*rest == '\0')
		return slot_from_query(route, request->query, refusal);
	return slot_from_path(route, rest, request, refusal);
}
