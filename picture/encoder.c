/*
 * Encodes planes or pixels as JPEG.
 *
 * SPDX-License-Identifier: MIT
 */
#include "encoder.h"

#include <errno.h>
#include <stdlib.h>

#include <turbojpeg.h>

_Static_assert(PICTURE_444 == (int)TJSAMP_444 &&
		       PICTURE_422 == (int)TJSAMP_422 &&
		       PICTURE_420 == (int)TJSAMP_420 &&
		       PICTURE_GREY == (int)TJSAMP_GRAY &&
		       PICTURE_440 == (int)TJSAMP_440,
	       "a picture's subsampling is not TurboJPEG's");

struct encoder {
	tjhandle turbojpeg;
	int quality;
};

int encoder_create(struct encoder **created, int quality)
{
	struct encoder *encoder = malloc(sizeof(*encoder));

	if (!encoder)
		return -ENOMEM;
	encoder->quality = quality;
	encoder->turbojpeg = tjInitCompress();
	if (!encoder->turbojpeg) {
		free(encoder);
		return -ENOMEM;
	}
	*created = encoder;
	return 0;
}

void encoder_destroy(struct encoder *encoder)
{
	if (!encoder)
		return;
	tjDestroy(encoder->turbojpeg);
	free(encoder);
}

size_t encoder_bytes_max(int width_px, int height_px,
			 enum picture_subsampling subsampling)
{
	return tjBufSize(width_px, height_px, (int)subsampling);
}

static int planes_encode(struct encoder *encoder, const struct picture *picture,
			 unsigned char *jpeg, unsigned long *jpeg_bytes)
{
	const unsigned char *planes[3] = { picture->planes[0],
					   picture->planes[1],
					   picture->planes[2] };

	return tjCompressFromYUVPlanes(
		encoder->turbojpeg, planes, picture->width_px, picture->strides,
		picture->height_px, (int)picture->subsampling, &jpeg,
		jpeg_bytes, encoder->quality, TJFLAG_NOREALLOC);
}

static int pixels_encode(struct encoder *encoder, const struct picture *picture,
			 unsigned char *jpeg, unsigned long *jpeg_bytes)
{
	return tjCompress2(encoder->turbojpeg, picture->planes[0],
			   picture->width_px, picture->strides[0],
			   picture->height_px, TJPF_BGRX, &jpeg, jpeg_bytes,
			   (int)picture->subsampling, encoder->quality,
			   TJFLAG_NOREALLOC);
}

/* NOREALLOC: the memory is the caller's, and tjBufSize() is always enough. */
int encoder_run(struct encoder *encoder, const struct picture *picture,
		void *buffer, size_t *size_bytes)
{
	unsigned long jpeg_bytes = 0;
	int result =
		picture->kind == PICTURE_PIXELS
			? pixels_encode(encoder, picture, buffer, &jpeg_bytes)
			: planes_encode(encoder, picture, buffer, &jpeg_bytes);

	if (result < 0)
		return -EINVAL;
	*size_bytes = jpeg_bytes;
	return 0;
}
