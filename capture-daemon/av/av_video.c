/*
 * The video among the streams that libavformat has opened.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_video.h"

#include <string.h>

/* Sound is of use only to tell that the peer is not silent. */
static void stream_take(struct av_video *video, int index, bool hears_sound)
{
	for (unsigned i = 0; i < video->format->nb_streams; i++) {
		AVStream *stream = video->format->streams[i];
		bool is_sound =
			stream->codecpar->codec_type == AVMEDIA_TYPE_AUDIO;

		stream->discard = (int)i == index || (is_sound && hears_sound)
					  ? AVDISCARD_DEFAULT
					  : AVDISCARD_ALL;
	}
	video->stream = video->format->streams[index];
}

static int stream_choose(struct av_video *video)
{
	int best = av_find_best_stream(video->format, AVMEDIA_TYPE_VIDEO, -1,
				       -1, NULL, 0);

	if (best < 0)
		return best;
	stream_take(video, best, false);
	return 0;
}

/*
 * Whether the header has told everything. RTSP and SDP mostly do, and analysing
 * the stream would only take time.
 */
static bool stream_is_known(struct av_video *video)
{
	const char *name = video->format->iformat->name;

	return (strcmp(name, "rtsp") == 0 || strcmp(name, "sdp") == 0 ||
		strcmp(name, "mpjpeg") == 0) &&
	       stream_choose(video) == 0 &&
	       video->stream->codecpar->codec_id != AV_CODEC_ID_NONE;
}

/*
 * libavformat's parsers hold each picture back until the next one begins; see
 * access_unit.h. Without them, RTP packets come as they are.
 */
static int units_prepare(struct av_video *video, const struct av_kind *kind)
{
	enum AVCodecID codec = video->stream->codecpar->codec_id;

	if (codec != AV_CODEC_ID_H264 && codec != AV_CODEC_ID_HEVC)
		return 0;
	if (!kind->is_rtp && !kind->is_mpegts)
		return 0;
	video->format->flags |= AVFMT_FLAG_NOPARSE | AVFMT_FLAG_NOFILLIN;
	video->units = access_units_create(codec == AV_CODEC_ID_H264 ? NAL_H264
								     : NAL_H265,
					   kind->is_mpegts);
	return video->units ? 0 : AVERROR(ENOMEM);
}

static bool packet_is_video(const struct av_video *video,
			    const AVPacket *packet)
{
	const AVCodecParameters *codec =
		video->format->streams[packet->stream_index]->codecpar;

	return codec->codec_type == AVMEDIA_TYPE_VIDEO &&
	       codec->codec_id != AV_CODEC_ID_NONE;
}

/* A peer whose sound comes is not silent. */
static void other_note(struct av_video *video, const AVPacket *packet)
{
	const AVCodecParameters *codec =
		video->format->streams[packet->stream_index]->codecpar;

	if (codec->codec_type == AVMEDIA_TYPE_AUDIO)
		av_patience_note(video->patience, AV_CAME_SOUND);
	else if (codec->codec_type == AVMEDIA_TYPE_VIDEO &&
		 codec->codec_id == AV_CODEC_ID_NONE)
		av_patience_note(video->patience, AV_CAME_OTHER_VIDEO);
}

/*
 * Live formats announce their streams as they come. The wait ends with the
 * first packet of video; nothing waits for sound and data.
 */
static int stream_await(struct av_video *video)
{
	int result;

	video->first = av_packet_alloc();
	if (!video->first)
		return AVERROR(ENOMEM);
	while ((result = av_read_frame(video->format, video->first)) >= 0) {
		if (packet_is_video(video, video->first)) {
			stream_take(video, video->first->stream_index, true);
			return 0;
		}
		other_note(video, video->first);
		av_packet_unref(video->first);
	}
	return result;
}

static int stream_analyse(struct av_video *video)
{
	int result = avformat_find_stream_info(video->format, NULL);

	return result < 0 ? result : stream_choose(video);
}

int av_video_find(struct av_video *video, AVFormatContext *format,
		  const struct av_kind *kind, struct av_patience *patience)
{
	int result;

	*video = (struct av_video){ .format = format, .patience = patience };
	if (kind->start == AV_START_STREAM)
		result = stream_await(video);
	else if (stream_is_known(video))
		result = 0;
	else
		/* Its parsers hold what was analysed, and go on. */
		return stream_analyse(video);
	return result < 0 ? result : units_prepare(video, kind);
}

void av_video_leave(struct av_video *video)
{
	access_units_destroy(video->units);
	video->units = NULL;
	av_packet_free(&video->first);
}

/* The next packet, as libavformat has it. */
static int packet_read(struct av_video *video, AVPacket *packet)
{
	int result;

	if (video->first) {
		av_packet_move_ref(packet, video->first);
		av_packet_free(&video->first);
		return 0;
	}
	while ((result = av_read_frame(video->format, packet)) >= 0) {
		/* An interrupt flushes a packet out of the parser: drop it. */
		if (packet->stream_index == video->stream->index &&
		    !video->patience->is_over)
			return 0;
		other_note(video, packet);
		av_packet_unref(packet);
	}
	return video->patience->is_over ? AVERROR_EXIT : result;
}

static int unit_read(struct av_video *video, AVPacket *unit)
{
	int result = 0;

	while (result >= 0 && !access_units_take(video->units, unit)) {
		result = packet_read(video, unit);
		if (result >= 0)
			result = access_units_add(video->units, unit);
	}
	return result;
}

int av_video_read(struct av_video *video, AVPacket *picture)
{
	return video->units ? unit_read(video, picture)
			    : packet_read(video, picture);
}
