/*
 * The video among the streams that libavformat has opened: found, then read
 * picture by picture.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AV_VIDEO_H
#define AV_VIDEO_H

#include <libavformat/avformat.h>

#include "access_unit.h"
#include "av_kind.h"
#include "av_patience.h"

struct av_video {
	AVStream *stream; /* the only one that is read */

	AVFormatContext *format;
	struct av_patience *patience;
	struct access_units *units; /* NULL: packets are whole pictures */
	AVPacket *first; /* read in the search, and not handed out yet */
};

/*
 * Look for the video in `format`, which is open. `patience` interrupts the
 * reading of packets. Both outlive `video`.
 *
 * Returns 0 or one of libavformat's errors. The caller has to call
 * av_video_leave() in each case.
 */
int av_video_find(struct av_video *video, AVFormatContext *format,
		  const struct av_kind *kind, struct av_patience *patience);
void av_video_leave(struct av_video *video);

/*
 * Read the next coded picture, which the caller unrefs. Returns 0 or one of
 * libavformat's errors: AVERROR_EXIT when it was interrupted.
 */
int av_video_read(struct av_video *video, AVPacket *picture);

#endif
