/*
 * The packets of a publisher by RTSP, for libavformat to unpack.
 *
 * libavformat can listen, too, but it understands only FFmpeg's way to publish,
 * asks nobody for a password, accepts any path, and gives its port up while
 * somebody publishes.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RTSP_INPUT_H
#define RTSP_INPUT_H

#include <libavformat/avformat.h>

#include "rtsp_listener.h"

struct rtsp_input;

/*
 * Wait at `listener`, which outlives the input, until somebody publishes.
 * `interrupt` is asked meanwhile, and while packets are waited for.
 *
 * Returns 0, AVERROR_EXIT when it was interrupted, a negative errno as
 * rtsp_listener_open(), or -ENOMEM.
 */
int rtsp_input_open(struct rtsp_input **input, struct rtsp_listener *listener,
		    const AVIOInterruptCB *interrupt);

/* Close it after the format that uses it. The publisher is sent away. */
void rtsp_input_close(struct rtsp_input *input);

/* Open `*format`, as avformat_open_input(), which frees it when it fails. */
int rtsp_input_describe(struct rtsp_input *input, AVFormatContext **format,
			AVDictionary **options);

#endif
