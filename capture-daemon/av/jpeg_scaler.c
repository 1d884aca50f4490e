/*
 * Scales JPEGs that are not of the wanted size.
 *
 * SPDX-License-Identifier: MIT
 */
#include "jpeg_scaler.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <libavcodec/avcodec.h>

#include "converter.h"
#include "holders.h"
#include "jpeg_check.h"
#include "jpeg_fields.h"
#include "jpeg_markers.h"
#include "jpeg_proof.h"
#include "shown_shape.h"

/* Enough for every aspect that is in use. */
#define ASPECT_DENOMINATOR_MAX 1000

struct jpeg_scaler {
	struct holders holders;
	int width_px, height_px;
	double pixel_aspect;

	/* Of the thread that prepares pictures: */
	AVCodecContext *decoder;
	AVPacket *packet;
	AVFrame *frame; /* the last picture, whose planes the encoder reads */
	struct converter *converter;
	struct jpeg_proof *proof;
	struct field_weaver *weaver;
};

struct scaled_picture {
	struct picture picture;
	struct picture *jpeg;
	struct jpeg_facts facts;
	struct jpeg_scaler *scaler;
};

static void scaler_free(struct jpeg_scaler *scaler)
{
	avcodec_free_context(&scaler->decoder);
	av_packet_free(&scaler->packet);
	av_frame_free(&scaler->frame);
	if (scaler->converter)
		converter_release(scaler->converter);
	jpeg_proof_destroy(scaler->proof);
	field_weaver_destroy(scaler->weaver);
	free(scaler);
}

static bool scaler_equip(struct jpeg_scaler *scaler)
{
	const AVCodec *codec = avcodec_find_decoder(AV_CODEC_ID_MJPEG);

	scaler->decoder = avcodec_alloc_context3(codec);
	scaler->packet = av_packet_alloc();
	scaler->frame = av_frame_alloc();
	scaler->converter =
		converter_create(scaler->width_px, scaler->height_px);
	if (!codec || !scaler->decoder || !scaler->packet || !scaler->frame ||
	    !scaler->converter || jpeg_proof_create(&scaler->proof) < 0 ||
	    field_weaver_create(&scaler->weaver) < 0)
		return false;
	scaler->decoder->max_pixels = PICTURE_AREA_MAX_PX;
	scaler->decoder->thread_count = 1;
	return avcodec_open2(scaler->decoder, codec, NULL) == 0;
}

struct jpeg_scaler *jpeg_scaler_create(int width_px, int height_px,
				       double pixel_aspect)
{
	struct jpeg_scaler *made = calloc(1, sizeof(*made));

	if (!made)
		return NULL;
	holders_begin(&made->holders);
	made->width_px = width_px;
	made->height_px = height_px;
	made->pixel_aspect = pixel_aspect;
	if (scaler_equip(made))
		return made;
	scaler_free(made);
	return NULL;
}

void jpeg_scaler_release(struct jpeg_scaler *scaler)
{
	if (holders_release(&scaler->holders))
		scaler_free(scaler);
}

/*
 * Fill the packet. libavcodec reads a little beyond its end, and a packet has
 * room for that.
 */
static int packet_fill(struct jpeg_scaler *scaler,
		       const struct scaled_picture *scaled)
{
	static const uint8_t eoi[] = { MARKER_FILL, MARKER_EOI };
	const struct jpeg_facts *facts = &scaled->facts;
	size_t missing_bytes = facts->lacks_end ? sizeof(eoi) : 0;
	AVPacket *packet = scaler->packet;

	if (av_new_packet(packet, (int)(facts->size_bytes + missing_bytes)) < 0)
		return -ENOMEM;
	memcpy(packet->data, scaled->jpeg->bytes + facts->begin_offset,
	       facts->size_bytes);
	memcpy(packet->data + facts->size_bytes, eoi, missing_bytes);
	/* It may have been cut off. */
	if (!facts->lacks_end ||
	    jpeg_proof_run(scaler->proof, packet->data, (size_t)packet->size))
		return 0;
	av_packet_unref(packet);
	return -EBADMSG;
}

static int jpeg_decode(struct jpeg_scaler *scaler,
		       const struct scaled_picture *scaled)
{
	int result = packet_fill(scaler, scaled);

	if (result < 0)
		return result;
	result = avcodec_send_packet(scaler->decoder, scaler->packet);
	av_packet_unref(scaler->packet);
	if (result >= 0)
		result = avcodec_receive_frame(scaler->decoder, scaler->frame);
	if (result >= 0)
		return 0;
	avcodec_flush_buffers(scaler->decoder);
	return -EBADMSG;
}

static enum AVPixelFormat
format_of_subsampling(enum picture_subsampling subsampling)
{
	switch (subsampling) {
	case PICTURE_444:
		return AV_PIX_FMT_YUV444P;
	case PICTURE_422:
		return AV_PIX_FMT_YUV422P;
	case PICTURE_440:
		return AV_PIX_FMT_YUV440P;
	case PICTURE_GREY:
		return AV_PIX_FMT_GRAY8;
	default:
		return AV_PIX_FMT_YUV420P;
	}
}

/* The planes stay the weaver's. */
static int fields_decode(struct jpeg_scaler *scaler,
			 const struct jpeg_fields *fields)
{
	struct picture woven = { 0 };
	int result = field_weaver_run(scaler->weaver, fields, &woven);
	AVFrame *frame = scaler->frame;

	if (result < 0)
		return result;
	av_frame_unref(frame);
	frame->width = woven.width_px;
	frame->height = woven.height_px;
	frame->format = format_of_subsampling(woven.subsampling);
	frame->colorspace = AVCOL_SPC_BT470BG;
	for (int i = 0; i < 3; i++) {
		frame->data[i] = (uint8_t *)woven.planes[i];
		frame->linesize[i] = woven.strides[i];
	}
	return 0;
}

static bool fields_find(const struct scaled_picture *scaled,
			struct jpeg_fields *fields)
{
	const struct picture *jpeg = scaled->jpeg;

	return jpeg_fields_find(fields, jpeg->bytes, jpeg->size_bytes,
				&scaled->facts, jpeg->declared_height_px);
}

static int scaled_prepare(struct picture *picture, uint64_t serial)
{
	struct scaled_picture *scaled = (struct scaled_picture *)picture;
	struct jpeg_scaler *scaler = scaled->scaler;
	struct jpeg_fields fields;
	int result = fields_find(scaled, &fields)
			     ? fields_decode(scaler, &fields)
			     : jpeg_decode(scaler, scaled);

	(void)serial;
	if (result < 0)
		return result;
	/* Every JPEG's range; the decoder does not set it for grey. */
	scaler->frame->color_range = AVCOL_RANGE_JPEG;
	scaler->frame->sample_aspect_ratio =
		av_d2q(scaler->pixel_aspect, ASPECT_DENOMINATOR_MAX);
	return converter_run(scaler->converter, scaler->frame, picture);
}

static void scaled_release(struct picture *picture)
{
	struct scaled_picture *scaled = (struct scaled_picture *)picture;

	scaled->jpeg->release(scaled->jpeg);
	jpeg_scaler_release(scaled->scaler);
	free(scaled);
}

/* Whether it has the wanted size and shape, once it has been turned. */
static bool is_right(const struct scaled_picture *scaled)
{
	const struct jpeg_scaler *scaler = scaled->scaler;
	int width_px = scaled->facts.width_px;
	int height_px = scaled->facts.height_px;
	struct jpeg_fields fields;

	if (scaler->width_px == 0)
		return shown_pixels_are_square(scaler->pixel_aspect);
	if (fields_find(scaled, &fields))
		height_px = fields.height_px;
	return picture_orientation_swaps(scaled->picture.orientation)
		       ? width_px == scaler->height_px &&
				 height_px == scaler->width_px
		       : width_px == scaler->width_px &&
				 height_px == scaler->height_px;
}

/* libavcodec may be able to decode what no browser shows. */
static bool is_readable(struct scaled_picture *scaled)
{
	const struct picture *jpeg = scaled->jpeg;
	struct jpeg_facts *facts = &scaled->facts;
	int result = jpeg_check(jpeg->bytes, jpeg->size_bytes, facts);

	if (result == -ENOTSUP)
		facts->size_bytes = jpeg->size_bytes - facts->begin_offset;
	return result == 0 || result == -ENOTSUP;
}

/* Look into the JPEG; returns whether it has to be scaled, and can be. */
static bool is_to_be_scaled(struct scaled_picture *scaled)
{
	if (!is_readable(scaled))
		return false;
	scaled->picture.orientation = scaled->facts.orientation != 0
					      ? scaled->facts.orientation
					      : scaled->jpeg->orientation;
	return !is_right(scaled);
}

struct picture *jpeg_scaler_take(struct jpeg_scaler *scaler,
				 struct picture *jpeg)
{
	struct scaled_picture *made = calloc(1, sizeof(*made));

	if (!made)
		return jpeg;
	made->scaler = scaler;
	made->jpeg = jpeg;
	made->picture = (struct picture){
		.kind = PICTURE_PLANES,
		.captured_ns = jpeg->captured_ns,
		.captured_wall_ns = jpeg->captured_wall_ns,
		.prepare = scaled_prepare,
		.release = scaled_release,
	};
	if (!is_to_be_scaled(made)) {
		free(made);
		return jpeg;
	}
	holders_hold(&scaler->holders);
	return &made->picture;
}
