/*
 * A picture on its way from a source to the slot.
 *
 * A source creates it and the mailbox carries it. The thread that takes it out
 * of the mailbox prepares it, unless nobody wants it, and releases it.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PICTURE_H
#define PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum picture_kind {
	PICTURE_JPEG,	/* a JPEG from outside: not trusted yet */
	PICTURE_PLANES, /* full-range BT.601 YUV, one plane a component */
	PICTURE_PIXELS, /* four bytes a pixel: blue, green, red, nothing */
};

/*
 * No picture has a longer side, or more pixels, so that a source cannot fill
 * all of /dev/shm. Cameras of 4K and of 12 megapixels fit.
 */
#define PICTURE_SIDE_MAX_PX 8192
#define PICTURE_AREA_MAX_PX (4096 * 4096)
#define PICTURE_LIMIT_TEXT  "16.8 million pixels, 8192 a side"

static inline bool picture_is_too_large(int64_t width_px, int64_t height_px)
{
	return width_px > PICTURE_SIDE_MAX_PX ||
	       height_px > PICTURE_SIDE_MAX_PX ||
	       width_px * height_px > PICTURE_AREA_MAX_PX;
}

/* How the chroma of a JPEG is sampled, in TurboJPEG's numbers (encoder.c). */
enum picture_subsampling {
	PICTURE_444,
	PICTURE_422,
	PICTURE_420,
	PICTURE_GREY,
	PICTURE_440,
};

/* The size when neither a source nor a setting gives one. */
#define PICTURE_USUAL_WIDTH_PX	1280
#define PICTURE_USUAL_HEIGHT_PX 720

/*
 * Which side of a picture is up, in the numbers of EXIF's Orientation; 0:
 * nothing is said, so that it stands upright, as with 1.
 */
#define PICTURE_ORIENTATION_MAX 8

/* From 5 on, its rows are the columns of what is meant. */
static inline bool picture_orientation_swaps(unsigned orientation)
{
	return orientation >= 5;
}

struct picture {
	enum picture_kind kind;
	uint64_t captured_ns;	   /* CLOCK_MONOTONIC */
	uint64_t captured_wall_ns; /* the same moment since 1970 */

	/* Of a JPEG: what its source says, if it does not say so itself. */
	unsigned orientation;

	/* PICTURE_JPEG. */
	const uint8_t *bytes;
	size_t size_bytes;
	int declared_height_px; /* what its source says; 0: nothing */

	/*
	 * Of the other kinds. Planes are padded to an even width and height
	 * where the chroma is sampled less; pixels are planes[0].
	 */
	int width_px, height_px;
	enum picture_subsampling subsampling; /* of the JPEG */
	const uint8_t *planes[3];
	int strides[3];

	/*
	 * Do the work that would be wasted on a picture that nobody takes:
	 * drawing, conversion. `serial` is the one that the frame will have.
	 * Called at most once, before planes are read. NULL when there is
	 * nothing to do. Returns 0 or a negative errno.
	 */
	int (*prepare)(struct picture *picture, uint64_t serial);

	/* Give it back to its source. Any thread may do that. */
	void (*release)(struct picture *picture);
};

#endif
