/*
 * Which driver a source belongs to.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SOURCES_H
#define SOURCES_H

#include "source.h"

/* Whether this version has a driver for `url`. */
bool sources_know(const char *url);

/*
 * Open what `request` asks for. May wait for it as long as it takes: for a
 * publisher, for instance.
 *
 * Returns 0 and the source, or -ECANCELED when it was stopped, or another
 * negative errno and the reason.
 */
int sources_open(struct source **source, const struct source_request *request,
		 struct source_reason *reason);

#endif
