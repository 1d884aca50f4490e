/*
 * A decoder for the video of one stream, set for low delay.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_decoder.h"

#include <errno.h>

#define DECODER_THREADS 2

/*
 * Low delay: no picture waits in the decoder for one that comes later. Those of
 * MPEG take that word for word and give B-frames out in the wrong order; left
 * alone, they hold nothing back of a stream that has none.
 */
static int low_delay_flag(enum AVCodecID codec)
{
	switch (codec) {
	case AV_CODEC_ID_MPEG1VIDEO:
	case AV_CODEC_ID_MPEG2VIDEO:
	case AV_CODEC_ID_MPEG4:
		return 0;
	default:
		return AV_CODEC_FLAG_LOW_DELAY;
	}
}

static void decoder_set(AVCodecContext *decoder, const AVStream *stream)
{
	decoder->pkt_timebase = stream->time_base;
	decoder->flags |= low_delay_flag(decoder->codec_id);
	decoder->thread_type = FF_THREAD_SLICE;
	decoder->thread_count = DECODER_THREADS;
	decoder->max_pixels = PICTURE_AREA_MAX_PX;
}

int av_decoder_open(AVCodecContext **decoder, const AVStream *stream,
		    const char *name, struct reason *reason)
{
	const AVCodecParameters *codec = stream->codecpar;
	const AVCodec *kind = avcodec_find_decoder(codec->codec_id);

	if (!kind)
		return reason_give(reason, -ENOTSUP, "%s: no decoder for %s",
				   name, avcodec_get_name(codec->codec_id));
	if (picture_is_too_large(codec->width, codec->height))
		return reason_give(reason, -EFBIG,
				   "the pictures of %s, %dx%d, are larger "
				   "than " PICTURE_LIMIT_TEXT,
				   name, codec->width, codec->height);
	*decoder = avcodec_alloc_context3(kind);
	if (!*decoder || avcodec_parameters_to_context(*decoder, codec) < 0)
		return reason_give(reason, -ENOMEM, "out of memory");
	decoder_set(*decoder, stream);
	if (avcodec_open2(*decoder, kind, NULL) == 0)
		return 0;
	return reason_give(reason, -ENOTSUP, "%s: cannot decode %s", name,
			   kind->name);
}
