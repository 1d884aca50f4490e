/*
 * The frames that the camera sees: MJPEG from a file for each size, YUYV
 * drawn as grey stripes that move.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef FRAMES_H
#define FRAMES_H

#include <stddef.h>
#include <stdint.h>

#include "faults.h"

#define FRAME_BYTES_MAX (1280 * 720 * 2)

/*
 * Read JPEGs that stand one behind the other in `path`, for MJPEG's `size`
 * (see uvc_descriptors.h). Returns 0 or a negative errno.
 */
int frames_load(unsigned size, const char *path);

/*
 * Make frame `number` into `frame`, as good as the faults allow; returns its
 * length.
 */
size_t frame_make(unsigned format, unsigned size, unsigned number,
		  struct faults *faults, uint8_t frame[FRAME_BYTES_MAX]);

#endif
