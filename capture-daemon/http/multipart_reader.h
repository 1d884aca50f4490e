/*
 * Finds the JPEGs in the bytes that a camera sends over HTTP, however it wraps
 * them.
 *
 * Cameras keep hardly a rule of multipart/x-mixed-replace (RFC 2046, 5.1): the
 * first boundary is missing, or its name, or its dashes; lengths are wrong;
 * lines end in any way. So the reader follows the pictures themselves, from SOI
 * over their segments and scans to EOI. Each is ready when its last byte has
 * come. Two JPEGs that hold a field each are one picture.
 *
 * The reader does no I/O. It makes no difference how the bytes are cut into
 * pieces.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef MULTIPART_READER_H
#define MULTIPART_READER_H

#include <stddef.h>
#include <stdint.h>

#include "picture.h"

/*
 * The largest size of a picture: three bytes a pixel is more than any encoder
 * needs. It also limits the bytes that may come before a picture.
 */
#define MULTIPART_PICTURE_MAX_BYTES ((size_t)3 * PICTURE_AREA_MAX_PX)
#define MULTIPART_TEXT_MAX_BYTES    ((size_t)1 << 20)

struct multipart_reader;

/* Returns 0 and the reader, owned by the caller, or -ENOMEM. */
int multipart_reader_create(struct multipart_reader **reader);

/* NULL is legal. Pictures that were taken stay. */
void multipart_reader_destroy(struct multipart_reader *reader);

/* Forget all that has come: another answer begins. */
void multipart_reader_reset(struct multipart_reader *reader);

/*
 * Feed the bytes that came next.
 *
 * Returns 0, or -ENOMEM, -EFBIG for a picture without an end, or -ENODATA when
 * that much came and no picture began. After an error the reader has to be
 * reset.
 */
int multipart_reader_feed(struct multipart_reader *reader, const void *bytes,
			  size_t size_bytes);

/* Nothing more comes, so a picture without EOI has ended, too. */
void multipart_reader_end(struct multipart_reader *reader);

/*
 * The next picture that has ended, or NULL. It is the caller's, of the kind
 * PICTURE_JPEG, begins with SOI, and was captured now; whether more of it is
 * right has not been checked.
 */
struct picture *multipart_reader_take(struct multipart_reader *reader);

#endif
