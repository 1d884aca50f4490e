/*
 * Opens a source with libavformat, with our options and the user's.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AV_FORMAT_H
#define AV_FORMAT_H

#include <libavformat/avformat.h>

#include "av_kind.h"
#include "av_patience.h"
#include "rtp_input.h"
#include "rtsp_input.h"
#include "source.h"
#include "ts_input.h"

/* The reason has been given; it says more than an error number. */
#define AV_FORMAT_REFUSED AVERROR_OPTION_NOT_FOUND

struct av_format {
	AVFormatContext *context;
	struct rtp_input *rtp;	 /* packets from a socket of ours, or NULL */
	struct rtsp_input *rtsp; /* those of a publisher by RTSP, or NULL */
	struct ts_input *ts;	 /* messages of MPEG-TS, or NULL */
};

/*
 * `patience` outlives the format.
 *
 * Returns 0, AV_FORMAT_REFUSED and the reason, or another of libavformat's
 * errors. The caller has to call av_format_close() in each case.
 */
int av_format_open(struct av_format *format,
		   const struct source_request *request,
		   const struct av_kind *kind, struct av_patience *patience,
		   struct reason *reason);
void av_format_close(struct av_format *format);

/*
 * Whether reading ended with `error` because what comes is of another kind than
 * the address says; then av_format_explain() gives the reason, and returns
 * -EBADMSG. `name` is the address for people.
 */
bool av_format_is_wrong(const struct av_format *format, int error);
int av_format_explain(const struct av_format *format, const char *name,
		      struct reason *reason);

/* Whether its bytes can be read again from any place. */
bool av_format_can_seek(const struct av_format *format);

/* Whether it is a recording that can start again; else it is live. */
bool av_format_is_recording(const struct av_format *format, const char *url);

/* Whether it comes in segments, which a playlist names. */
bool av_format_is_segmented(const struct av_format *format);

#endif
