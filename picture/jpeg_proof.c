/*
 * Whether the data of a JPEG is whole.
 *
 * TurboJPEG decodes it at an eighth of its size, which needs all of its data,
 * and warns where data is missing.
 *
 * SPDX-License-Identifier: MIT
 */
#include "jpeg_proof.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <turbojpeg.h>

#include "scratch.h"

static const tjscalingfactor smallest = { 1, 8 };

/* jpeg_check() leaves so many zeros, which may be data, in front of EOI. */
static const char *const padding_warnings[] = {
	": 1 extraneous bytes before marker 0xd9",
	": 2 extraneous bytes before marker 0xd9",
};

struct jpeg_proof {
	tjhandle turbojpeg;
	struct scratch pixels;
};

int jpeg_proof_create(struct jpeg_proof **created)
{
	struct jpeg_proof *proof = calloc(1, sizeof(*proof));

	if (!proof)
		return -ENOMEM;
	proof->turbojpeg = tjInitDecompress();
	if (!proof->turbojpeg) {
		free(proof);
		return -ENOMEM;
	}
	*created = proof;
	return 0;
}

void jpeg_proof_destroy(struct jpeg_proof *proof)
{
	if (!proof)
		return;
	tjDestroy(proof->turbojpeg);
	scratch_free(&proof->pixels);
	free(proof);
}

/* Whether TurboJPEG has complained of padding alone. */
static bool only_padding_is_wrong(const struct jpeg_proof *proof)
{
	const char *warning = tjGetErrorStr2(proof->turbojpeg);

	return strstr(warning, padding_warnings[0]) ||
	       strstr(warning, padding_warnings[1]);
}

bool jpeg_proof_run(struct jpeg_proof *proof, const uint8_t *jpeg,
		    size_t size_bytes)
{
	int width_px, height_px, subsampling, colours;

	if (tjDecompressHeader3(proof->turbojpeg, jpeg, size_bytes, &width_px,
				&height_px, &subsampling, &colours) < 0)
		return false;
	width_px = TJSCALED(width_px, smallest);
	height_px = TJSCALED(height_px, smallest);
	if (scratch_reserve(&proof->pixels,
			    (size_t)width_px * (size_t)height_px) < 0)
		return false;
	return tjDecompress2(proof->turbojpeg, jpeg, size_bytes,
			     proof->pixels.bytes, width_px, width_px, height_px,
			     TJPF_GRAY, TJFLAG_STOPONWARNING) == 0 ||
	       only_padding_is_wrong(proof);
}
