/*
 * A video stream that libavformat opens, read packet by packet.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_input.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "av_fault.h"
#include "av_library.h"
#include "av_options.h"
#include "clock.h"

#define PATIENCE_S 5

/* A publisher that vanished stands in the way of the next. */
#define PUBLISHER_PATIENCE_S 3

/* Enough to find the size of a picture, not enough to be waited for. */
#define PROBE_BYTES (2 << 20)
#define PROBE_US    1000000

#define REASON_BYTES 160

static unsigned patience_s(const struct av_input *input)
{
	return input->request->listen ? PUBLISHER_PATIENCE_S : PATIENCE_S;
}

static uint64_t patience_end_ns(const struct av_input *input)
{
	return clock_monotonic_ns() + patience_s(input) * NS_PER_S;
}

/* libavformat asks this all the time while it waits; 1 ends the waiting. */
static int av_input_interrupt(void *user)
{
	struct av_input *input = user;

	if (input->request->listen && input->kind->accepts_tcp &&
	    av_listener_look(&input->listener))
		input->deadline_ns = patience_end_ns(input);
	input->is_interrupted |= stop_is_requested(input->request->stop) ||
				 clock_monotonic_ns() >= input->deadline_ns;
	return input->is_interrupted;
}

/* AVERROR_EXIT: our own interrupt, because of a stop or of the deadline. */
static int av_input_fail(const struct av_input *input, const char *what,
			 int error, struct source_reason *reason)
{
	char text[REASON_BYTES];

	if (stop_is_requested(input->request->stop))
		return -ECANCELED;
	if (error == AVERROR_OPTION_NOT_FOUND)
		return -EINVAL;
	if (error == AVERROR_EXIT)
		snprintf(text, sizeof(text), "silent for %u s",
			 patience_s(input));
	else
		av_fault_explain(input->request->url, error, text,
				 sizeof(text));
	snprintf(reason->text, sizeof(reason->text), "%s %s: %s", what,
		 input->request->name, text);
	return av_fault_errno(error);
}

static bool is_recording(const AVFormatContext *format, const char *url)
{
	struct stat file;

	if (strcmp(format->iformat->name, "sdp") == 0)
		return false;
	if (stat(url, &file) == 0)
		return S_ISREG(file.st_mode);
	return format->duration > 0 && format->pb &&
	       (format->pb->seekable & AVIO_SEEKABLE_NORMAL) &&
	       avio_size(format->pb) > 0;
}

static void video_take(struct av_input *input, int index)
{
	AVFormatContext *format = input->format;

	for (unsigned i = 0; i < format->nb_streams; i++)
		format->streams[i]->discard =
			(int)i == index ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
	input->video = format->streams[index];
}

static int video_choose(struct av_input *input)
{
	int best = av_find_best_stream(input->format, AVMEDIA_TYPE_VIDEO, -1,
				       -1, NULL, 0);

	if (best < 0)
		return best;
	video_take(input, best);
	return 0;
}

/*
 * Whether the header has said all there is to know: RTSP and SDP do, mostly,
 * and analysing the stream would only take time.
 */
static bool video_is_known(struct av_input *input)
{
	const char *name = input->format->iformat->name;

	return (strcmp(name, "rtsp") == 0 || strcmp(name, "sdp") == 0 ||
		strcmp(name, "mpjpeg") == 0) &&
	       video_choose(input) == 0 &&
	       input->video->codecpar->codec_id != AV_CODEC_ID_NONE;
}

/*
 * libavformat's parsers hold each picture back until the next one begins; see
 * access_unit.h. Without them, RTP packets come as they are.
 */
static int units_prepare(struct av_input *input)
{
	enum AVCodecID codec = input->video->codecpar->codec_id;

	if (codec != AV_CODEC_ID_H264 && codec != AV_CODEC_ID_HEVC)
		return 0;
	if (!input->kind->is_rtp && !input->kind->is_mpegts)
		return 0;
	input->format->flags |= AVFMT_FLAG_NOPARSE | AVFMT_FLAG_NOFILLIN;
	input->units = access_units_create(codec == AV_CODEC_ID_H264 ? NAL_H264
								     : NAL_H265,
					   input->kind->is_mpegts);
	return input->units ? 0 : AVERROR(ENOMEM);
}

static bool packet_is_video(const struct av_input *input,
			    const AVPacket *packet)
{
	const AVCodecParameters *codec =
		input->format->streams[packet->stream_index]->codecpar;

	return codec->codec_type == AVMEDIA_TYPE_VIDEO &&
	       codec->codec_id != AV_CODEC_ID_NONE;
}

/*
 * The formats of live streams name their streams as they come. The first
 * packet of video settles it; sound and data are nothing to wait for.
 */
static int video_await(struct av_input *input)
{
	int result;

	input->first = av_packet_alloc();
	if (!input->first)
		return AVERROR(ENOMEM);
	while ((result = av_read_frame(input->format, input->first)) >= 0) {
		if (packet_is_video(input, input->first)) {
			video_take(input, input->first->stream_index);
			return units_prepare(input);
		}
		av_packet_unref(input->first);
	}
	return result;
}

/* Open what the options say; `*options` are what nobody took, then. */
static int format_open_with(struct av_input *input, AVDictionary **options)
{
	const struct source_request *request = input->request;
	const struct av_kind *kind = input->kind;
	int result;

	if (!kind->rtp_codec)
		return avformat_open_input(
			&input->format, request->url,
			kind->format ? av_find_input_format(kind->format)
				     : NULL,
			options);
	result = rtp_input_open(&input->rtp, request->url, kind->rtp_codec,
				&input->format->interrupt_callback);
	if (result < 0)
		return result;
	return rtp_input_describe(input->rtp, &input->format, options);
}

static int format_open(struct av_input *input, struct source_reason *reason)
{
	AVDictionary *options = NULL;
	const char *untaken;
	int result;

	input->format = avformat_alloc_context();
	if (!input->format)
		return AVERROR(ENOMEM);
	input->format->interrupt_callback.callback = av_input_interrupt;
	input->format->interrupt_callback.opaque = input;
	input->format->probesize = PROBE_BYTES;
	input->format->max_analyze_duration = PROBE_US;
	av_options_fill(&options, input->request, input->kind);
	/* The parser would be there before the first packet is. */
	if (input->kind->is_mpegts || input->kind->rtp_codec)
		input->format->flags |=
			AVFMT_FLAG_NOPARSE | AVFMT_FLAG_NOFILLIN;
	av_library_forget_mismatch();
	result = format_open_with(input, &options);
	untaken = av_options_untaken(options, input->request);
	if (result >= 0 && untaken) {
		snprintf(reason->text, sizeof(reason->text),
			 "--av-option %.*s: libavformat has no such option for "
			 "%s; `ffmpeg -h full` lists what there is",
			 (int)strcspn(untaken, "="), untaken,
			 input->request->name);
		result = AVERROR_OPTION_NOT_FOUND;
	} else if (result >= 0 && av_library_is_mismatched()) {
		snprintf(reason->text, sizeof(reason->text),
			 "a publisher asked for another path than that of %s",
			 input->request->name);
		result = AVERROR_OPTION_NOT_FOUND;
	}
	av_dict_free(&options);
	return result;
}

static int streams_open(struct av_input *input)
{
	int result;

	if (input->kind->start == AV_START_STREAM)
		return video_await(input);
	if (video_is_known(input))
		return units_prepare(input);
	result = avformat_find_stream_info(input->format, NULL);
	return result < 0 ? result : video_choose(input);
}

static void av_input_free(struct av_input *input)
{
	avformat_close_input(&input->format);
	rtp_input_close(input->rtp);
	input->rtp = NULL;
	access_units_destroy(input->units);
	input->units = NULL;
	av_packet_free(&input->first);
}

int av_input_open(struct av_input *input, const struct source_request *request,
		  struct source_reason *reason)
{
	int result;

	*input = (struct av_input){
		.request = request,
		.kind = av_kind_of(request->url),
		.deadline_ns = request->listen ? UINT64_MAX
					       : clock_monotonic_ns() +
							 PATIENCE_S * NS_PER_S,
	};
	av_listener_start(&input->listener);
	reason->text[0] = '\0';
	result = format_open(input, reason);
	if (result >= 0)
		result = streams_open(input);
	if (result < 0) {
		av_input_free(input);
		/* RTSP calls an answer that did not come invalid data. */
		if (input->is_interrupted)
			result = AVERROR_EXIT;
		result = av_input_fail(input, "cannot open", result, reason);
		return input->listener.has_accepted && result != -ECANCELED
			       ? -EAGAIN
			       : result;
	}
	input->is_recording = is_recording(input->format, request->url);
	input->deadline_ns = patience_end_ns(input);
	return 0;
}

void av_input_close(struct av_input *input)
{
	/* Says good-bye to the other side, if that is there. */
	input->is_interrupted = false;
	input->deadline_ns = clock_monotonic_ns() + NS_PER_S / 10;
	av_input_free(input);
}

/* Why a stream that was there is no more. */
static int av_input_end(const struct av_input *input, int error,
			struct source_reason *reason)
{
	const char *what =
		input->request->listen ? "the publisher of" : "the stream of";

	if (error == AVERROR_EXIT || error == AVERROR(ETIMEDOUT))
		return av_input_fail(input, what, AVERROR_EXIT, reason);
	/* To RTMP and SRT every end is an error. */
	if (error != AVERROR_EOF && !input->request->listen)
		return av_input_fail(input, "cannot read", error, reason);
	snprintf(reason->text, sizeof(reason->text), "%s %s has ended", what,
		 input->request->name);
	return -EPIPE;
}

/* The next packet of the video stream, as libavformat has it. */
static int packet_read(struct av_input *input, AVPacket *packet)
{
	int result;

	if (input->first) {
		av_packet_move_ref(packet, input->first);
		av_packet_free(&input->first);
		return 0;
	}
	while ((result = av_read_frame(input->format, packet)) >= 0) {
		/* What an interrupt shakes out of the parser is no news. */
		if (packet->stream_index == input->video->index &&
		    !input->is_interrupted)
			return 0;
		av_packet_unref(packet);
	}
	return input->is_interrupted ? AVERROR_EXIT : result;
}

static int unit_read(struct av_input *input, AVPacket *packet)
{
	int result = 0;

	while (result >= 0 && !access_units_take(input->units, packet)) {
		result = packet_read(input, packet);
		if (result >= 0)
			result = access_units_add(input->units, packet);
	}
	return result;
}

int av_input_read(struct av_input *input, AVPacket *packet,
		  struct source_reason *reason)
{
	int result;

	/* From now on: the caller may have slept until a picture was due. */
	input->deadline_ns = patience_end_ns(input);
	result = input->units ? unit_read(input, packet)
			      : packet_read(input, packet);
	if (result >= 0)
		return 0;
	if (result == AVERROR_EOF && input->is_recording)
		return -ENODATA;
	return av_input_end(input, result, reason);
}

int av_input_reopen(struct av_input *input, struct source_reason *reason)
{
	const struct source_request *request = input->request;

	av_input_close(input);
	return av_input_open(input, request, reason);
}

int av_input_rewind(struct av_input *input, struct source_reason *reason)
{
	int64_t start = input->format->start_time == AV_NOPTS_VALUE
				? 0
				: input->format->start_time;

	input->deadline_ns = patience_end_ns(input);
	if (avformat_seek_file(input->format, -1, INT64_MIN, start, start, 0) >=
	    0)
		return 0;
	return av_input_reopen(input, reason);
}
