/*
 * An address of the web that is asked, once or again and again, by libcurl.
 *
 * libcurl sees to TLS, redirects, proxies, passwords and coding; here it is made
 * to wait no longer than the source thread may. It follows redirects to
 * addresses of the web only, and tells no other host the password.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef HTTP_FETCH_H
#define HTTP_FETCH_H

#include <stdbool.h>

#include "http_kind.h"
#include "source.h"

/* Silence of the other side that is too long. */
#define HTTP_PATIENCE_S 5

struct http_fetch;

/* Who takes what is fetched. Returns 0, or a negative errno to end it. */
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

/* Ask, also while an answer is still coming: it is of no interest any more. */
void http_fetch_begin(struct http_fetch *fetch);

/*
 * Wait until more of the answer has been taken, or it is whole.
 *
 * Returns 0, -ECANCELED when stopped, what the taker returned, -ETIMEDOUT after
 * silence, or another negative errno; but for the first two with a reason, if
 * the taker gave none.
 */
int http_fetch_run(struct http_fetch *fetch, struct reason *why);

/* How the answer begins; valid until something is done with the fetch. */
struct http_head http_fetch_head(const struct http_fetch *fetch);

#endif
