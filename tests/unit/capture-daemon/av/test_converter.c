/*
 * Colours come out of decode-and-encode as they went in.
 *
 * Colour bars of 75 and 100 percent and a grey ramp are coded the way video
 * is, sent through converter and encoder, decoded by TurboJPEG and compared
 * with the colours they were made from. Allowed, at quality 90 and away from
 * edges: 6 of 255 at worst, 2 on average, which is what libswscale rounds away
 * where it has no code for the processor (1.7, 32-bit ARM; 0.4 elsewhere).
 *
 * SPDX-License-Identifier: MIT
 */
#include "converter.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <libavutil/pixdesc.h>
#include <turbojpeg.h>

#include "encoder.h"

#define ERROR_MAX      6
#define ERROR_MEAN_MAX 2.0
#define QUALITY	       90

#define BARS	16
#define EDGE_PX 16 /* a JPEG smears an edge over its block, no further */

struct scene {
	int width_px, height_px;
	enum AVPixelFormat format;
	enum AVColorSpace matrix;
	enum AVColorRange range;
};

struct error {
	double max, mean;
};

/* The reference picture: bars above, a ramp in the lowest quarter. */
static void scene_rgb(int width_px, int height_px, int x, int y, double *rgb)
{
	static const uint8_t bars[BARS][3] = {
		{ 191, 191, 191 }, { 191, 191, 0 }, { 0, 191, 191 },
		{ 0, 191, 0 },	   { 191, 0, 191 }, { 191, 0, 0 },
		{ 0, 0, 191 },	   { 0, 0, 0 },	    { 255, 255, 255 },
		{ 255, 255, 0 },   { 0, 255, 255 }, { 0, 255, 0 },
		{ 255, 0, 255 },   { 255, 0, 0 },   { 0, 0, 255 },
		{ 60, 120, 200 },
	};

	for (int i = 0; i < 3; i++)
		rgb[i] = y < height_px * 3 / 4 ? bars[x * BARS / width_px][i]
					       : 255.0 * x / (width_px - 1);
}

static bool is_near_an_edge(int width_px, int height_px, int x, int y)
{
	int bar_px = width_px / BARS;

	if (abs(y - height_px * 3 / 4) < EDGE_PX)
		return true;
	return y < height_px * 3 / 4 &&
	       (x % bar_px < EDGE_PX || x % bar_px >= bar_px - EDGE_PX);
}

/* ITU-R BT.601, BT.709: Y from R, G, B; chroma as scaled differences. */
static void rgb_to_yuv(const double *rgb, bool is_bt709, bool is_full_range,
		       double *yuv)
{
	double kr = is_bt709 ? 0.2126 : 0.299;
	double kb = is_bt709 ? 0.0722 : 0.114;
	double luma = kr * rgb[0] + (1 - kr - kb) * rgb[1] + kb * rgb[2];
	double chroma_scale = is_full_range ? 1 : 224.0 / 255;

	yuv[0] = is_full_range ? luma : 16 + luma * 219 / 255;
	yuv[1] = 128 + (rgb[2] - luma) / (2 * (1 - kb)) * chroma_scale;
	yuv[2] = 128 + (rgb[0] - luma) / (2 * (1 - kr)) * chroma_scale;
}

static void sample_store(AVFrame *frame, int plane, int x, int y, int bits,
			 double value)
{
	uint8_t *row = frame->data[plane] + y * frame->linesize[plane];
	double scaled = fmin(fmax(round(value * (1 << (bits - 8))), 0),
			     (1 << bits) - 1);

	if (bits > 8)
		((uint16_t *)(void *)row)[x] = (uint16_t)scaled;
	else
		row[x] = (uint8_t)scaled;
}

/* What a decoder would give for `scene`; `is_bt709` is how it is coded. */
static AVFrame *frame_create(const struct scene *scene, bool is_bt709,
			     bool is_full_range)
{
	const AVPixFmtDescriptor *format = av_pix_fmt_desc_get(scene->format);
	AVFrame *frame = av_frame_alloc();

	assert_non_null(frame);
	frame->width = scene->width_px;
	frame->height = scene->height_px;
	frame->format = scene->format;
	frame->colorspace = scene->matrix;
	frame->color_range = scene->range;
	assert_int_equal(av_frame_get_buffer(frame, 0), 0);
	for (int plane = 0; plane < format->nb_components; plane++) {
		int step_x = plane ? 1 << format->log2_chroma_w : 1;
		int step_y = plane ? 1 << format->log2_chroma_h : 1;

		for (int y = 0; y < scene->height_px; y += step_y)
			for (int x = 0; x < scene->width_px; x += step_x) {
				double rgb[3], yuv[3];

				scene_rgb(scene->width_px, scene->height_px, x,
					  y, rgb);
				rgb_to_yuv(rgb, is_bt709, is_full_range, yuv);
				sample_store(
					frame, plane, x / step_x, y / step_y,
					format->comp[plane].depth, yuv[plane]);
			}
	}
	return frame;
}

static struct error jpeg_error(const uint8_t *jpeg, size_t jpeg_bytes,
			       int width_px, int height_px)
{
	tjhandle decoder = tjInitDecompress();
	uint8_t *seen = malloc((size_t)width_px * height_px * 3);
	struct error error = { 0, 0 };
	int count = 0;

	assert_non_null(seen);
	assert_int_equal(tjDecompress2(decoder, jpeg, jpeg_bytes, seen,
				       width_px, 0, height_px, TJPF_RGB,
				       TJFLAG_ACCURATEDCT),
			 0);
	for (int y = 0; y < height_px; y++)
		for (int x = 0; x < width_px; x++) {
			double rgb[3];

			if (is_near_an_edge(width_px, height_px, x, y))
				continue;
			scene_rgb(width_px, height_px, x, y, rgb);
			for (int i = 0; i < 3; i++, count++) {
				double off =
					fabs(rgb[i] -
					     seen[(y * width_px + x) * 3 + i]);

				error.mean += off;
				error.max = fmax(error.max, off);
			}
		}
	error.mean /= count;
	free(seen);
	tjDestroy(decoder);
	return error;
}

static struct error picture_error(const struct picture *picture)
{
	size_t jpeg_bytes = encoder_bytes_max(
		picture->width_px, picture->height_px, picture->subsampling);
	uint8_t *jpeg = malloc(jpeg_bytes);
	struct encoder *encoder;
	struct error error;

	assert_non_null(jpeg);
	assert_int_equal(encoder_create(&encoder, QUALITY), 0);
	assert_int_equal(encoder_run(encoder, picture, jpeg, &jpeg_bytes), 0);
	error = jpeg_error(jpeg, jpeg_bytes, picture->width_px,
			   picture->height_px);
	encoder_destroy(encoder);
	free(jpeg);
	return error;
}

/* To `width_px` by `height_px`, or, when they are 0, as it is. */
static struct error scene_error(const struct scene *scene, bool is_bt709,
				bool is_full_range, int width_px, int height_px)
{
	AVFrame *frame = frame_create(scene, is_bt709, is_full_range);
	struct converter *converter = converter_create(width_px, height_px);
	struct picture picture = { 0 };
	struct error error;

	assert_non_null(converter);
	assert_int_equal(converter_run(converter, frame, &picture), 0);
	error = picture_error(&picture);
	print_message("%s, %s%s, %dx%d: max %.1f, mean %.2f\n",
		      av_get_pix_fmt_name(scene->format),
		      is_bt709 ? "BT.709" : "BT.601",
		      is_full_range ? " full" : "", picture.width_px,
		      picture.height_px, error.max, error.mean);
	converter_release(converter);
	av_frame_free(&frame);
	return error;
}

static void assert_true_colours(struct error error)
{
	assert_true(error.max <= ERROR_MAX);
	assert_true(error.mean <= ERROR_MEAN_MAX);
}

static void test_limited_range_video_keeps_its_colours(void **state)
{
	static const enum AVPixelFormat formats[] = {
		AV_PIX_FMT_YUV420P,
		AV_PIX_FMT_YUV422P,
		AV_PIX_FMT_YUV444P,
		AV_PIX_FMT_YUV420P10,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		struct scene scene = { 1280, 720, formats[i], AVCOL_SPC_BT709,
				       AVCOL_RANGE_MPEG };

		assert_true_colours(scene_error(&scene, true, false, 0, 0));
		scene.matrix = AVCOL_SPC_SMPTE170M;
		assert_true_colours(scene_error(&scene, false, false, 0, 0));
	}
}

static void test_full_range_video_keeps_its_colours(void **state)
{
	struct scene scene = { 1280, 720, AV_PIX_FMT_YUV420P, AVCOL_SPC_BT470BG,
			       AVCOL_RANGE_JPEG };

	(void)state;
	assert_true_colours(scene_error(&scene, false, true, 0, 0));
	scene.matrix = AVCOL_SPC_BT709;
	assert_true_colours(scene_error(&scene, true, true, 0, 0));
	scene.format = AV_PIX_FMT_YUVJ420P;
	scene.range = AVCOL_RANGE_UNSPECIFIED;
	assert_true_colours(scene_error(&scene, true, true, 0, 0));
}

static void test_unspecified_matrix_goes_by_the_height(void **state)
{
	struct scene hd = { 1280, 720, AV_PIX_FMT_YUV420P,
			    AVCOL_SPC_UNSPECIFIED, AVCOL_RANGE_UNSPECIFIED };
	struct scene sd = { 640, 480, AV_PIX_FMT_YUV420P, AVCOL_SPC_UNSPECIFIED,
			    AVCOL_RANGE_UNSPECIFIED };

	(void)state;
	assert_true_colours(scene_error(&hd, true, false, 0, 0));
	assert_true_colours(scene_error(&sd, false, false, 0, 0));
}

static void test_scaled_video_keeps_its_colours(void **state)
{
	struct scene scene = { 1280, 720, AV_PIX_FMT_YUV420P, AVCOL_SPC_BT709,
			       AVCOL_RANGE_MPEG };

	(void)state;
	assert_true_colours(scene_error(&scene, true, false, 960, 540));
	assert_true_colours(scene_error(&scene, true, false, 1920, 1080));
}

static void test_odd_sizes_keep_their_colours_and_size(void **state)
{
	struct scene scene = { 853, 479, AV_PIX_FMT_YUV420P, AVCOL_SPC_BT709,
			       AVCOL_RANGE_MPEG };

	(void)state;
	assert_true_colours(scene_error(&scene, true, false, 0, 0));
	scene.matrix = AVCOL_SPC_BT470BG;
	scene.range = AVCOL_RANGE_JPEG;
	assert_true_colours(scene_error(&scene, false, true, 0, 0));
}

/* The bug all of this is about must not pass the tests above. */
static void test_untouched_planes_would_fail_these_tests(void **state)
{
	const struct scene scene = { 640, 360, AV_PIX_FMT_YUV420P,
				     AVCOL_SPC_BT709, AVCOL_RANGE_MPEG };
	AVFrame *frame = frame_create(&scene, true, false);
	struct picture picture = {
		.kind = PICTURE_PLANES,
		.width_px = frame->width,
		.height_px = frame->height,
		.subsampling = PICTURE_420,
	};
	struct error error;

	(void)state;
	for (int plane = 0; plane < 3; plane++) {
		picture.planes[plane] = frame->data[plane];
		picture.strides[plane] = frame->linesize[plane];
	}
	error = picture_error(&picture);
	assert_true(error.max > 3 * ERROR_MAX);
	assert_true(error.mean > 3 * ERROR_MEAN_MAX);
	av_frame_free(&frame);
}

static void test_jpeg_planes_are_not_converted(void **state)
{
	const struct scene scene = { 640, 360, AV_PIX_FMT_YUVJ422P,
				     AVCOL_SPC_BT470BG, AVCOL_RANGE_JPEG };
	AVFrame *frame = frame_create(&scene, false, true);
	struct converter *converter = converter_create(0, 0);
	struct picture picture = { 0 };

	(void)state;
	assert_int_equal(converter_run(converter, frame, &picture), 0);
	assert_int_equal(picture.kind, PICTURE_PLANES);
	assert_int_equal(picture.subsampling, PICTURE_422);
	for (int plane = 0; plane < 3; plane++)
		assert_ptr_equal(picture.planes[plane], frame->data[plane]);
	converter_release(converter);
	av_frame_free(&frame);
}

static void test_size_may_change_from_frame_to_frame(void **state)
{
	static const int sizes[][2] = {
		{ 640, 360 }, { 320, 240 }, { 16, 16 }, { 1280, 720 }
	};
	struct converter *converter = converter_create(0, 0);

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		const struct scene scene = { sizes[i][0], sizes[i][1],
					     AV_PIX_FMT_YUV420P,
					     AVCOL_SPC_BT709,
					     AVCOL_RANGE_MPEG };
		AVFrame *frame = frame_create(&scene, true, false);
		struct picture picture = { 0 };

		assert_int_equal(converter_run(converter, frame, &picture), 0);
		assert_int_equal(picture.width_px, sizes[i][0]);
		assert_int_equal(picture.height_px, sizes[i][1]);
		av_frame_free(&frame);
	}
	converter_release(converter);
}

static void assert_converted_size(struct converter *converter,
				  AVRational pixel_aspect, unsigned orientation,
				  int width_px, int height_px)
{
	const struct scene scene = { 320, 240, AV_PIX_FMT_YUV420P,
				     AVCOL_SPC_BT709, AVCOL_RANGE_MPEG };
	AVFrame *frame = frame_create(&scene, true, false);
	struct picture picture = { .orientation = orientation };

	frame->sample_aspect_ratio = pixel_aspect;
	assert_int_equal(converter_run(converter, frame, &picture), 0);
	assert_int_equal(picture.width_px, width_px);
	assert_int_equal(picture.height_px, height_px);
	av_frame_free(&frame);
}

/* It is turned later, so its sides are still those of the frame. */
static void test_pixels_become_square_unless_a_size_is_wanted(void **state)
{
	const AVRational square = { 1, 1 }, wide = { 4, 3 };
	struct converter *any = converter_create(0, 0);
	struct converter *standing = converter_create(240, 320);

	(void)state;
	assert_converted_size(any, square, 0, 320, 240);
	assert_converted_size(any, square, 6, 320, 240);
	assert_converted_size(any, wide, 0, 427, 240);
	assert_converted_size(any, wide, 6, 427, 240);
	assert_converted_size(standing, wide, 0, 240, 320);
	assert_converted_size(standing, wide, 3, 240, 320);
	assert_converted_size(standing, wide, 6, 320, 240);
	assert_converted_size(standing, square, 8, 320, 240);
	converter_release(any);
	converter_release(standing);
}

static void test_monstrous_frames_are_refused(void **state)
{
	struct converter *converter = converter_create(640, 360);
	AVFrame *frame = av_frame_alloc();
	struct picture picture = { 0 };

	(void)state;
	assert_non_null(frame);
	frame->format = AV_PIX_FMT_YUV420P;
	frame->width = PICTURE_SIDE_MAX_PX + 2;
	frame->height = 2;
	assert_int_equal(converter_run(converter, frame, &picture), -EFBIG);
	frame->width = 4096 + 2;
	frame->height = 4096;
	assert_int_equal(converter_run(converter, frame, &picture), -EFBIG);
	av_frame_free(&frame);
	converter_release(converter);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_limited_range_video_keeps_its_colours),
		cmocka_unit_test(test_full_range_video_keeps_its_colours),
		cmocka_unit_test(test_unspecified_matrix_goes_by_the_height),
		cmocka_unit_test(test_scaled_video_keeps_its_colours),
		cmocka_unit_test(test_odd_sizes_keep_their_colours_and_size),
		cmocka_unit_test(test_untouched_planes_would_fail_these_tests),
		cmocka_unit_test(test_jpeg_planes_are_not_converted),
		cmocka_unit_test(test_size_may_change_from_frame_to_frame),
		cmocka_unit_test(
			test_pixels_become_square_unless_a_size_is_wanted),
		cmocka_unit_test(test_monstrous_frames_are_refused),
	};

	return cmocka_run_group_tests_name("converter", tests, NULL, NULL);
}
