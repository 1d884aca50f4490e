/*
 * A video stream that libavformat opens, read packet by packet.
 *
 * Every call that may block has a deadline and ends soon after a stop is
 * requested. A recording (a file, or a URL with a known end that can be
 * sought) starts again when it is rewound; anything else is live.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AV_INPUT_H
#define AV_INPUT_H

#include <libavformat/avformat.h>

#include "access_unit.h"
#include "av_kind.h"
#include "av_listener.h"
#include "rtp_input.h"
#include "source.h"

/* Must stay where it is while it is open. */
struct av_input {
	AVFormatContext *format;
	AVStream *video; /* the only stream that is read */
	bool is_recording;

	const struct source_request *request;
	const struct av_kind *kind;
	struct av_listener listener;
	struct rtp_input *rtp;	    /* packets from a socket of ours, or NULL */
	struct access_units *units; /* NULL: packets are whole pictures */
	AVPacket *first; /* read while it was opened, not yet by us */
	uint64_t deadline_ns;
	bool is_interrupted; /* by a stop or by the deadline */
};

/*
 * Returns 0, -ECANCELED when a stop was requested, -EAGAIN when somebody
 * connected to the listener and was no publisher, or another negative errno;
 * with a reason.
 */
int av_input_open(struct av_input *input, const struct source_request *request,
		  struct source_reason *reason);
void av_input_close(struct av_input *input);

/*
 * Read the next coded picture of the video stream, which the caller unrefs.
 *
 * Returns 0, -ENODATA at the end of a recording, -ECANCELED when a stop was
 * requested, or another negative errno and the reason.
 */
int av_input_read(struct av_input *input, AVPacket *packet,
		  struct source_reason *reason);

/* Both go back to the start of a recording and return as av_input_open(). */
int av_input_rewind(struct av_input *input, struct source_reason *reason);
int av_input_reopen(struct av_input *input, struct source_reason *reason);

#endif
