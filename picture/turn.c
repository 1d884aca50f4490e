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
	bool swaps;		      /* the turned one's rows were columns */
	bool from_right, from_bottom; /* where its first pixel was */
};

struct turner {
	struct course course; /* of a picture that stands upright */
	tjhandle turbojpeg;
	struct scratch planes;
};

/* What makes a picture of each of EXIF's orientations stand upright. */
static struct course course_upright(unsigned orientation)
{
	static const struct course courses[] = {
		{ false, false, false }, /* 0: nothing is said */
		{ false, false, false }, { false, true, false },
		{ false, true, true },	 { false, false, true },
		{ true, false, false },	 { true, false, true },
		{ true, true, true },	 { true, true, false },
	};

	return courses[orientation];
}

/* Clockwise by `degrees`, then the flip. */
static struct course course_wanted(int degrees, enum turn_flip flip)
{
	static const struct course quarters[] = {
		{ false, false, false },
		{ true, false, true },
		{ false, true, true },
		{ true, true, false },
	};
	struct course course = quarters[degrees / 90];

	/* What is left and right now was top and bottom before a quarter. */
	if (flip == (course.swaps ? TURN_FLIP_VERTICAL : TURN_FLIP_HORIZONTAL))
		course.from_right = !course.from_right;
	else if (flip != TURN_FLIP_NONE)
		course.from_bottom = !course.from_bottom;
	return course;
}

/* The way that leads through `first` and then through `second`. */
static struct course course_join(struct course first, struct course second)
{
	return (struct course){
		.swaps = first.swaps != second.swaps,
		.from_right =
			first.from_right !=
			(first.swaps ? second.from_bottom : second.from_right),
		.from_bottom =
			first.from_bottom !=
			(first.swaps ? second.from_right : second.from_bottom),
	};
}

static struct course course_of(const struct turner *turner,
			       unsigned orientation)
{
	return course_join(course_upright(orientation), turner->course);
}

/* The same for a JPEG. */
static int course_operation(struct course course)
{
	static const int operations[2][2][2] = {
		{ { TJXOP_NONE, TJXOP_VFLIP }, { TJXOP_HFLIP, TJXOP_ROT180 } },
		{ { TJXOP_TRANSPOSE, TJXOP_ROT90 },
		  { TJXOP_ROT270, TJXOP_TRANSVERSE } },
	};

	return operations[course.swaps][course.from_right][course.from_bottom];
}

int turner_create(struct turner **created, int degrees, enum turn_flip flip)
{
	struct turner *turner = calloc(1, sizeof(*turner));

	if (!turner)
		return -ENOMEM;
	turner->course = course_wanted(degrees, flip);
	turner->turbojpeg = tjInitTransform();
	if (!turner->turbojpeg) {
		free(turner);
		return -ENOMEM;
	}
	*created = turner;
	return 0;
}

bool turner_turns(const struct turner *turner, unsigned orientation)
{
	return course_operation(course_of(turner, orientation)) != TJXOP_NONE;
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

int turner_run_jpeg(struct turner *turner, unsigned orientation,
		    const uint8_t *jpeg, size_t size_bytes, void *buffer,
		    size_t *turned_bytes)
{
	struct course course = course_of(turner, orientation);
	tjtransform transform = { .op = course_operation(course),
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
	struct course course = course_of(turner, picture->orientation);
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
		int width = course.swaps ? plane.height : plane.width;

		picture->planes[i] = to;
		picture->strides[i] = width * plane.element_bytes;
		to = plane_turn(&course, &plane, to);
	}
	if (course.swaps) {
		int width_px = picture->width_px;

		picture->width_px = picture->height_px;
		picture->height_px = width_px;
		picture->subsampling = subsampling_swap(picture->subsampling);
	}
	picture->orientation = 0;
	return 0;
}
