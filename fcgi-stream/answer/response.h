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
 * In every response: nobody may keep it, guess what it is, or let it act. The
 * style is what a browser itself puts around a picture that it shows alone.
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
