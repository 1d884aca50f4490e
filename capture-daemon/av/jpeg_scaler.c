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

struct jpeg_scaler {
	struct holders holders;
	int width_px, height_px;

	/* Of the thread that prepares pictures: */
	AVCodecContext *decoder;
	AVPacket *packet;
	AVFrame *frame; /* the last picture, whose planes the encoder reads */
	struct converter *converter;
};

struct scaled_picture {
	struct picture picture;
	struct picture *jpeg;
	struct jpeg_scaler *scaler;
};

static void scaler_free(struct jpeg_scaler *scaler)
{
	avcodec_free_context(&scaler->decoder);
	av_packet_free(&scaler->packet);
	av_frame_free(&scaler->frame);
	if (scaler->converter)
		converter_release(scaler->converter);
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
	    !scaler->converter)
		return false;
	scaler->decoder->max_pixels = PICTURE_AREA_MAX_PX;
	scaler->decoder->thread_count = 1;
	return avcodec_open2(scaler->decoder, codec, NULL) == 0;
}

struct jpeg_scaler *jpeg_scaler_create(int width_px, int height_px)
{
	struct jpeg_scaler *made = calloc(1, sizeof(*made));

	if (!made)
		return NULL;
	holders_begin(&made->holders);
	made->width_px = width_px;
	made->height_px = height_px;
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

/* libavcodec reads a little beyond the bytes; a packet has room for that. */
static int jpeg_decode(struct jpeg_scaler *scaler, const struct picture *jpeg)
{
	int result;

	if (av_new_packet(scaler->packet, (int)jpeg->size_bytes) < 0)
		return -ENOMEM;
	memcpy(scaler->packet->data, jpeg->bytes, jpeg->size_bytes);
	result = avcodec_send_packet(scaler->decoder, scaler->packet);
	av_packet_unref(scaler->packet);
	if (result >= 0)
		result = avcodec_receive_frame(scaler->decoder, scaler->frame);
	if (result >= 0) {
		/* Every JPEG's range; the decoder does not set it for grey. */
		scaler->frame->color_range = AVCOL_RANGE_JPEG;
		return 0;
	}
	avcodec_flush_buffers(scaler->decoder);
	return -EBADMSG;
}

static int scaled_prepare(struct picture *picture, uint64_t serial)
{
	struct scaled_picture *scaled = (struct scaled_picture *)picture;
	int result = jpeg_decode(scaled->scaler, scaled->jpeg);

	(void)serial;
	return result < 0 ? result
			  : converter_run(scaled->scaler->converter,
					  scaled->scaler->frame, picture);
}

static void scaled_release(struct picture *picture)
{
	struct scaled_picture *scaled = (struct scaled_picture *)picture;

	scaled->jpeg->release(scaled->jpeg);
	jpeg_scaler_release(scaled->scaler);
	free(scaled);
}

static bool is_to_be_scaled(const struct jpeg_scaler *scaler,
			    const struct picture *jpeg)
{
	struct jpeg_facts facts;

	return jpeg_check(jpeg->bytes, jpeg->size_bytes, &facts) == 0 &&
	       (facts.width_px != scaler->width_px ||
		facts.height_px != scaler->height_px);
}

struct picture *jpeg_scaler_take(struct jpeg_scaler *scaler,
				 struct picture *jpeg)
{
	struct scaled_picture *made;

	if (!is_to_be_scaled(scaler, jpeg))
		return jpeg;
	made = calloc(1, sizeof(*made));
	if (!made)
		return jpeg;
	holders_hold(&scaler->holders);
	made->scaler = scaler;
	made->jpeg = jpeg;
	made->picture = (struct picture){
		.kind = PICTURE_PLANES,
		.captured_ns = jpeg->captured_ns,
		.captured_wall_ns = jpeg->captured_wall_ns,
		.prepare = scaled_prepare,
		.release = scaled_release,
	};
	return &made->picture;
}
