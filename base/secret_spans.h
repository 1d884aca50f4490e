/*
 * Which letters of a text are secret, and stars in their place.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SECRET_SPANS_H
#define SECRET_SPANS_H

#include <stddef.h>

/* Of more than that in one text, the last ones are taken for one. */
#define SECRET_SPANS_MAX 64

struct secret_span {
	const char *begin, *end;
};

/* Of one text; a span may lie in another. */
struct secret_spans {
	struct secret_span found[SECRET_SPANS_MAX];
	size_t count;
};

/* From `begin` to in front of `end`; nothing is no secret. */
void secret_spans_add(struct secret_spans *spans, const char *begin,
		      const char *end);

/*
 * Overwrite what is secret of `text`, with at most three stars for each run of
 * letters. The text gets shorter, or stays as it is; what it was longer is
 * filled with zeros. One without any secret is not written to: it may be a
 * constant.
 */
void secret_spans_hide(const struct secret_spans *spans, char *text);

#endif
