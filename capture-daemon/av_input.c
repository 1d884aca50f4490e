/*
 * A video stream that libavformat opens, read packet by packet.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_input.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "clock.h"

#define PATIENCE_NS   (5 * NS_PER_S)
#define PATIENCE_TEXT "5 s"

/* Enough to find the size of a picture, not enough to be waited for. */
#define PROBE_BYTES (2 << 20)
#define PROBE_US    1000000

#define ERRNO_MAX 4095

/* A listener is among the first descriptors of a small program. */
#define LISTENING_FD_MAX 64

static bool fd_is_listening(int fd)
{
	int is_listening = 0;
	socklen_t size_bytes = sizeof(is_listening);

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &is_listening,
			  &size_bytes) == 0 &&
	       is_listening;
}

/* Who started us may have left us a listening socket of its own. */
static uint64_t listening_fds(void)
{
	uint64_t fds = 0;

	for (int fd = 0; fd < LISTENING_FD_MAX; fd++)
		if (fd_is_listening(fd))
			fds |= UINT64_C(1) << fd;
	return fds;
}

static int listening_fd_find(const struct av_input *input)
{
	uint64_t fds = listening_fds() & ~input->listened_before;

	return ffsll((long long)fds) - 1;
}

/*
 * libavformat accepts one connection, closes its listening socket and does not
 * say so. Waiting for a publisher has no deadline; whoever has connected has.
 */
static void listening_watch(struct av_input *input)
{
	if (input->listening == AV_LISTENS_SOON) {
		input->listening_fd = listening_fd_find(input);
		if (input->listening_fd >= 0)
			input->listening = AV_LISTENS;
	} else if (input->listening == AV_LISTENS &&
		   !fd_is_listening(input->listening_fd)) {
		input->listening = AV_ACCEPTED;
		input->deadline_ns = clock_monotonic_ns() + PATIENCE_NS;
	}
}

/* libavformat asks this all the time while it waits; 1 ends the waiting. */
static int av_input_interrupt(void *user)
{
	struct av_input *input = user;

	listening_watch(input);
	input->is_interrupted |= stop_is_requested(input->request->stop) ||
				 clock_monotonic_ns() >= input->deadline_ns;
	return input->is_interrupted;
}

/* libav's own errors are four letters, far outside of errno. */
static int errno_of(int error)
{
	if (error == AVERROR_EXIT)
		return -ETIMEDOUT;
	return error < -ERRNO_MAX ? -EIO : error;
}

/* AVERROR_EXIT: our own interrupt, because of a stop or of the deadline. */
static int av_input_fail(const struct av_input *input, const char *what,
			 int error, struct source_reason *reason)
{
	char text[AV_ERROR_MAX_STRING_SIZE] = "silent for " PATIENCE_TEXT;

	if (stop_is_requested(input->request->stop))
		return -ECANCELED;
	if (error != AVERROR_EXIT)
		av_strerror(error, text, sizeof(text));
	snprintf(reason->text, sizeof(reason->text), "%s %s: %s", what,
		 input->request->name, text);
	return errno_of(error);
}

static bool url_begins(const char *url, const char *prefix)
{
	return strncmp(url, prefix, strlen(prefix)) == 0;
}

static void options_choose(const struct source_request *request,
			   AVDictionary **options)
{
	if (!url_begins(request->url, "rtsp"))
		return;
	if (request->listen) {
		av_dict_set(options, "rtsp_flags", "listen", 0);
		return;
	}
	av_dict_set(options, "rtsp_flags", "prefer_tcp", 0);
	av_dict_set(options, "allowed_media_types", "video", 0);
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

static int video_choose(struct av_input *input)
{
	AVFormatContext *format = input->format;
	int best = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, NULL,
				       0);

	if (best < 0)
		return best;
	for (unsigned i = 0; i < format->nb_streams; i++)
		format->streams[i]->discard =
			(int)i == best ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
	input->video = format->streams[best];
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

static int format_open(struct av_input *input)
{
	AVDictionary *options = NULL;
	int result;

	input->format = avformat_alloc_context();
	if (!input->format)
		return AVERROR(ENOMEM);
	input->format->interrupt_callback.callback = av_input_interrupt;
	input->format->interrupt_callback.opaque = input;
	input->format->probesize = PROBE_BYTES;
	input->format->max_analyze_duration = PROBE_US;
	options_choose(input->request, &options);
	/* It frees the context when it fails. */
	result = avformat_open_input(&input->format, input->request->url, NULL,
				     &options);
	av_dict_free(&options);
	return result;
}

static int streams_open(struct av_input *input)
{
	int result;

	if (video_is_known(input))
		return 0;
	result = avformat_find_stream_info(input->format, NULL);
	if (result >= 0)
		result = video_choose(input);
	if (result < 0)
		avformat_close_input(&input->format);
	return result;
}

int av_input_open(struct av_input *input, const struct source_request *request,
		  struct source_reason *reason)
{
	int result;

	*input = (struct av_input){
		.request = request,
		.deadline_ns = request->listen
				       ? UINT64_MAX
				       : clock_monotonic_ns() + PATIENCE_NS,
		.listening = request->listen ? AV_LISTENS_SOON : AV_LISTENS_NOT,
		.listened_before = listening_fds(),
	};
	result = format_open(input);
	if (result >= 0)
		result = streams_open(input);
	if (result < 0) {
		result = av_input_fail(input, "cannot open", result, reason);
		return input->listening == AV_ACCEPTED && result != -ECANCELED
			       ? -EAGAIN
			       : result;
	}
	input->is_recording = is_recording(input->format, request->url);
	input->deadline_ns = clock_monotonic_ns() + PATIENCE_NS;
	return 0;
}

void av_input_close(struct av_input *input)
{
	/* Says good-bye to the other side, if that is there. */
	input->is_interrupted = false;
	input->deadline_ns = clock_monotonic_ns() + NS_PER_S / 10;
	avformat_close_input(&input->format);
}

/* Why a stream that was there is no more. */
static int av_input_end(const struct av_input *input, int error,
			struct source_reason *reason)
{
	const char *what =
		input->request->listen ? "the publisher of" : "the stream of";

	if (error == AVERROR_EXIT || error == AVERROR(ETIMEDOUT))
		return av_input_fail(input, what, AVERROR_EXIT, reason);
	if (error != AVERROR_EOF)
		return av_input_fail(input, "cannot read", error, reason);
	snprintf(reason->text, sizeof(reason->text), "%s %s has ended", what,
		 input->request->name);
	return -EPIPE;
}

int av_input_read(struct av_input *input, AVPacket *packet,
		  struct source_reason *reason)
{
	int result;

	/* From now on: the caller may have slept until a picture was due. */
	input->deadline_ns = clock_monotonic_ns() + PATIENCE_NS;
	while ((result = av_read_frame(input->format, packet)) >= 0) {
		/* What an interrupt shakes out of the parser is no news. */
		if (packet->stream_index == input->video->index &&
		    !input->is_interrupted)
			return 0;
		av_packet_unref(packet);
	}
	if (input->is_interrupted)
		result = AVERROR_EXIT;
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

	input->deadline_ns = clock_monotonic_ns() + PATIENCE_NS;
	if (avformat_seek_file(input->format, -1, INT64_MIN, start, start, 0) >=
	    0)
		return 0;
	return av_input_reopen(input, reason);
}
