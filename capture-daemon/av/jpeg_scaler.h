/*
 * JPEGs of another size than is wanted: decoded and scaled when somebody wants
 * them, and not before.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef JPEG_SCALER_H
#define JPEG_SCALER_H

#include "picture.h"

/* Shared by a source and its pictures; the last to leave frees it. */
struct jpeg_scaler;

/* Returns a scaler with one user, or NULL without memory. */
struct jpeg_scaler *jpeg_scaler_create(int width_px, int height_px);
void jpeg_scaler_release(struct jpeg_scaler *scaler);

/*
 * Take `jpeg`, of the kind PICTURE_JPEG, over.
 *
 * Returns the picture that is shown in its place: it scales itself when it is
 * prepared. One of the right size, or that is damaged, is `jpeg` itself; so is
 * any without memory.
 */
struct picture *jpeg_scaler_take(struct jpeg_scaler *scaler,
				 struct picture *jpeg);

#endif
