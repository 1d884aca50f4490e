/*
 * Whole responses that do not depend on a frame.
 *
 * SPDX-License-Identifier: MIT
 */
#include "response.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"
#include "peer.h"
#include "refusal.h"

#define FIELD_BYTES 64

static const char *status_reason(int status)
{
	switch (status) {
	case 400:
		return "Bad Request";
	case 404:
		return "Not Found";
	case 405:
		return "Method Not Allowed";
	}
	return "Service Unavailable";
}

/* `text` is NULL when there was no memory for it. */
static void response_send(struct peer *peer, int status, const char *text)
{
	peer_count_answer(peer, status);
	peer_add_message(peer, text ? message_create_last(text) : NULL);
	peer_send(peer);
	peer_finish(peer);
}

void response_send_refusal(struct peer *peer, const struct refusal *refusal,
			   bool head_only)
{
	char field[FIELD_BYTES] = "";
	char *text;

	if (refusal->retry_after_s > 0)
		snprintf(field, sizeof(field), "Retry-After: %u\r\n",
			 refusal->retry_after_s);
	if (refusal->status == 405)
		snprintf(field, sizeof(field), "Allow: %s\r\n",
			 RESPONSE_METHODS);
	if (asprintf(&text,
		     "Status: %d %s\r\n"
		     "Content-Type: text/plain; charset=utf-8\r\n"
		     "Content-Length: %zu\r\n"
		     "%s" RESPONSE_COMMON_FIELDS "\r\n%s%s",
		     refusal->status, status_reason(refusal->status),
		     strlen(refusal->sentence) + 1, field,
		     head_only ? "" : refusal->sentence,
		     head_only ? "" : "\n") < 0)
		text = NULL;
	response_send(peer, refusal->status, text);
	free(text);
}

void response_send_document(struct peer *peer, const char *media_type,
			    const char *document, bool head_only)
{
	char *text;

	if (asprintf(&text,
		     "Status: 200 OK\r\n"
		     "Content-Type: %s\r\n"
		     "Content-Length: %zu\r\n" RESPONSE_COMMON_FIELDS "\r\n%s",
		     media_type, strlen(document),
		     head_only ? "" : document) < 0)
		text = NULL;
	response_send(peer, 200, text);
	free(text);
}

void response_send_methods(struct peer *peer)
{
	response_send(peer, 204,
		      "Status: 204 No Content\r\n"
		      "Allow: " RESPONSE_METHODS "\r\n" RESPONSE_COMMON_FIELDS
		      "\r\n");
}
