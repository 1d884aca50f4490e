/*
 * Chooses the format, size and rate of a camera: the nearest to the wish.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef V4L2_MODE_H
#define V4L2_MODE_H

#include <stdint.h>

#include "v4l2_device.h"

/* A loop over what a driver lists ends here at the latest. */
#define V4L2_LIST_MAX 256

struct v4l2_wish {
	uint32_t fourcc;	      /* 0: whatever is best */
	uint32_t width_px, height_px; /* 0: as the camera has it now */
	unsigned rate_fps;	      /* 0: as fast as is useful */
};

struct v4l2_mode {
	uint32_t fourcc;
	uint32_t width_px, height_px;
	struct v4l2_fract interval; /* seconds a frame; 0/0: not known */
};

/* Returns 0 when the rate is not known. */
double v4l2_mode_rate_fps(const struct v4l2_mode *mode);

/*
 * Whether `one` is nearer to the wish than `other`: in size, else in rate
 * (faster does not matter), else by rank of its format.
 */
bool v4l2_mode_is_nearer(const struct v4l2_mode *one,
			 const struct v4l2_mode *other,
			 const struct v4l2_wish *wish);

/* The length nearest to `wanted` that stepwise limits allow. */
uint32_t v4l2_mode_step(uint32_t wanted, uint32_t minimum, uint32_t maximum,
			uint32_t step);

/*
 * Choose the nearest mode that the camera offers and that we can use, or, with
 * device->converts, libv4l2.
 *
 * Returns 0; -ENOTSUP when there is none; or another negative errno.
 */
int v4l2_mode_choose(const struct v4l2_device *device,
		     const struct v4l2_wish *wish, struct v4l2_mode *mode);

/*
 * Set the camera to `mode`. `format` is what the driver made of it.
 *
 * Returns 0 or a negative errno.
 */
int v4l2_mode_set(const struct v4l2_device *device, struct v4l2_mode *mode,
		  struct v4l2_format *format);

#endif
