/*
 * A decoder for the video of one stream, set for low delay.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AV_DECODER_H
#define AV_DECODER_H

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>

#include "source.h"

/*
 * Open one for `stream`; `name` is what people call the source.
 *
 * Returns 0, or a negative errno and the reason: -ENOTSUP, -EFBIG for pictures
 * that are larger than any we take, -ENOMEM. In each case the caller frees
 * `*decoder` with avcodec_free_context().
 */
int av_decoder_open(AVCodecContext **decoder, const AVStream *stream,
		    const char *name, struct reason *reason);

#endif
