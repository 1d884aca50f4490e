/*
 * What is said about a frame, and whether it can be true.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SHM_SLOT_FRAME_H
#define SHM_SLOT_FRAME_H

#include <stdbool.h>

#include "slot_layout.h"

/*
 * Printable ASCII, terminated, and neither empty nor begun by a space: a media
 * type ends up in the headers of other protocols.
 */
bool slot_media_type_is_clean(const char media_type[FRAME_MEDIA_TYPE_BYTES]);

/* Whether `frame` can have been published in a slot of that capacity. */
bool slot_frame_is_possible(const struct slot_frame *frame,
			    size_t capacity_bytes);

#endif
