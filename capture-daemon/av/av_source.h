/*
 * The driver of whatever libavformat opens: cameras on the network, files, and
 * publishers that push.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AV_SOURCE_H
#define AV_SOURCE_H

#include "source.h"

extern const struct source_driver av_source_driver;

#endif
