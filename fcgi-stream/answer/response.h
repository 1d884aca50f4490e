/*
 * Whole responses that do not depend on a frame.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RESPONSE_H
#define RESPONSE_H

#include <stdbool.h>

struct peer;
struct refusal;

/*
 * In every response: forbids caches to keep it, and browsers to guess its type
 * or run scripts in it. The style is the one that browsers themselves give a
 * picture that they show alone.
 */
#define RESPONSE_COMMON_FIELDS                                                 \
	"Cache-Control: no-store\r\n"                                          \
	"Content-Security-Policy: default-src 'none'; "                        \
	"style-src 'unsafe-inline'\r\n"                                        \
	"X-Content-Type-Options: nosniff\r\n"

#define RESPONSE_METHODS "GET, HEAD, OPTIONS"

/* Each sends a whole response and finishes the peer. */
void response_send_refusal(struct peer *peer, const struct refusal *refusal,
			   bool head_only);
void response_send_document(struct peer *peer, const char *media_type,
			    const char *document, bool head_only);
void response_send_methods(struct peer *peer);

#endif
