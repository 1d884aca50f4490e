/*
 * Asks a web address, once or again and again, by libcurl.
 *
 * libcurl handles TLS, redirects, proxies, passwords and coding. This module
 * keeps it from waiting longer than the source thread may. It follows redirects
 * to web addresses only, and tells the password to no other host.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef HTTP_FETCH_H
#define HTTP_FETCH_H

#include <stdbool.h>

#include "http_kind.h"
#include "source.h"

/* How long the other side may be silent, when nothing else is known of it. */
#define HTTP_PATIENCE_NS UINT64_C(5000000000)

struct http_fetch;

/*
 * Takes the bytes that are fetched. Returns 0, or a negative errno to end it.
 */
typedef int http_taker(void *user, const uint8_t *bytes, size_t size_bytes);

/*
 * Get ready to ask request->url; it and `stop` outlive the fetch.
 *
 * Returns 0 and the fetch, owned by the caller, or a negative errno and why.
 */
int http_fetch_create(struct http_fetch **fetch,
		      const struct source_request *request, struct stop *stop,
		      http_taker *take, void *user, struct reason *why);

/* NULL is legal. */
void http_fetch_destroy(struct http_fetch *fetch);

/* Ask the address. An answer that is still coming is dropped. */
void http_fetch_begin(struct http_fetch *fetch);

/*
 * Wait until more of the answer has been taken, or it is whole.
 *
 * Returns 0, -ECANCELED when stopped, what the taker returned, -ETIMEDOUT after
 * silence, or another negative errno. All except the first two come with a
 * reason, unless the taker gave one.
 */
int http_fetch_run(struct http_fetch *fetch, struct reason *why);

/* The beginning of the answer; valid until the next call for this fetch. */
struct http_head http_fetch_head(const struct http_fetch *fetch);

#endif
