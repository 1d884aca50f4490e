/*
 * Cameras of this machine: whatever Video4Linux has a driver for.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef V4L2_SOURCE_H
#define V4L2_SOURCE_H

#include "source.h"

/* See sources_open(). The URL is the path of a device. */
int v4l2_source_open(struct source **source,
		     const struct source_request *request,
		     struct source_reason *reason);

#endif
