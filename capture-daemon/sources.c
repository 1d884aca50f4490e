/*
 * Which driver a source belongs to.
 *
 * SPDX-License-Identifier: MIT
 */
#include "sources.h"

#include <string.h>

#include "av_source.h"
#include "pattern_source.h"

struct source_kind {
	const char *prefix; /* of its URLs */
	int (*open)(struct source **source,
		    const struct source_request *request,
		    struct source_reason *reason);
};

/* The first row that fits is taken; NULL: this version has no driver. */
static const struct source_kind kinds[] = {
	{ "pattern:", pattern_source_open },
	{ "/dev/video", NULL },
	{ "", av_source_open },
};

static const struct source_kind *kind_of(const char *url)
{
	const struct source_kind *kind = kinds;

	while (strncmp(url, kind->prefix, strlen(kind->prefix)) != 0)
		kind++;
	return kind;
}

bool sources_know(const char *url)
{
	return kind_of(url)->open != NULL;
}

int sources_open(struct source **source, const struct source_request *request,
		 struct source_reason *reason)
{
	return kind_of(request->url)->open(source, request, reason);
}
