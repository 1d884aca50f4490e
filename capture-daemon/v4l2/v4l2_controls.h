/*
 * A camera's controls, by the names that v4l2-ctl prints.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef V4L2_CONTROLS_H
#define V4L2_CONTROLS_H

#include <stddef.h>
#include <stdint.h>

#include "v4l2_device.h"

/*
 * Split "brightness=10". Returns 0, or -EINVAL when `text` is not of that form
 * with a whole number.
 */
int v4l2_control_parse(const char *text, char *name, size_t size_bytes,
		       int64_t *value);

/* "White Balance, Automatic" is written white_balance_automatic. */
void v4l2_control_name(const char *title, char *name, size_t size_bytes);

/*
 * Set the controls named by `settings`, a list of "name=value" that NULL ends.
 * One that cannot be set is logged, and the camera goes on without it.
 */
void v4l2_controls_set(const struct v4l2_device *device,
		       const char *const *settings);

/* Call `visit` for each control of the camera. */
void v4l2_controls_list(const struct v4l2_device *device,
			void (*visit)(const struct v4l2_query_ext_ctrl *query,
				      void *user),
			void *user);

#endif
