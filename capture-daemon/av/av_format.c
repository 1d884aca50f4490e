/*
 * Opens a source with libavformat, with our options and the user's.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_format.h"

#include <string.h>
#include <sys/stat.h>

#include "av_challenge.h"
#include "av_options.h"
#include "av_sayings.h"

/* Enough to find the size of a picture, too little to cause a wait. */
#define PROBE_BYTES (2 << 20)
#define PROBE_US    1000000

/* Of segments: one that is too short would have to wait for the next. */
#define SEGMENT_PROBE_US 400000

static int rtp_open(struct av_format *format,
		    const struct source_request *request,
		    const struct av_kind *kind, AVDictionary **options)
{
	int result = rtp_input_open(&format->rtp, request->url, kind->rtp_codec,
				    &format->context->interrupt_callback);

	if (result < 0)
		return result;
	return rtp_input_describe(format->rtp, &format->context, options);
}

static int rtsp_open(struct av_format *format,
		     const struct source_request *request,
		     struct av_patience *patience, AVDictionary **options)
{
	int result = rtsp_input_open(&format->rtsp, request->rtsp,
				     &format->context->interrupt_callback);

	if (result < 0)
		return result;
	av_patience_greet(patience);
	return rtsp_input_describe(format->rtsp, &format->context, options);
}

static int ts_open(struct av_format *format,
		   const struct source_request *request,
		   const struct av_kind *kind, AVDictionary **options)
{
	int result =
		ts_input_open(&format->ts, request->url,
			      &format->context->interrupt_callback, options);

	if (result < 0)
		return result;
	format->context->pb = ts_input_io(format->ts);
	return avformat_open_input(&format->context, request->url,
				   av_find_input_format(kind->format), options);
}

/* Open with `*options`, which then holds those that nobody took. */
static int open_with(struct av_format *format,
		     const struct source_request *request,
		     const struct av_kind *kind, struct av_patience *patience,
		     AVDictionary **options)
{
	if (request->rtsp)
		return rtsp_open(format, request, patience, options);
	if (kind->rtp_codec)
		return rtp_open(format, request, kind, options);
	if (kind->is_mpegts)
		return ts_open(format, request, kind, options);
	return avformat_open_input(
		&format->context, request->url,
		kind->format ? av_find_input_format(kind->format) : NULL,
		options);
}

/* Refuse what libavformat opens nevertheless. */
static int refusal(const AVDictionary *options,
		   const struct source_request *request, struct reason *reason)
{
	const char *untaken = av_options_untaken(options, request);

	if (untaken)
		return reason_give(
			reason, AV_FORMAT_REFUSED,
			"--av-option %.*s: libavformat has no such option for "
			"%s; `ffmpeg -h full` lists what there is",
			(int)strcspn(untaken, "="), untaken, request->name);
	if (av_sayings_hold(AV_SAYING_OTHER_PATH))
		return reason_give(
			reason, AV_FORMAT_REFUSED,
			"a publisher asked for another path than that of %s",
			request->name);
	return 0;
}

/* Where no password was tried, say why; else the error stays as it is. */
static int digest_refusal(const struct source_request *request,
			  struct reason *reason)
{
	const char *digest = av_challenge_unknown();

	if (!digest)
		return AVERROR_HTTP_UNAUTHORIZED;
	return reason_give(
		reason, AV_FORMAT_REFUSED,
		"%s wants the password by Digest with %s, which is not known "
		"here; set the camera to MD5",
		request->name, digest);
}

static AVFormatContext *context_create(const struct av_kind *kind,
				       struct av_patience *patience)
{
	AVFormatContext *context = avformat_alloc_context();

	if (!context)
		return NULL;
	context->interrupt_callback =
		(AVIOInterruptCB){ av_patience_interrupt, patience };
	context->probesize = PROBE_BYTES;
	context->max_analyze_duration = PROBE_US;
	/* The parser would be created before the first packet comes. */
	if (kind->is_mpegts || kind->rtp_codec)
		context->flags |= AVFMT_FLAG_NOPARSE | AVFMT_FLAG_NOFILLIN;
	return context;
}

int av_format_open(struct av_format *format,
		   const struct source_request *request,
		   const struct av_kind *kind, struct av_patience *patience,
		   struct reason *reason)
{
	AVDictionary *options = NULL;
	int result;

	*format =
		(struct av_format){ .context = context_create(kind, patience) };
	if (!format->context)
		return AVERROR(ENOMEM);
	av_options_fill(&options, request, kind);
	av_sayings_forget();
	av_challenge_forget();
	result = open_with(format, request, kind, patience, &options);
	if (result >= 0)
		result = refusal(options, request, reason);
	else if (result == AVERROR_HTTP_UNAUTHORIZED)
		result = digest_refusal(request, reason);
	if (result >= 0 && av_format_is_segmented(format))
		format->context->max_analyze_duration = SEGMENT_PROBE_US;
	av_dict_free(&options);
	return result;
}

void av_format_close(struct av_format *format)
{
	avformat_close_input(&format->context);
	rtp_input_close(format->rtp);
	format->rtp = NULL;
	rtsp_input_close(format->rtsp);
	format->rtsp = NULL;
	ts_input_close(format->ts);
	format->ts = NULL;
}

int av_format_explain(const struct av_format *format, const char *name,
		      struct reason *reason)
{
	if (format->ts)
		return ts_input_explain(format->ts, name, reason);
	return rtp_input_explain(format->rtp, name, reason);
}

bool av_format_is_wrong(const struct av_format *format, int error)
{
	/* What reads MPEG-TS may tell of an end instead. */
	if (format->ts)
		return ts_input_is_wrong(format->ts);
	return format->rtp && error == AVERROR(EBADMSG);
}

/* Whether its length is written somewhere, not worked out from a bit rate. */
static bool has_end(const AVFormatContext *context)
{
	return context->duration > 0 && context->duration_estimation_method !=
						AVFMT_DURATION_FROM_BITRATE;
}

bool av_format_can_seek(const struct av_format *format)
{
	const AVIOContext *io = format->context->pb;

	return io && (io->seekable & AVIO_SEEKABLE_NORMAL);
}

bool av_format_is_segmented(const struct av_format *format)
{
	const char *name = format->context->iformat->name;

	return strcmp(name, "hls") == 0 || strcmp(name, "dash") == 0;
}

bool av_format_is_recording(const struct av_format *format, const char *url)
{
	const AVFormatContext *context = format->context;
	struct stat file;

	if (strcmp(context->iformat->name, "sdp") == 0)
		return false;
	/* A playlist in a file may still grow. */
	if (av_format_is_segmented(format))
		return has_end(context);
	if (stat(url, &file) == 0)
		return S_ISREG(file.st_mode);
	/* Not every web server can seek, and not every playlist. */
	if (av_kind_of(url)->is_web && has_end(context))
		return true;
	return context->duration > 0 && av_format_can_seek(format) &&
	       avio_size(context->pb) > 0;
}
