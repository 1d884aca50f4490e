/*
 * A video stream that libavformat opens, read picture by picture.
 *
 * Every call that may block has a deadline and ends soon after a stop is
 * requested (av_patience.h). A recording (a file, or a URL with a known end in
 * which one can seek) starts again when it is rewound; anything else is live.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AV_INPUT_H
#define AV_INPUT_H

#include "av_format.h"
#include "av_patience.h"
#include "av_video.h"
#include "source.h"

/* The first packet, by which the start of a recording is known again. */
struct av_beginning {
	bool is_known;
	int64_t position, time;
	int size_bytes;
};

/* Must not be moved while it is open. */
struct av_input {
	const struct source_request *request;
	struct av_patience patience;
	struct av_format format;
	struct av_video video;
	bool is_recording;
	struct av_beginning beginning;
	bool is_rewound;  /* nothing has been read since */
	bool must_reopen; /* seeking does not lead to its start */
};

/*
 * Returns 0, -ECANCELED when a stop was requested, -EAGAIN when somebody
 * connected to the listener and was no publisher, or another negative errno and
 * the reason.
 */
int av_input_open(struct av_input *input, const struct source_request *request,
		  struct stop *stop, struct reason *reason);
void av_input_close(struct av_input *input);

/*
 * Read the next coded picture of the video stream, which the caller unrefs.
 *
 * Returns 0, -ENODATA at the end of a recording, -ECANCELED when a stop was
 * requested, or another negative errno and the reason.
 */
int av_input_read(struct av_input *input, AVPacket *packet,
		  struct reason *reason);

/* Both go back to the start of a recording and return as av_input_open(). */
int av_input_rewind(struct av_input *input, struct reason *reason);
int av_input_reopen(struct av_input *input, struct reason *reason);

#endif
