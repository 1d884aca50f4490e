/*
 * A video stream that libavformat opens, read picture by picture.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_input.h"

#include <errno.h>

#include "av_excuse.h"

/* B-frames begin before the start that libavformat tells; seek before it. */
#define BEFORE_START (60 * (int64_t)AV_TIME_BASE)

static int av_input_fail(const struct av_input *input, const char *what,
			 int error, struct reason *reason)
{
	/* The reason has been given where it was refused. */
	if (error == AV_FORMAT_REFUSED)
		return -EINVAL;
	if (av_format_is_wrong(&input->format, error))
		return av_format_explain(&input->format, input->request->name,
					 reason);
	return av_excuse_give(reason, &input->patience, what, error);
}

/* The reason why a stream that was there has ended. */
static int av_input_end(const struct av_input *input, int error,
			struct reason *reason)
{
	const char *what =
		input->request->listen ? "the publisher of" : "the stream of";

	if (av_format_is_wrong(&input->format, error))
		return av_input_fail(input, "cannot read", error, reason);
	if (error == AVERROR_EXIT || error == AVERROR(ETIMEDOUT))
		return av_input_fail(input, what, AVERROR_EXIT, reason);
	/* RTMP and SRT report every end as an error. */
	if (error != AVERROR_EOF && !input->request->listen)
		return av_input_fail(input, "cannot read", error, reason);
	return reason_give(reason, -EPIPE, "%s %s has ended", what,
			   input->request->name);
}

static void av_input_free(struct av_input *input)
{
	av_video_leave(&input->video);
	av_format_close(&input->format);
}

/* Returns 0 or one of libavformat's errors. */
static int video_open(struct av_input *input, struct stop *stop,
		      struct reason *reason)
{
	const struct av_kind *kind = input->request->rtsp
					     ? &av_kind_pushed
					     : av_kind_of(input->request->url);
	int result;

	av_patience_start(&input->patience, input->request, stop,
			  kind->accepts_tcp);
	result = av_format_open(&input->format, input->request, kind,
				&input->patience, reason);
	if (result < 0)
		return result;
	return av_video_find(&input->video, input->format.context, kind,
			     &input->patience);
}

/* Whether somebody has come who is no publisher: another may be one. */
static bool visitor_was_none(const struct av_input *input, int error)
{
	return error == -EBADMSG ||
	       (input->patience.has_accepted && error != -ECANCELED);
}

int av_input_open(struct av_input *input, const struct source_request *request,
		  struct stop *stop, struct reason *reason)
{
	int result;

	*input = (struct av_input){ .request = request };
	reason_forget(reason);
	result = video_open(input, stop, reason);
	if (result < 0) {
		/* RTSP reports a missing answer as invalid data. */
		if (input->patience.is_over)
			result = AVERROR_EXIT;
		result = av_input_fail(input, "cannot open", result, reason);
		av_input_free(input);
		return visitor_was_none(input, result) ? -EAGAIN : result;
	}
	input->is_recording =
		av_format_is_recording(&input->format, request->url);
	av_patience_renew(&input->patience);
	return 0;
}

void av_input_close(struct av_input *input)
{
	av_patience_allow_goodbye(&input->patience);
	av_input_free(input);
}

static struct av_beginning beginning_of(const AVPacket *packet)
{
	return (struct av_beginning){
		.is_known = true,
		.position = packet->pos,
		.time = packet->pos < 0 ? packet->pts : 0,
		.size_bytes = packet->size,
	};
}

static bool is_beginning(const struct av_beginning *beginning,
			 const AVPacket *packet)
{
	struct av_beginning other = beginning_of(packet);

	return beginning->position == other.position &&
	       beginning->time == other.time &&
	       beginning->size_bytes == other.size_bytes;
}

static int packet_read(struct av_input *input, AVPacket *packet)
{
	/* The caller may have slept until a picture was due. */
	av_patience_renew(&input->patience);
	return av_video_read(&input->video, packet);
}

/* After rewinding: whether libavformat has landed elsewhere than at the start. */
static bool start_is_missed(struct av_input *input, const AVPacket *packet,
			    int result)
{
	bool was_rewound = input->is_rewound;

	input->is_rewound = false;
	if (!was_rewound || (result < 0 && result != AVERROR_EOF))
		return false;
	return result < 0 || !is_beginning(&input->beginning, packet);
}

int av_input_read(struct av_input *input, AVPacket *packet,
		  struct reason *reason)
{
	int result = packet_read(input, packet);

	if (start_is_missed(input, packet, result)) {
		av_packet_unref(packet);
		result = av_input_reopen(input, reason);
		if (result < 0)
			return result;
		input->must_reopen = true;
		result = packet_read(input, packet);
	}
	if (result >= 0 && !input->beginning.is_known)
		input->beginning = beginning_of(packet);
	if (result >= 0)
		return 0;
	if (result == AVERROR_EOF && input->is_recording)
		return -ENODATA;
	return av_input_end(input, result, reason);
}

int av_input_reopen(struct av_input *input, struct reason *reason)
{
	const struct source_request *request = input->request;
	struct stop *stop = input->patience.stop;
	bool must_reopen = input->must_reopen;
	int result;

	av_input_close(input);
	result = av_input_open(input, request, stop, reason);
	input->must_reopen = must_reopen;
	return result;
}

int av_input_rewind(struct av_input *input, struct reason *reason)
{
	AVFormatContext *format = input->format.context;
	int64_t start =
		format->start_time == AV_NOPTS_VALUE ? 0 : format->start_time;

	av_patience_renew(&input->patience);
	input->is_rewound =
		!input->must_reopen && av_format_can_seek(&input->format) &&
		avformat_seek_file(format, -1, INT64_MIN, start - BEFORE_START,
				   start, 0) >= 0;
	return input->is_rewound ? 0 : av_input_reopen(input, reason);
}
