/*
 * Notes which letters of a text are secret, and puts stars in their place.
 *
 * SPDX-License-Identifier: MIT
 */
#include "secret_spans.h"

#include <stdbool.h>
#include <string.h>

#define STARS_MAX 3

void secret_spans_add(struct secret_spans *spans, const char *begin,
		      const char *end)
{
	struct secret_span *last = &spans->found[SECRET_SPANS_MAX - 1];

	if (begin >= end)
		return;
	if (spans->count < SECRET_SPANS_MAX) {
		spans->found[spans->count++] =
			(struct secret_span){ begin, end };
		return;
	}
	last->begin = begin < last->begin ? begin : last->begin;
	last->end = end > last->end ? end : last->end;
}

static bool is_secret(const struct secret_spans *spans, const char *at)
{
	for (size_t i = 0; i < spans->count; i++)
		if (at >= spans->found[i].begin && at < spans->found[i].end)
			return true;
	return false;
}

void secret_spans_hide(const struct secret_spans *spans, char *text)
{
	char *end = text + strlen(text), *to = text;
	size_t run = 0;

	if (spans->count == 0)
		return;
	/* A secret becomes stars, and what follows moves up. */
	for (const char *at = text; at < end; at++) {
		run = is_secret(spans, at) ? run + 1 : 0;
		if (run <= STARS_MAX)
			*to++ = (char)(run > 0 ? '*' : *at);
	}
	memset(to, '\0', (size_t)(end - to));
}
