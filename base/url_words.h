/*
 * Words in addresses: names of parameters whose values may be shown, names of
 * those that hold passwords, and words that are no names.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef URL_WORDS_H
#define URL_WORDS_H

#include <stdbool.h>

#include "secret_spans.h"

/*
 * Whether the parameter "name=value" may be shown: its name says that it is
 * about a picture or a connection (fps, channel, profile, mode, latency...) and
 * its value is short, of letters, digits and ".-_", and no token.
 */
bool url_word_is_harmless(struct secret_span name, struct secret_span value);

/* The same for one without a value: "multicast". */
bool url_word_is_flag(struct secret_span name);

/*
 * Whether `name` can be a name, so that it may be shown: "loginpas", "X-Key".
 */
bool url_word_is_name(struct secret_span name);

/*
 * Whether it looks like a token: 16 letters and digits, mixed, or in small and
 * capital letters; or 24 with dashes or underscores between them.
 */
bool url_word_is_token(struct secret_span word);

/* Whether addresses of cameras begin with it: "rtsp", "http". */
bool url_word_is_scheme(struct secret_span word);

/*
 * Names whose values are secrets in any text, each with its '=': "password=".
 * NULL ends them.
 */
extern const char *const url_words_secret[];

#endif
