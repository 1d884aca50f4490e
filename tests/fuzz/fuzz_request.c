/*
 * Whatever a viewer asks for, in whatever words, it is understood or refused.
 *
 * The input is lines: the first ones are the values of the CGI parameters
 * below, in their order; all that is left is what the web server still sends
 * while it is being answered.
 *
 * SPDX-License-Identifier: MIT
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "entity_tag.h"
#include "fuzz.h"
#include "query.h"
#include "record_input.h"
#include "refusal.h"
#include "request.h"
#include "route.h"

static const char *const names[] = {
	"REQUEST_METHOD", "SCRIPT_NAME",  "PATH_INFO",
	"REQUEST_URI",	  "QUERY_STRING", "HTTP_IF_NONE_MATCH",
	"DOCUMENT_URI",	  "REMOTE_ADDR",  "REMOTE_PORT",
	"SERVER_ADDR",	  "SERVER_PORT",  "HTTP_USER_AGENT",
};

#define PARAMETERS (sizeof(names) / sizeof(names[0]))
#define NUMBER_MAX 120

/* What a refusal says may stand in a response and in a page. */
static void refusal_check(const struct refusal *refusal)
{
	must(refusal->status >= 400 && refusal->status < 600);
	must(strlen(refusal->sentence) > 0);
	for (const char *at = refusal->sentence; *at != '\0'; at++)
		must(*at >= ' ' && *at <= '~');
}

static void route_check(const struct request *request)
{
	struct refusal refusal;
	struct route route;

	if (route_find(&route, request, &refusal) < 0) {
		refusal_check(&refusal);
		return;
	}
	must(request->path != NULL);
	if (route.verb == VERB_STREAMS || route.verb == VERB_METRICS)
		must(route.slot[0] == '\0');
	must(route.slot[0] == '\0' || frame_slot_name_is_valid(route.slot));
}

static void query_check(const struct request *request)
{
	struct refusal refusal;
	uint64_t number = 1;
	char value[8];

	if (query_number(request->query, "fps", 1, NUMBER_MAX, &number,
			 &refusal) < 0)
		refusal_check(&refusal);
	must(number >= 1 && number <= NUMBER_MAX);
	if (query_find(request->query, "slot", value, sizeof(value)) == 0)
		must(strlen(value) < sizeof(value));
}

static void tag_check(const struct request *request)
{
	const struct frame_info info = { .serial = 7,
					 .captured_wall_ns = 0xabc };
	char tag[ENTITY_TAG_BYTES];

	entity_tag_write(tag, &info);
	/* "*" lists it as well. */
	if (entity_tag_is_listed(request->if_none_match, tag))
		must(strstr(request->if_none_match, tag) ||
		     strchr(request->if_none_match, '*'));
}

/* The kernel is asked only about what can be a connection. */
static void browser_check(const struct request *request)
{
	const struct browser_link *browser = &request->browser;

	if (!browser->is_known)
		return;
	must(browser->family == AF_INET || browser->family == AF_INET6);
	must(browser->ends.idiag_sport != 0 && browser->ends.idiag_dport != 0);
}

/* Wherever it is cut in two, it says the same. */
static void input_check(const uint8_t *data, size_t size_bytes)
{
	struct record_input whole = { 0 }, cut = { 0 };
	size_t half_bytes = size_bytes / 2;
	bool has_abort = record_input_has_abort(&whole, data, size_bytes);

	must(has_abort == (record_input_has_abort(&cut, data, half_bytes) ||
			   record_input_has_abort(&cut, data + half_bytes,
						  size_bytes - half_bytes)));
}

/* "NAME=value" of the next line. Returns where the line after it begins. */
static const uint8_t *parameter_make(char **parameter, const char *name,
				     const uint8_t *at, const uint8_t *end)
{
	const uint8_t *line_end = at;

	while (line_end < end && *line_end != '\n')
		line_end++;
	must(asprintf(parameter, "%s=%.*s", name, (int)(line_end - at),
		      (const char *)at) > 0);
	return line_end + (line_end < end);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes)
{
	const uint8_t *at = data, *end = data + size_bytes;
	char *parameters[PARAMETERS + 1] = { NULL };
	struct request *request;

	for (size_t i = 0; i < PARAMETERS; i++)
		at = parameter_make(&parameters[i], names[i], at, end);
	must(request_create(&request, parameters, -1) == 0);
	for (size_t i = 0; i < PARAMETERS; i++)
		free(parameters[i]);
	route_check(request);
	query_check(request);
	tag_check(request);
	browser_check(request);
	request_destroy(request);
	input_check(at, (size_t)(end - at));
	return 0;
}
