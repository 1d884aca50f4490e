/*
 * Cameras of this machine: whatever Video4Linux has a driver for.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef V4L2_SOURCE_H
#define V4L2_SOURCE_H

#include "source.h"

/* The URL is the path of a device. */
extern const struct source_driver v4l2_source_driver;

#endif
