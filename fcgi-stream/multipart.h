/*
 * The text around the pictures of a stream: multipart/x-mixed-replace.
 *
 * Where each line break goes is decided here and nowhere else. A boundary is
 * sent at once after the picture before it, because a browser paints a
 * picture when it sees where it ends; whether another part or the end follows
 * is not known then, so the rest of the boundary's line goes with what
 * follows.
 *
 * Source: RFC 2046, section 5.1.1.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef FCGI_STREAM_MULTIPART_H
#define FCGI_STREAM_MULTIPART_H

#include "frame_fields.h"

#define MULTIPART_MEDIA_TYPE "multipart/x-mixed-replace;boundary=slotcast"

/* Before the first part, after each picture, and after the last of these. */
#define MULTIPART_OPENING  "--slotcast"
#define MULTIPART_PART_END "\r\n--slotcast"
#define MULTIPART_CLOSING  "--\r\n"

#define MULTIPART_PART_HEAD_BYTES (FRAME_FIELDS_BYTES + 4)

/* What stands between a boundary and the picture `info`. Returns its length. */
size_t multipart_part_head(char head[MULTIPART_PART_HEAD_BYTES],
			   const struct frame_info *info);

#endif
