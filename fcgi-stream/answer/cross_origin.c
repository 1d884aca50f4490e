/*
 * Pages of other servers that may read our answers (CORS).
 *
 * SPDX-License-Identifier: MIT
 */
#include "cross_origin.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "message.h"
#include "peer.h"
#include "request.h"
#include "response.h"

#define ALL "*"

/* Fields of ours beyond those that every page may read. */
#define EXPOSED                                                                \
	"Access-Control-Expose-Headers: ETag, Retry-After, X-Frame-Serial, "   \
	"X-No-Picture, X-Timestamp\r\n"

/* What a browser asks before it sends a field that is not harmless to all. */
#define PREFLIGHT                                                              \
	"Access-Control-Allow-Methods: " RESPONSE_METHODS "\r\n"               \
	"Access-Control-Allow-Headers: Authorization, Cache-Control, "         \
	"If-None-Match, Last-Event-ID, Pragma, X-Requested-With\r\n"           \
	"Access-Control-Max-Age: 600\r\n"

/* The rest of an origin, behind its scheme: a host and perhaps a port. */
static bool host_is_valid(const char *host, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!isalnum((unsigned char)host[i]) &&
		    !strchr(".-_:[]", host[i]))
			return false;
	return length > 0;
}

static bool origin_is_valid(const char *origin, size_t length)
{
	static const char *const schemes[] = { "http://", "https://" };

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		size_t scheme_length = strlen(schemes[i]);

		if (length > scheme_length &&
		    strncasecmp(origin, schemes[i], scheme_length) == 0)
			return host_is_valid(origin + scheme_length,
					     length - scheme_length);
	}
	return false;
}

/* The next origin at `*list`, which moves behind it; its length, or 0. */
static size_t origin_next(const char **list, const char **origin)
{
	*origin = *list + strspn(*list, ", ");
	*list = *origin + strcspn(*origin, ", ");
	return (size_t)(*list - *origin);
}

bool cross_origin_is_valid(const char *setting)
{
	const char *origin;
	size_t length;
	unsigned int count = 0;

	if (strcmp(setting, ALL) == 0)
		return true;
	while ((length = origin_next(&setting, &origin)) > 0) {
		if (!origin_is_valid(origin, length))
			return false;
		count++;
	}
	return count > 0;
}

static bool is_named(const char *setting, const char *wanted)
{
	const char *origin;
	size_t length;

	while ((length = origin_next(&setting, &origin)) > 0)
		if (strlen(wanted) == length &&
		    strncasecmp(origin, wanted, length) == 0)
			return true;
	return false;
}

void cross_origin_send(struct peer *peer, const char *setting,
		       const struct request *request)
{
	const char *preflight =
		strcmp(request->method, "OPTIONS") == 0 ? PREFLIGHT : "";
	char *fields;
	int length;

	if (!setting)
		return;
	if (strcmp(setting, ALL) == 0)
		length = asprintf(&fields,
				  "Access-Control-Allow-Origin: *\r\n" EXPOSED
				  "%s",
				  preflight);
	else if (is_named(setting, request->origin))
		length = asprintf(&fields,
				  "Access-Control-Allow-Origin: %s\r\n"
				  "Access-Control-Allow-Credentials: true\r\n"
				  "Vary: Origin\r\n" EXPOSED "%s",
				  request->origin, preflight);
	else
		length = asprintf(&fields, "Vary: Origin\r\n");
	if (length < 0)
		fields = NULL;
	peer_add_message(peer, fields ? message_create(fields) : NULL);
	peer_send(peer);
	free(fields);
}
