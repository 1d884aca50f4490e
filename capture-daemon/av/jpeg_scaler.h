/*
 * Scales JPEGs that are not of the wanted size. They are decoded and scaled
 * only when somebody wants them.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef JPEG_SCALER_H
#define JPEG_SCALER_H

#include "picture.h"

/* Held by a source and its pictures; the last to release it frees it. */
struct jpeg_scaler;

/*
 * `width_px` and `height_px` are the wanted size of the picture that stands
 * upright; 0: as the JPEG has it, with square pixels. Those of the JPEG are so
 * much wider than high.
 *
 * Returns a scaler with one holder, or NULL without memory.
 */
struct jpeg_scaler *jpeg_scaler_create(int width_px, int height_px,
				       double pixel_aspect);
void jpeg_scaler_release(struct jpeg_scaler *scaler);

/*
 * Take over `jpeg`, of the kind PICTURE_JPEG.
 *
 * Returns the picture that is shown in its place, which scales itself when it
 * is prepared. When `jpeg` has the right size or is damaged, or there is no
 * memory, that picture is `jpeg` itself.
 */
struct picture *jpeg_scaler_take(struct jpeg_scaler *scaler,
				 struct picture *jpeg);

#endif
