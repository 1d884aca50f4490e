/*
 * The settings for libavformat that depend on how a URL begins.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AV_KIND_H
#define AV_KIND_H

#include <stdbool.h>

/* How much libavformat has to see before the first picture can be shown. */
enum av_start {
	AV_START_ANALYSED, /* its analysis, which may take a second */
	AV_START_KNOWN,	   /* the header, where it says all; else as above */
	AV_START_STREAM,   /* the first packet of a video stream */
};

struct av_kind {
	const char *prefix; /* of its URLs */
	const char *suffix; /* and their end, or NULL */

	/*
	 * The only protocols that may be used, joined by commas. Data from
	 * outside (a playlist, a session description) names addresses, and must
	 * not open local files with our rights.
	 */
	const char *protocols;
	const char *format; /* libavformat's name; NULL: it finds out */
	enum av_start start;
	bool is_rtp;	  /* RTP packets, with or without RTSP around them */
	bool is_mpegts;	  /* MPEG-TS that somebody sends */
	bool is_web;	  /* what a web server holds: a file, or a stream */
	bool accepts_tcp; /* when it listens: a publisher connects */
	const char *rtp_codec; /* of RTP without any description; else NULL */
};

/* RTP whose publisher has told us, and not libavformat, what it is. */
extern const struct av_kind av_kind_pushed;

/* Returns the kind, a constant, or NULL for a scheme that we do not know. */
const struct av_kind *av_kind_of(const char *url);

#endif
