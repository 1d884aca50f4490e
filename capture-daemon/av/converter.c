/*
 * Converts a decoder's frames to what the JPEG encoder takes.
 *
 * libswscale can turn YUV into other YUV, but does so by way of RGB and back,
 * and ignores a change of range alone. YUV to RGB is its fastest path, and
 * TurboJPEG's way back to YUV is fast too. For 1280x720 in limited BT.709 these
 * two take 0.2 ms and 0.3 ms; YUV to YUV takes 3.3 ms.
 *
 * SPDX-License-Identifier: MIT
 */
#include "converter.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>

#include "holders.h"
#include "shown_shape.h"

/* ITU-R BT.709 is for this and above; smaller video is mostly BT.601. */
#define HD_HEIGHT_PX 720

#define ROW_ALIGNMENT_BYTES 64

/* 16.16 fixed point, as sws_setColorspaceDetails() takes it. */
#define UNCHANGED (1 << 16)

struct converter {
	struct holders holders;
	int width_px, height_px;
	struct SwsContext *scaler;
	AVFrame *pixels; /* what the last conversion made */
};

struct converter *converter_create(int width_px, int height_px)
{
	struct converter *made = calloc(1, sizeof(*made));

	if (!made)
		return NULL;
	made->pixels = av_frame_alloc();
	if (!made->pixels) {
		free(made);
		return NULL;
	}
	holders_begin(&made->holders);
	made->width_px = width_px;
	made->height_px = height_px;
	return made;
}

struct converter *converter_hold(struct converter *converter)
{
	holders_hold(&converter->holders);
	return converter;
}

void converter_release(struct converter *converter)
{
	if (!holders_release(&converter->holders))
		return;
	sws_freeContext(converter->scaler);
	av_frame_free(&converter->pixels);
	free(converter);
}

/* The old names of formats that are full-range by definition. */
static enum AVPixelFormat format_without_range(enum AVPixelFormat format)
{
	switch (format) {
	case AV_PIX_FMT_YUVJ420P:
		return AV_PIX_FMT_YUV420P;
	case AV_PIX_FMT_YUVJ422P:
		return AV_PIX_FMT_YUV422P;
	case AV_PIX_FMT_YUVJ440P:
		return AV_PIX_FMT_YUV440P;
	case AV_PIX_FMT_YUVJ444P:
		return AV_PIX_FMT_YUV444P;
	default:
		return format;
	}
}

static bool frame_is_full_range(const AVFrame *frame)
{
	return frame->color_range == AVCOL_RANGE_JPEG ||
	       format_without_range(frame->format) !=
		       (enum AVPixelFormat)frame->format;
}

static enum AVColorSpace frame_matrix(const AVFrame *frame)
{
	if (frame->colorspace != AVCOL_SPC_UNSPECIFIED &&
	    frame->colorspace != AVCOL_SPC_RESERVED)
		return frame->colorspace;
	return frame->height >= HD_HEIGHT_PX ? AVCOL_SPC_BT709
					     : AVCOL_SPC_SMPTE170M;
}

static bool matrix_is_bt601(enum AVColorSpace matrix)
{
	return matrix == AVCOL_SPC_SMPTE170M || matrix == AVCOL_SPC_BT470BG;
}

/* Returns -1 for a format that TurboJPEG cannot read as planes. */
static int planes_subsampling(enum AVPixelFormat format)
{
	switch (format_without_range(format)) {
	case AV_PIX_FMT_YUV420P:
		return PICTURE_420;
	case AV_PIX_FMT_YUV422P:
		return PICTURE_422;
	case AV_PIX_FMT_YUV440P:
		return PICTURE_440;
	case AV_PIX_FMT_YUV444P:
		return PICTURE_444;
	case AV_PIX_FMT_GRAY8:
		return PICTURE_GREY;
	default:
		return -1;
	}
}

/* Chroma that the frame does not have would waste bytes. */
static enum picture_subsampling pixels_subsampling(enum AVPixelFormat format)
{
	const AVPixFmtDescriptor *description = av_pix_fmt_desc_get(format);

	if (description->log2_chroma_w == 0)
		return description->log2_chroma_h == 0 ? PICTURE_444
						       : PICTURE_440;
	return description->log2_chroma_h == 0 ? PICTURE_422 : PICTURE_420;
}

/*
 * Whether the encoder can take the planes as they are. TurboJPEG reads planes
 * padded to an even size, which a frame of odd size need not have.
 */
static bool frame_is_ready(const AVFrame *frame, int width_px, int height_px)
{
	bool is_jpeg_colour = frame->format == AV_PIX_FMT_GRAY8 ||
			      (frame_is_full_range(frame) &&
			       matrix_is_bt601(frame_matrix(frame)));

	return is_jpeg_colour && planes_subsampling(frame->format) >= 0 &&
	       frame->width == width_px && frame->height == height_px &&
	       width_px % 2 == 0 && height_px % 2 == 0;
}

static void planes_take(const AVFrame *frame, struct picture *picture)
{
	picture->kind = PICTURE_PLANES;
	picture->subsampling = planes_subsampling(frame->format);
	for (int plane = 0; plane < 3; plane++) {
		picture->planes[plane] = frame->data[plane];
		picture->strides[plane] = frame->linesize[plane];
	}
}

static int pixels_allocate(struct converter *converter, int width_px,
			   int height_px)
{
	AVFrame *pixels = converter->pixels;

	if (pixels->width == width_px && pixels->height == height_px)
		return 0;
	av_frame_unref(pixels);
	pixels->format = AV_PIX_FMT_BGR0;
	pixels->width = width_px;
	pixels->height = height_px;
	return av_frame_get_buffer(pixels, ROW_ALIGNMENT_BYTES);
}

static int scaler_choose(struct converter *converter, const AVFrame *frame)
{
	const int *table = sws_getCoefficients((int)frame_matrix(frame));

	converter->scaler = sws_getCachedContext(
		converter->scaler, frame->width, frame->height,
		format_without_range(frame->format), converter->pixels->width,
		converter->pixels->height, AV_PIX_FMT_BGR0, SWS_BILINEAR, NULL,
		NULL, NULL);
	if (!converter->scaler)
		return -ENOTSUP;
	sws_setColorspaceDetails(converter->scaler, table,
				 frame_is_full_range(frame), table, 1, 0,
				 UNCHANGED, UNCHANGED);
	return 0;
}

static int pixels_make(struct converter *converter, const AVFrame *frame,
		       struct picture *picture)
{
	int result = pixels_allocate(converter, picture->width_px,
				     picture->height_px);

	if (result == 0)
		result = scaler_choose(converter, frame);
	if (result < 0)
		return result;
	sws_scale(converter->scaler, (const uint8_t *const *)frame->data,
		  frame->linesize, 0, frame->height, converter->pixels->data,
		  converter->pixels->linesize);
	picture->kind = PICTURE_PIXELS;
	picture->subsampling = pixels_subsampling(frame->format);
	picture->planes[0] = converter->pixels->data[0];
	picture->strides[0] = converter->pixels->linesize[0];
	return 0;
}

/* As the wanted size is that of the turned picture, sides may change places. */
static struct shown_size size_before_turning(const struct converter *converter,
					     unsigned orientation)
{
	struct shown_size size = { converter->width_px, converter->height_px };

	if (!picture_orientation_swaps(orientation))
		return size;
	return (struct shown_size){ size.height_px, size.width_px };
}

int converter_run(struct converter *converter, const AVFrame *frame,
		  struct picture *picture)
{
	struct shown_size size =
		size_before_turning(converter, picture->orientation);

	if (picture_is_too_large(frame->width, frame->height))
		return -EFBIG;
	if (size.width_px == 0)
		size = shown_size_square(
			frame->width, frame->height,
			shown_pixel_aspect(frame->sample_aspect_ratio));
	picture->width_px = size.width_px;
	picture->height_px = size.height_px;
	if (!frame_is_ready(frame, size.width_px, size.height_px))
		return pixels_make(converter, frame, picture);
	planes_take(frame, picture);
	return 0;
}
