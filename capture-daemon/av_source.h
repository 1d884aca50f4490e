/*
 * Whatever libavformat opens: cameras on the network, files, and publishers
 * that push.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AV_SOURCE_H
#define AV_SOURCE_H

#include "source.h"

/* See sources_open(). */
int av_source_open(struct source **source, const struct source_request *request,
		   struct source_reason *reason);

#endif
