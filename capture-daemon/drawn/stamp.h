/*
 * A strip of black and white cells at the bottom edge of a picture, from which
 * a program reads which frame it is and when it was captured.
 *
 * It is laid out in fractions of the picture, so that it survives scaling, and
 * in black and white, so that it survives compression: 40 columns by 3 rows in
 * the lowest twelfth of the picture. Column 0 is white and column 39 black in
 * each row; between them stand 114 bits, the highest first, the upper row
 * first: 32 bits of serial, 56 bits of time, 16 bits of CRC-16/CCITT-FALSE over
 * those eleven bytes, 10 zeros. White is 1.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef STAMP_H
#define STAMP_H

#include <stddef.h>
#include <stdint.h>

struct stamp {
	uint32_t serial;	   /* the low half of the frame's serial */
	uint64_t captured_wall_us; /* since 1970; 56 bits of it */
};

/* Draw `stamp` on a luma plane. Chroma has to be neutral there. */
void stamp_draw(uint8_t *luma, int stride, int width_px, int height_px,
		const struct stamp *stamp);

/*
 * Find the stamp of a picture that may have been compressed and scaled.
 *
 * Returns 0 and fills `stamp`, or -EBADMSG when none can be read with
 * certainty.
 */
int stamp_read(const uint8_t *luma, int stride, int width_px, int height_px,
	       struct stamp *stamp);

#endif
