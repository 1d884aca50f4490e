/*
 * Turns and mirrors pictures.
 *
 * SPDX-License-Identifier: MIT
 */
#include "turn.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <turbojpeg.h>

#include "scratch.h"

/* The way through a picture that yields the turned one's pixels in order. */
struct course {
	int operation;		      /* the same for a JPEG: TJXOP_... */
	bool swaps;		      /* the turned one's rows were columns */
	bool from_right, from_bottom; /* where its first pixel was */
};

struct turner {
	struct course course;
	tjhandle turbojpeg;
	struct scratch planes;
};

static struct course course_of(int degrees, enum turn_flip flip)
{
	/* Rows: quarters of a turn. Columns: no flip, horizontal, vertical. */
	static const struct course courses[4][3] = {
		{ { TJXOP_NONE, false, false, false },
		  { TJXOP_HFLIP, false, true, false },
		  { TJXOP_VFLIP, false, false, true } },
		{ { TJXOP_ROT90, true, false, true },
		  { TJXOP_TRANSPOSE, true, false, false },
		  { TJXOP_TRANSVERSE, true, true, true } },
		{ { TJXOP_ROT180, false, true, true },
		  { TJXOP_VFLIP, false, false, true },
		  { TJXOP_HFLIP, false, true, false } },
		{ { TJXOP_ROT270, true, true, false },
		  { TJXOP_TRANSVERSE, true, true, true },
		  { TJXOP_TRANSPOSE, true, false, false } },
	};

	return courses[degrees / 90][flip];
}

int turner_create(struct turner **created, int degrees, enum turn_flip flip)
{
	struct course course = course_of(degrees, flip);
	struct turner *turner;

	*created = NULL;
	if (course.operation == TJXOP_NONE)
		return 0;
	turner = calloc(1, sizeof(*turner));
	if (!turner)
		return -ENOMEM;
	turner->course = course;
	turner->turbojpeg = tjInitTransform();
	if (!turner->turbojpeg) {
		free(turner);
		return -ENOMEM;
	}
	*created = turner;
	return 0;
}

void turner_destroy(struct turner *turner)
{
	if (!turner)
		return;
	tjDestroy(turner->turbojpeg);
	scratch_free(&turner->planes);
	free(turner);
}

int turner_jpeg_bytes_max(struct turner *turner, const uint8_t *jpeg,
			  size_t size_bytes, size_t *bytes_max)
{
	int width_px, height_px, subsampling = -1, colours;
	size_t lying, standing;

	if ((tjDecompressHeader3(turner->turbojpeg, jpeg, size_bytes, &width_px,
				 &height_px, &subsampling, &colours) < 0 &&
	     tjGetErrorCode(turner->turbojpeg) == TJERR_FATAL) ||
	    subsampling < 0)
		return -EBADMSG;
	/* Enough for both orientations; TurboJPEG writes no more than that. */
	lying = tjBufSize(width_px, height_px, subsampling);
	standing = tjBufSize(height_px, width_px, subsampling);
	*bytes_max = lying > standing ? lying : standing;
	return 0;
}

int turner_run_jpeg(struct turner *turner, const uint8_t *jpeg,
		    size_t size_bytes, void *buffer, size_t *turned_bytes)
{
	tjtransform transform = { .op = turner->course.operation,
				  .options = TJXOPT_TRIM };
	unsigned char *turned = buffer;
	unsigned long turned_long = 0;

	if (tjTransform(turner->turbojpeg, jpeg, size_bytes, 1, &turned,
			&turned_long, &transform, TJFLAG_NOREALLOC) < 0 &&
	    tjGetErrorCode(turner->turbojpeg) == TJERR_FATAL)
		return -EBADMSG;
	*turned_bytes = turned_long;
	return 0;
}

struct plane {
	const uint8_t *bytes;
	int stride_bytes;
	int width, height; /* in elements */
	int element_bytes; /* 1, or 4 of whole pixels */
};

/* Rows are written without gaps. Returns the end of the last one. */
static uint8_t *plane_turn(const struct course *course,
			   const struct plane *plane, uint8_t *to)
{
	ptrdiff_t right = plane->element_bytes, down = plane->stride_bytes;
	int width = course->swaps ? plane->height : plane->width;
	int height = course->swaps ? plane->width : plane->height;
	const uint8_t *first = plane->bytes; /* of the turned row */
	ptrdiff_t step, row_step;

	first += course->from_right ? right * (plane->width - 1) : 0;
	first += course->from_bottom ? down * (plane->height - 1) : 0;
	right = course->from_right ? -right : right;
	down = course->from_bottom ? -down : down;
	step = course->swaps ? down : right;
	row_step = course->swaps ? right : down;
	for (int y = 0; y < height; y++, first += row_step) {
		const uint8_t *from = first;

		for (int x = 0; x < width; x++, from += step) {
			if (plane->element_bytes == 1)
				*to = *from;
			else
				memcpy(to, from, 4);
			to += plane->element_bytes;
		}
	}
	return to;
}

static enum picture_subsampling
subsampling_swap(enum picture_subsampling subsampling)
{
	if (subsampling == PICTURE_422)
		return PICTURE_440;
	return subsampling == PICTURE_440 ? PICTURE_422 : subsampling;
}

static struct plane plane_of(const struct picture *picture, int index)
{
	if (picture->kind == PICTURE_PIXELS)
		return (struct plane){ picture->planes[0], picture->strides[0],
				       picture->width_px, picture->height_px,
				       4 };
	return (struct plane){ picture->planes[index], picture->strides[index],
			       tjPlaneWidth(index, picture->width_px,
					    (int)picture->subsampling),
			       tjPlaneHeight(index, picture->height_px,
					     (int)picture->subsampling),
			       1 };
}

int turner_run_planes(struct turner *turner, struct picture *picture)
{
	int planes = picture->kind == PICTURE_PIXELS ||
				     picture->subsampling == PICTURE_GREY
			     ? 1
			     : 3;
	/* Four bytes a pixel, padded to be even, are enough for any kind. */
	size_t size_bytes = (size_t)(picture->width_px + 1) *
			    (size_t)(picture->height_px + 1) * 4;
	uint8_t *to;

	if (scratch_reserve(&turner->planes, size_bytes) < 0)
		return -ENOMEM;
	to = turner->planes.bytes;
	for (int i = 0; i < planes; i++) {
		struct plane plane = plane_of(picture, i);
		int width = turner->course.swaps ? plane.height : plane.width;

		picture->planes[i] = to;
		picture->strides[i] = width * plane.element_bytes;
		to = plane_turn(&turner->course, &plane, to);
	}
	if (turner->course.swaps) {
		int width_px = picture->width_px;

		picture->width_px = picture->height_px;
		picture->height_px = width_px;
		picture->subsampling = subsampling_swap(picture->subsampling);
	}
	return 0;
}
