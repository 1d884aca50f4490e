/*
 * How a picture becomes the newest frame of a slot.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef FRAME_PUT_H
#define FRAME_PUT_H

#include "encoder.h"
#include "frame_slot.h"
#include "picture.h"
#include "turn.h"

/*
 * Prepare `picture`, encode or check it, turn it unless `turner` is NULL, and
 * publish it with `flags`.
 *
 * Returns 0 and fills `info`, or a negative errno and, in `fault`, a sentence
 * part that says why not: "it ends too early".
 */
int frame_put(struct frame_writer *writer, struct encoder *encoder,
	      struct turner *turner, struct picture *picture, uint32_t flags,
	      struct frame_info *info, const char **fault);

#endif
