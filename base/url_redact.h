/*
 * Passwords do not belong in logs, pictures and process lists.
 *
 * Rather too much of an address is hidden than too little. What stays is what
 * has to be known to find a mistake: the scheme, a host and a port that look
 * like ones, path segments that look like names, and the few parameters of
 * url_words.h that say how pictures are wanted. Hidden are the userinfo,
 * whatever stands in it; the key of an RTMP stream; the value of every other
 * parameter, in the query or the path; every fragment; and what looks like a
 * token: long, with digits among its letters.
 *
 * Each of these functions overwrites a secret in place with at most three
 * stars. What the text gets shorter by is filled with zeros; one without any
 * secret is not written to.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef URL_REDACT_H
#define URL_REDACT_H

#include "secret_spans.h"

/* Of every address in a sentence. A space ends an address there. */
void url_redact(char *text);

/*
 * Of a text that is one address and nothing else, or was meant to be one: to
 * its last letter, also behind a space and without a scheme.
 */
void url_redact_address(char *address);

/* What url_redact_address() hides; the spans point into `address`. */
void url_secrets_find(struct secret_spans *spans, const char *address);

#endif
