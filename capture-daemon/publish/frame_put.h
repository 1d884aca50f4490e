/*
 * Makes a picture the newest frame of a slot.
 *
 * A JPEG is made in memory of our own and copied into the slot when its size
 * is known: a copy of 100 KB takes 6 us, and a slot into which the encoder
 * writes would have to be twelve times as large.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef FRAME_PUT_H
#define FRAME_PUT_H

#include <stdbool.h>

#include "encoder.h"
#include "frame_slot.h"
#include "jpeg_fields.h"
#include "jpeg_proof.h"
#include "picture.h"
#include "scratch.h"
#include "turn.h"

/* The tools for it. All except the scratch belong to somebody else. */
struct frame_tools {
	struct frame_writer *writer;
	struct encoder *encoder;
	struct turner *turner;
	struct jpeg_proof *proof;
	struct field_weaver *weaver;
	bool keeps_metadata; /* of JPEGs from outside: EXIF and its like */
	struct scratch mended, jpeg;
};

/*
 * Prepare `picture`, encode or check it, turn it, and publish it with `flags`.
 *
 * Returns 0 and fills `info`, or a negative errno and, in `fault`, part of a
 * sentence that says why not: "it ends too early".
 */
int frame_put(struct frame_tools *tools, struct picture *picture,
	      uint32_t flags, struct frame_info *info, const char **fault);

#endif
