/*
 * The driver of whatever libavformat opens: cameras on the network, files, and
 * publishers that push.
 *
 * MJPEG is passed on as it is. Anything else is decoded: every frame, because
 * the next ones build on it, unless they come too fast for that. Recordings are
 * played at their own rate, again and again. Live streams are shown as they
 * come; those that come in segments are read ahead, and shown at their own rate
 * as well.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_source.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <libavcodec/avcodec.h>

#include "av_input.h"
#include "av_picture.h"
#include "clock.h"
#include "lateness.h"
#include "playback.h"
#include "read_ahead.h"

/* A stream that is joined midway may need long for its first whole picture. */
#define SOON_NS NS_PER_S

#define DECODER_THREADS 2

struct av_source {
	struct source source;
	const struct source_request *request;
	struct av_input input;
	AVCodecContext *decoder; /* NULL: MJPEG, passed on */
	struct converter *converter;
	struct playback playback; /* of what is not shown as it comes */
	struct lateness lateness; /* of what is live */
	struct read_ahead *ahead; /* NULL: what comes is read when wanted */
	bool is_rerun;		  /* what comes now has been shown before */
	uint64_t opened_ns;
	uint64_t arrived_ns; /* the last packet */
	uint64_t waited_ns;  /* for pictures to be due, since that */
	bool has_shown;	     /* a picture has come */
	AVPacket *packet;
	AVFrame *frame;

	/* The next picture, which is not due yet, or NULL. */
	struct picture *held;

	/* As source.next, for one that may have to be held. */
	int (*read)(struct av_source *av, struct picture **picture,
		    struct reason *reason);
	struct stop *stop;
};

/* When a picture at `pts` is to be shown: now, or when it is due. */
static uint64_t picture_time_ns(struct av_source *av, int64_t pts)
{
	int64_t time_ns = PLAYBACK_UNKNOWN;
	uint64_t due_ns;

	if (!av->input.is_recording && !av->ahead)
		return clock_monotonic_ns();
	if (pts != AV_NOPTS_VALUE)
		time_ns = av_rescale_q(pts, av->input.video.stream->time_base,
				       (AVRational){ 1, NS_PER_S });
	if (av->ahead) {
		due_ns = playback_live_due_ns(&av->playback, time_ns,
					      av->arrived_ns);
		av->source.awaited_ns = playback_live_awaited_ns(&av->playback);
	} else {
		due_ns = playback_due_ns(&av->playback, time_ns,
					 clock_monotonic_ns());
		av->source.awaited_ns = due_ns;
	}
	return due_ns;
}

static int out_of_memory(struct reason *reason)
{
	return reason_give(reason, -ENOMEM, "out of memory");
}

static int recording_rewind(struct av_source *av, struct reason *reason)
{
	bool is_still = av->playback.pictures == 1;

	if (av->playback.pictures == 0)
		return reason_give(reason, -ENODATA,
				   "%s holds no picture that can be shown",
				   av->request->name);
	playback_rewind(&av->playback);
	if (av->decoder)
		avcodec_flush_buffers(av->decoder);
	/* libavformat's readers of picture files claim that they can seek. */
	return is_still ? av_input_reopen(&av->input, reason)
			: av_input_rewind(&av->input, reason);
}

/* How often this thread gave up the processor because it had to wait. */
static long sleeps_counted(void)
{
	struct rusage usage;

	return getrusage(RUSAGE_THREAD, &usage) == 0 ? usage.ru_nvcsw : 0;
}

static int packet_take(struct av_source *av, struct reason *reason)
{
	if (av->ahead)
		return read_ahead_take(av->ahead, av->stop, av->packet,
				       &av->arrived_ns, reason);
	return av_input_read(&av->input, av->packet, reason);
}

/*
 * As av_input_read(); `*slept_ns` were spent waiting for packets, or for
 * pictures to be due.
 */
static int packet_read(struct av_source *av, uint64_t *slept_ns,
		       struct reason *reason)
{
	uint64_t began_ns = clock_monotonic_ns();
	long sleeps = sleeps_counted();
	int result = packet_take(av, reason);

	if (result == -ETIMEDOUT)
		silence_note_loss(av->request->silence);
	*slept_ns = av->waited_ns;
	if (sleeps_counted() != sleeps)
		*slept_ns += clock_monotonic_ns() - began_ns;
	av->waited_ns = 0;
	return result;
}

/* Whether the packet belongs to pictures that were shown before. */
static bool packet_is_rerun(struct av_source *av)
{
	const AVPacket *packet = av->packet;

	if (av->ahead && packet->flags & AV_PKT_FLAG_KEY)
		av->is_rerun = rerun_note(av->request->rerun, packet->pts,
					  packet->data, (size_t)packet->size);
	return av->is_rerun;
}

/* Returns whether what was just read is worth decoding. */
static bool packet_is_wanted(struct av_source *av, uint64_t slept_ns)
{
	enum lateness_cure cure;

	if (av->input.is_recording)
		return true;
	cure = lateness_note(&av->lateness, clock_monotonic_ns(), slept_ns,
			     av->packet->flags & AV_PKT_FLAG_KEY);
	av->decoder->skip_frame = cure == LATENESS_DECODE_ALL
					  ? AVDISCARD_DEFAULT
					  : AVDISCARD_NONREF;
	return cure != LATENESS_DROP;
}

/* The decoder takes what it can: damaged data is nothing unusual. */
static int decoder_feed(struct av_source *av, struct reason *reason)
{
	uint64_t slept_ns;
	int result = packet_read(av, &slept_ns, reason);

	if (result == -ENODATA) {
		avcodec_send_packet(av->decoder, NULL);
		return -EAGAIN;
	}
	if (result < 0)
		return result;
	if (!packet_is_rerun(av) && packet_is_wanted(av, slept_ns))
		avcodec_send_packet(av->decoder, av->packet);
	av_packet_unref(av->packet);
	if (!av->has_shown && clock_monotonic_ns() > av->opened_ns + SOON_NS)
		reason_give(reason, 0,
			    "waiting for the first whole picture of %s",
			    av->request->name);
	return -EAGAIN;
}

static int decoded_read(struct av_source *av, struct picture **picture,
			struct reason *reason)
{
	int result = avcodec_receive_frame(av->decoder, av->frame);
	uint64_t captured_ns;

	if (result == AVERROR_EOF) {
		result = recording_rewind(av, reason);
		return result < 0 ? result : -EAGAIN;
	}
	if (result < 0)
		return decoder_feed(av, reason);
	captured_ns = picture_time_ns(av, av->frame->best_effort_timestamp);
	av->has_shown = true;
	*picture = av_picture_of_frame(av->frame, av->converter, captured_ns);
	return *picture ? 0 : out_of_memory(reason);
}

static int passed_read(struct av_source *av, struct picture **picture,
		       struct reason *reason)
{
	uint64_t captured_ns, slept_ns;
	int result = packet_read(av, &slept_ns, reason);

	if (result == -ENODATA) {
		result = recording_rewind(av, reason);
		return result < 0 ? result : -EAGAIN;
	}
	if (result < 0)
		return result;
	if (packet_is_rerun(av)) {
		av_packet_unref(av->packet);
		return -EAGAIN;
	}
	captured_ns = picture_time_ns(av, av->packet->pts);
	*picture = av_picture_of_packet(av->packet, captured_ns);
	return *picture ? 0 : out_of_memory(reason);
}

/* Hand the picture that was held out when it is due. */
static int held_release(struct av_source *av, struct picture **picture)
{
	uint64_t began_ns = clock_monotonic_ns();

	if (stop_wait_until(av->stop, av->held->captured_ns))
		return -ECANCELED;
	av->waited_ns += clock_monotonic_ns() - began_ns;
	*picture = av->held;
	av->held = NULL;
	return 0;
}

/*
 * A picture that is not due yet is held for the next call, so that others learn
 * in between until when it is awaited.
 */
static int av_next(struct source *source, struct picture **picture,
		   struct reason *reason)
{
	struct av_source *av = (struct av_source *)source;
	int result;

	if (av->held)
		return held_release(av, picture);
	result = av->read(av, picture, reason);
	if (result < 0 || (*picture)->captured_ns <= clock_monotonic_ns())
		return result;
	av->held = *picture;
	return -EAGAIN;
}

static void av_source_close(struct source *source)
{
	struct av_source *av = (struct av_source *)source;

	read_ahead_stop(av->ahead);
	if (av->held)
		av->held->release(av->held);
	av_packet_free(&av->packet);
	av_frame_free(&av->frame);
	avcodec_free_context(&av->decoder);
	av_input_close(&av->input);
	if (av->converter)
		converter_release(av->converter);
	free(av);
}

static bool is_passed_on(const struct av_source *av)
{
	const AVCodecParameters *codec = av->input.video.stream->codecpar;
	const struct source_request *request = av->request;

	if (codec->codec_id != AV_CODEC_ID_MJPEG)
		return false;
	return request->width_px == 0 || (request->width_px == codec->width &&
					  request->height_px == codec->height);
}

/*
 * Low delay means that no picture waits in the decoder for a later one. With
 * it, MPEG's decoders give B-frames out in the wrong order. Without it, they
 * hold nothing back of a stream that has no B-frames.
 */
static int low_delay_flag(enum AVCodecID codec)
{
	switch (codec) {
	case AV_CODEC_ID_MPEG1VIDEO:
	case AV_CODEC_ID_MPEG2VIDEO:
	case AV_CODEC_ID_MPEG4:
		return 0;
	default:
		return AV_CODEC_FLAG_LOW_DELAY;
	}
}

static void decoder_set(AVCodecContext *decoder, const AVStream *stream)
{
	decoder->pkt_timebase = stream->time_base;
	decoder->flags |= low_delay_flag(decoder->codec_id);
	decoder->thread_type = FF_THREAD_SLICE;
	decoder->thread_count = DECODER_THREADS;
	decoder->max_pixels = PICTURE_AREA_MAX_PX;
}

static int decoder_open(struct av_source *av, const AVStream *stream,
			struct reason *reason)
{
	const AVCodecParameters *codec = stream->codecpar;
	const AVCodec *kind = avcodec_find_decoder(codec->codec_id);
	const char *name = av->request->name;

	if (!kind)
		return reason_give(reason, -ENOTSUP, "%s: no decoder for %s",
				   name, avcodec_get_name(codec->codec_id));
	if (picture_is_too_large(codec->width, codec->height))
		return reason_give(reason, -EFBIG,
				   "the pictures of %s, %dx%d, are larger "
				   "than " PICTURE_LIMIT_TEXT,
				   name, codec->width, codec->height);
	av->decoder = avcodec_alloc_context3(kind);
	if (!av->decoder ||
	    avcodec_parameters_to_context(av->decoder, codec) < 0)
		return out_of_memory(reason);
	decoder_set(av->decoder, stream);
	if (avcodec_open2(av->decoder, kind, NULL) == 0)
		return 0;
	return reason_give(reason, -ENOTSUP, "%s: cannot decode %s", name,
			   kind->name);
}

/*
 * What comes in segments is read ahead, until a playlist that was live says
 * that it has ended: it is no recording now, its pictures have been shown.
 */
static int segments_prepare(struct av_source *av, struct reason *reason)
{
	if (!av_format_is_segmented(&av->input.format))
		return 0;
	if (av->input.is_recording)
		return rerun_has_begun(av->request->rerun)
			       ? reason_give(reason, -EPIPE,
					     "the stream of %s has ended",
					     av->request->name)
			       : 0;
	av->ahead = read_ahead_start(&av->input);
	return av->ahead ? 0
			 : reason_give(reason, -ENOMEM,
				       "no memory, descriptor or thread is "
				       "left to read %s",
				       av->request->name);
}

static int av_source_equip(struct av_source *av, struct reason *reason)
{
	AVStream *video = av->input.video.stream;

	playback_start(&av->playback,
		       av_q2d(av_guess_frame_rate(av->input.format.context,
						  video, NULL)));
	av->packet = av_packet_alloc();
	av->frame = av_frame_alloc();
	av->converter =
		converter_create(av->request->width_px, av->request->height_px);
	if (!av->packet || !av->frame || !av->converter)
		return out_of_memory(reason);
	av->read = is_passed_on(av) ? passed_read : decoded_read;
	return av->read == decoded_read ? decoder_open(av, video, reason) : 0;
}

static int av_open(struct source **source, const struct source_request *request,
		   struct stop *stop, struct reason *reason)
{
	struct av_source *av = calloc(1, sizeof(*av));
	int result;

	if (!av)
		return out_of_memory(reason);
	av->source.next = av_next;
	av->source.close = av_source_close;
	av->request = request;
	av->stop = stop;
	result = av_input_open(&av->input, request, stop, reason);
	if (result < 0) {
		free(av);
		return result;
	}
	result = av_source_equip(av, reason);
	if (result == 0)
		result = segments_prepare(av, reason);
	if (result < 0) {
		av_source_close(&av->source);
		return result;
	}
	av->opened_ns = clock_monotonic_ns();
	*source = &av->source;
	return 0;
}

const struct source_driver av_source_driver = { .open = av_open };
