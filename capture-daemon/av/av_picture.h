/*
 * Pictures that hold what libav decoded or received.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AV_PICTURE_H
#define AV_PICTURE_H

#include <libavformat/avformat.h>

#include "converter.h"
#include "picture.h"

/*
 * Both take over what `frame` or `packet` of `stream` refers to and leave it
 * blank. They return NULL when there is no memory.
 */

/* A decoded frame, which is converted when the picture is prepared. */
struct picture *av_picture_of_frame(AVFrame *frame, struct converter *converter,
				    const AVStream *stream,
				    uint64_t captured_ns);

/* A JPEG that came as it is. */
struct picture *av_picture_of_packet(AVPacket *packet, const AVStream *stream,
				     uint64_t captured_ns);

#endif
