/*
 * How a decoded picture is meant to be shown: which side of it is up, and how
 * wide its pixels are.
 *
 * SPDX-License-Identifier: MIT
 */
#include "shown_shape.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <libavcodec/avcodec.h>
#include <libavutil/display.h>

#include "picture.h"

#define MATRIX_BYTES (9 * sizeof(int32_t))

/* Encoders round; a hundredth cannot be seen, and scaling costs sharpness. */
#define SQUARE_TOLERANCE 0.01

/* Video has 24:11 at most, anamorphic films have 2:1. */
#define ASPECT_MAX 4

/*
 * The matrix takes a pixel's place (x, y) to (a x + c y, b x + d y), here by
 * its first five numbers: a, b, -, c, d. A picture that is turned by less than
 * an eighth is left as it is.
 */
static unsigned orientation_of_matrix(const int32_t *matrix)
{
	int64_t a = matrix[0], b = matrix[1], c = matrix[3], d = matrix[4];

	if (llabs(a) + llabs(d) >= llabs(b) + llabs(c)) {
		if (a < 0)
			return d < 0 ? 3 : 2;
		return d < 0 ? 4 : 1;
	}
	if (c < 0)
		return b < 0 ? 7 : 6;
	return b < 0 ? 8 : 5;
}

/* No side data is larger than memory, and a smaller one is no matrix. */
static unsigned orientation_of_bytes(const void *bytes, size_t size_bytes)
{
	int32_t matrix[9];

	if (!bytes || size_bytes < MATRIX_BYTES)
		return 0;
	memcpy(matrix, bytes, MATRIX_BYTES);
	return orientation_of_matrix(matrix);
}

unsigned shown_orientation_of_stream(const AVStream *stream)
{
#if LIBAVCODEC_VERSION_MAJOR >= 61
	const AVCodecParameters *codec = stream->codecpar;
	const AVPacketSideData *data = av_packet_side_data_get(
		codec->coded_side_data, codec->nb_coded_side_data,
		AV_PKT_DATA_DISPLAYMATRIX);

	return data ? orientation_of_bytes(data->data, data->size) : 0;
#else
	size_t size_bytes = 0;
	const void *bytes = av_stream_get_side_data(
		stream, AV_PKT_DATA_DISPLAYMATRIX, &size_bytes);

	return orientation_of_bytes(bytes, size_bytes);
#endif
}

unsigned shown_orientation_of_frame(const AVFrame *frame,
				    const AVStream *stream)
{
	const AVFrameSideData *data =
		av_frame_get_side_data(frame, AV_FRAME_DATA_DISPLAYMATRIX);

	return data ? orientation_of_bytes(data->data, data->size)
		    : shown_orientation_of_stream(stream);
}

double shown_pixel_aspect(AVRational pixel_aspect)
{
	double value = 1;

	if (pixel_aspect.num > 0 && pixel_aspect.den > 0)
		value = av_q2d(pixel_aspect);
	return value > ASPECT_MAX || value < 1.0 / ASPECT_MAX ? 1 : value;
}

bool shown_pixels_are_square(double pixel_aspect)
{
	return pixel_aspect < 1 + SQUARE_TOLERANCE &&
	       pixel_aspect > 1 - SQUARE_TOLERANCE;
}

static int rounded(double side_px)
{
	return side_px < 1 ? 1 : (int)(side_px + 0.5);
}

struct shown_size shown_size_square(int width_px, int height_px,
				    double pixel_aspect)
{
	struct shown_size wider = { rounded(width_px * pixel_aspect),
				    height_px };
	struct shown_size higher = { width_px,
				     rounded(height_px / pixel_aspect) };
	bool is_wide = pixel_aspect > 1;
	struct shown_size grown = is_wide ? wider : higher;

	if (shown_pixels_are_square(pixel_aspect))
		return (struct shown_size){ width_px, height_px };
	if (!picture_is_too_large(grown.width_px, grown.height_px))
		return grown;
	return is_wide ? higher : wider;
}
