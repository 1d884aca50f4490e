/*
 * Converts RGB pixels to the planes of a JPEG, by TurboJPEG's own loops.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rgb_planes.h"

#include <errno.h>
#include <stdlib.h>

#include <turbojpeg.h>

struct rgb_planes {
	tjhandle turbojpeg;
};

int rgb_planes_create(struct rgb_planes **created)
{
	struct rgb_planes *converter = malloc(sizeof(*converter));

	if (!converter)
		return -ENOMEM;
	converter->turbojpeg = tjInitCompress();
	if (!converter->turbojpeg) {
		free(converter);
		return -ENOMEM;
	}
	*created = converter;
	return 0;
}

void rgb_planes_destroy(struct rgb_planes *converter)
{
	if (!converter)
		return;
	tjDestroy(converter->turbojpeg);
	free(converter);
}

void rgb_planes_make(struct rgb_planes *converter,
		     const struct rgb_pixels *pixels, uint8_t *const planes[3])
{
	unsigned char *filled[3] = { planes[0], planes[1], planes[2] };

	tjEncodeYUVPlanes(converter->turbojpeg, pixels->bytes, pixels->width_px,
			  pixels->stride_bytes, pixels->height_px,
			  pixels->is_bgr ? TJPF_BGR : TJPF_RGB, filled, NULL,
			  TJSAMP_420, 0);
}
