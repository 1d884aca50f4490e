/*
 * Notes which letters of a text are secret, and puts stars in their place.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SECRET_SPANS_H
#define SECRET_SPANS_H

#include <stddef.h>

/* When a text has more, the last ones are joined into one. */
#define SECRET_SPANS_MAX 64

struct secret_span {
	const char *begin, *end;
};

/* The spans of one text; a span may lie in another. */
struct secret_spans {
	struct secret_span found[SECRET_SPANS_MAX];
	size_t count;
};

/* Add the letters from `begin` to in front of `end`, if there are any. */
void secret_spans_add(struct secret_spans *spans, const char *begin,
		      const char *end);

/*
 * Overwrite the secrets in `text`, with at most three stars for each run of
 * letters. The bytes that become free at the end are filled with zeros. A text
 * without any secret is not written to, because it may be a constant.
 */
void secret_spans_hide(const struct secret_spans *spans, char *text);

#endif
