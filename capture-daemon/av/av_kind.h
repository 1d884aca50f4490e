/*
 * What libavformat is told of a source because of how its URL begins.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AV_KIND_H
#define AV_KIND_H

#include <stdbool.h>

/* How much libavformat has to see before the first picture can be shown. */
enum av_start {
	AV_START_ANALYSED, /* its analysis, for which a second may pass */
	AV_START_KNOWN,	   /* the header, where it says all; else as above */
	AV_START_STREAM,   /* the first packet of a video stream */
};

struct av_kind {
	const char *prefix; /* of its URLs */
	const char *suffix; /* and their end, or NULL */

	/*
	 * The only protocols that may be used, joined by commas: what comes
	 * from outside (a playlist, a session description) names addresses,
	 * and must not open local files with our rights.
	 */
	const char *protocols;
	const char *format; /* libavformat's name; NULL: it finds out */
	enum av_start start;
	bool is_rtp;	  /* RTP packets, with or without RTSP around them */
	bool is_mpegts;	  /* as it comes from somebody who sends it */
	bool accepts_tcp; /* when it listens: a publisher connects */
	const char *rtp_codec; /* of RTP without any description; else NULL */
};

/* What a publisher sends by RTSP: he has spoken with us, not with libavformat. */
extern const struct av_kind av_kind_pushed;

/* Returns the kind, for ever valid, or NULL for a scheme we do not know. */
const struct av_kind *av_kind_of(const char *url);

#endif
