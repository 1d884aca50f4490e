/*
 * Hides passwords, which do not belong in logs, pictures and process lists.
 *
 * Too much of an address is hidden rather than too little. The parts that one
 * needs to find a mistake are kept: the scheme, a host and a port that look
 * like such, path segments that look like names, and the few parameters of
 * url_words.h that say how pictures are wanted. The hidden parts are the
 * userinfo, whatever stands in it; the key of an RTMP stream; the value of
 * every other parameter, in the query or the path; every fragment; and anything
 * that looks like a token: long, with digits among its letters.
 *
 * Each of these functions overwrites a secret in place with at most three
 * stars. The bytes that become free at the end are filled with zeros. A text
 * without any secret is not written to.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef URL_REDACT_H
#define URL_REDACT_H

#include "secret_spans.h"

/* Redact every address in a sentence, where a space ends an address. */
void url_redact(char *text);

/*
 * Redact a text that is one address and nothing else, or was meant to be one.
 * All of it counts, also behind a space and without a scheme.
 */
void url_redact_address(char *address);

/* Find what url_redact_address() hides; the spans point into `address`. */
void url_secrets_find(struct secret_spans *spans, const char *address);

#endif
