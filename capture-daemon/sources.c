/*
 * Which driver a source belongs to.
 *
 * SPDX-License-Identifier: MIT
 */
#include "sources.h"

#include <string.h>

#include "av_source.h"
#include "device_watch.h"
#include "pattern_source.h"
#include "v4l2_source.h"

struct source_kind {
	const char *prefix; /* of its URLs */
	int (*open)(struct source **source,
		    const struct source_request *request,
		    struct source_reason *reason);
	/* NULL: nothing tells when another attempt is worth it. */
	bool (*wait_until)(const char *url, int error, struct stop *stop,
			   uint64_t deadline_ns);
};

/* The first row that fits is taken. What lies in /dev/shm is no device. */
static const struct source_kind kinds[] = {
	{ "pattern:", pattern_source_open, NULL },
	{ "/dev/shm/", av_source_open, NULL },
	{ "/dev/", v4l2_source_open, device_watch_until },
	{ "", av_source_open, NULL },
};

static const struct source_kind *kind_of(const char *url)
{
	const struct source_kind *kind = kinds;

	while (strncmp(url, kind->prefix, strlen(kind->prefix)) != 0)
		kind++;
	return kind;
}

int sources_open(struct source **source, const struct source_request *request,
		 struct source_reason *reason)
{
	return kind_of(request->url)->open(source, request, reason);
}

bool sources_wait_until(const struct source_request *request, int error,
			uint64_t deadline_ns)
{
	const struct source_kind *kind = kind_of(request->url);

	if (!kind->wait_until || request->listen)
		return stop_wait_until(request->stop, deadline_ns);
	return kind->wait_until(request->url, error, request->stop,
				deadline_ns);
}
