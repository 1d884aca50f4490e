/*
 * Converts a driver's raw picture to the planes that the JPEG encoder takes.
 *
 * Planes that have the right colours already are not touched. Everything else
 * is taken apart into planes of 4:2:0 here, never by way of RGB.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef V4L2_PLANES_H
#define V4L2_PLANES_H

#include "picture.h"
#include "v4l2_layout.h"

struct v4l2_planes;

/* Returns 0 or -ENOMEM. Use it from one thread at a time. */
int v4l2_planes_create(struct v4l2_planes **planes,
		       const struct v4l2_layout *layout);
void v4l2_planes_destroy(struct v4l2_planes *planes);

/*
 * Fill in the kind, size and planes of `picture`. They are valid as long as
 * `memory`, the parts of the driver's buffer, is, and until the next call.
 */
void v4l2_planes_make(struct v4l2_planes *planes,
		      const uint8_t *const memory[3], struct picture *picture);

#endif
