/*
 * Two JPEGs, of the odd and of the even lines of one picture.
 *
 * TurboJPEG decodes each into every other row of the same planes.
 *
 * SPDX-License-Identifier: MIT
 */
#include "jpeg_fields.h"

#include <errno.h>
#include <stdlib.h>

#include <turbojpeg.h>

#include "scratch.h"

/* Whoever scales the planes may read a little beyond them. */
#define SPARE_BYTES 64

struct field_weaver {
	tjhandle turbojpeg;
	struct scratch planes;
};

/* A preview behind a picture is smaller, and announced by nobody. */
static bool fields_are_announced(const struct jpeg_facts *first,
				 int declared_height_px)
{
	return first->field != JPEG_FIELD_BOTH ||
	       4 * first->height_px < 3 * declared_height_px;
}

bool jpeg_fields_find(struct jpeg_fields *fields, const uint8_t *bytes,
		      size_t size_bytes, const struct jpeg_facts *first,
		      int declared_height_px)
{
	size_t end = first->begin_offset + first->size_bytes;
	struct jpeg_half one = { bytes + first->begin_offset,
				 first->size_bytes };
	struct jpeg_half other;
	struct jpeg_facts second;

	if (!fields_are_announced(first, declared_height_px) ||
	    jpeg_check(bytes + end, size_bytes - end, &second) < 0 ||
	    second.width_px != first->width_px ||
	    second.height_px != first->height_px ||
	    picture_is_too_large(first->width_px, 2 * first->height_px))
		return false;
	other = (struct jpeg_half){ bytes + end + second.begin_offset,
				    second.size_bytes };
	if (first->field == JPEG_FIELD_BOTTOM)
		*fields = (struct jpeg_fields){ .top = other, .bottom = one };
	else
		*fields = (struct jpeg_fields){ .top = one, .bottom = other };
	fields->width_px = first->width_px;
	fields->height_px = 2 * first->height_px;
	return true;
}

int field_weaver_create(struct field_weaver **created)
{
	struct field_weaver *weaver = calloc(1, sizeof(*weaver));

	if (!weaver)
		return -ENOMEM;
	weaver->turbojpeg = tjInitDecompress();
	if (!weaver->turbojpeg) {
		free(weaver);
		return -ENOMEM;
	}
	*created = weaver;
	return 0;
}

void field_weaver_destroy(struct field_weaver *weaver)
{
	if (!weaver)
		return;
	tjDestroy(weaver->turbojpeg);
	scratch_free(&weaver->planes);
	free(weaver);
}

/* Lay out the planes of `picture`, whose size and subsampling are known. */
static int planes_reserve(struct field_weaver *weaver, struct picture *picture)
{
	int subsampling = (int)picture->subsampling;
	int planes = subsampling == TJSAMP_GRAY ? 1 : 3;
	/* Each field's planes are padded by themselves. */
	int field_height_px = picture->height_px / 2;
	size_t sizes[3] = { 0 }, total_bytes = 0;

	for (int i = 0; i < planes; i++) {
		picture->strides[i] =
			tjPlaneWidth(i, picture->width_px, subsampling);
		sizes[i] =
			(size_t)picture->strides[i] * 2 *
			(size_t)tjPlaneHeight(i, field_height_px, subsampling);
		total_bytes += sizes[i];
	}
	if (scratch_reserve(&weaver->planes, total_bytes + SPARE_BYTES) < 0)
		return -ENOMEM;
	picture->planes[0] = weaver->planes.bytes;
	picture->planes[1] = picture->planes[0] + sizes[0];
	picture->planes[2] = picture->planes[1] + sizes[1];
	return 0;
}

/* Whether TurboJPEG, too, sees half of `picture`; and how it is sampled. */
static int half_read(struct field_weaver *weaver, const struct jpeg_half *half,
		     const struct picture *picture, int *subsampling)
{
	int width_px = 0, height_px = 0, colours;

	*subsampling = -1;
	if (tjDecompressHeader3(weaver->turbojpeg, half->bytes,
				half->size_bytes, &width_px, &height_px,
				subsampling, &colours) < 0 &&
	    tjGetErrorCode(weaver->turbojpeg) == TJERR_FATAL)
		return -EBADMSG;
	if (width_px != picture->width_px ||
	    2 * height_px != picture->height_px)
		return -EBADMSG;
	return *subsampling >= TJSAMP_444 && *subsampling <= TJSAMP_440
		       ? 0
		       : -EBADMSG;
}

/* Decode `half` into every other row, from `first_row` on. */
static int half_decode(struct field_weaver *weaver,
		       const struct jpeg_half *half,
		       const struct picture *picture, int first_row)
{
	unsigned char *planes[3] = { NULL };
	int strides[3] = { 0 }, subsampling;
	int result = half_read(weaver, half, picture, &subsampling);

	if (result < 0 || subsampling != (int)picture->subsampling)
		return -EBADMSG;
	for (int i = 0; i < 3; i++) {
		size_t offset =
			(size_t)(picture->planes[i] - weaver->planes.bytes);

		strides[i] = 2 * picture->strides[i];
		planes[i] = weaver->planes.bytes + offset +
			    first_row * picture->strides[i];
	}
	if (tjDecompressToYUVPlanes(weaver->turbojpeg, half->bytes,
				    half->size_bytes, planes, picture->width_px,
				    strides, picture->height_px / 2, 0) < 0 &&
	    tjGetErrorCode(weaver->turbojpeg) == TJERR_FATAL)
		return -EBADMSG;
	return 0;
}

int field_weaver_run(struct field_weaver *weaver,
		     const struct jpeg_fields *fields, struct picture *picture)
{
	int subsampling, result;

	picture->kind = PICTURE_PLANES;
	picture->width_px = fields->width_px;
	picture->height_px = fields->height_px;
	result = half_read(weaver, &fields->top, picture, &subsampling);
	if (result < 0)
		return result;
	picture->subsampling = (enum picture_subsampling)subsampling;
	result = planes_reserve(weaver, picture);
	if (result == 0)
		result = half_decode(weaver, &fields->top, picture, 0);
	if (result == 0)
		result = half_decode(weaver, &fields->bottom, picture, 1);
	return result;
}
