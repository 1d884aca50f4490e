/*
 * Which driver a source belongs to.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SOURCES_H
#define SOURCES_H

#include "source.h"

/*
 * Open what `request` asks for. May wait for it as long as it takes: for a
 * publisher, for instance.
 *
 * Returns 0 and the source, or -ECANCELED when it was stopped, or another
 * negative errno and the reason.
 */
int sources_open(struct source **source, const struct source_request *request,
		 struct source_reason *reason);

/*
 * Sleep until `deadline_ns` (CLOCK_MONOTONIC), or until something happened
 * that makes another attempt worth while, after one failed with `error`.
 *
 * Returns whether to stop.
 */
bool sources_wait_until(const struct source_request *request, int error,
			uint64_t deadline_ns);

#endif
