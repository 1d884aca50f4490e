/*
 * The description of a frame, and whether it is possible.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SLOT_FRAME_H
#define SLOT_FRAME_H

#include <stdbool.h>

#include "slot_layout.h"

/* Whether `frame` can have been published in a slot of that capacity. */
bool slot_frame_is_possible(const struct slot_frame *frame,
			    size_t capacity_bytes);

/* The description that readers get of `frame`, which must be possible. */
struct frame_info slot_frame_info(const struct slot_frame *frame);

#endif
