/*
 * The text around the pictures of a stream: multipart/x-mixed-replace.
 *
 * Only this file decides where each line break goes. A boundary is sent at once
 * after the picture before it, because a client takes it for the end of the
 * picture. It is not known then whether another part or the end follows, so the
 * rest of the boundary's line goes with that.
 *
 * Browsers paint a picture only when the next part has begun: Firefox at the end
 * of the boundary's line, Chromium and WebKit at the end of the next head, which
 * would show each picture one picture late (docs/decisions.md). They get that
 * head in advance; it says only what is known before there is a next picture.
 *
 * Source: RFC 2046, section 5.1.1.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef MULTIPART_H
#define MULTIPART_H

#include "frame_fields.h"

#define MULTIPART_MEDIA_TYPE "multipart/x-mixed-replace;boundary=slotcast"

/*
 * The media type for scripts that split the same bytes themselves. Safari lets
 * no script read an answer that is labelled multipart/x-mixed-replace.
 */
#define MULTIPART_RAW_MEDIA_TYPE "application/octet-stream"

/* Before the first part, after each picture, and at the end. */
#define MULTIPART_OPENING  "--slotcast"
#define MULTIPART_PART_END "\r\n--slotcast"
#define MULTIPART_CLOSING  "--\r\n"

#define MULTIPART_PART_HEAD_BYTES (FRAME_FIELDS_BYTES + 4)

/* The text between a boundary and the picture `info`. Returns its length. */
size_t multipart_part_head(char head[MULTIPART_PART_HEAD_BYTES],
			   const struct frame_info *info);

/*
 * The same for a next picture of which only the media type is known, that of
 * `info`.
 */
size_t multipart_part_head_in_advance(char head[MULTIPART_PART_HEAD_BYTES],
				      const struct frame_info *info);

/* The end of a stream whose last part has had its head in advance. */
#define MULTIPART_CLOSING_IN_ADVANCE MULTIPART_PART_END MULTIPART_CLOSING

#endif
