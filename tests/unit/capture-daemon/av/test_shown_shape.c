/*
 * Which side of a picture is up and how wide its pixels are, as players see it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "shown_shape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <libavcodec/avcodec.h>
#include <libavutil/display.h>

#include "picture.h"

static AVStream *stream_create(AVFormatContext **format)
{
	AVStream *stream;

	*format = avformat_alloc_context();
	assert_non_null(*format);
	stream = avformat_new_stream(*format, NULL);
	assert_non_null(stream);
	return stream;
}

static void matrix_put(AVFrame *frame, const int32_t matrix[9])
{
	AVFrameSideData *data = av_frame_new_side_data(
		frame, AV_FRAME_DATA_DISPLAYMATRIX, 9 * sizeof(int32_t));

	assert_non_null(data);
	memcpy(data->data, matrix, 9 * sizeof(int32_t));
}

static unsigned orientation_of(const int32_t matrix[9])
{
	AVFormatContext *format;
	AVStream *stream = stream_create(&format);
	AVFrame *frame = av_frame_alloc();
	unsigned orientation;

	assert_non_null(frame);
	matrix_put(frame, matrix);
	orientation = shown_orientation_of_frame(frame, stream);
	av_frame_free(&frame);
	avformat_free_context(format);
	return orientation;
}

/* Turned clockwise by `degrees`, then flipped, in FFmpeg's own words. */
static unsigned orientation_made(double degrees, int hflip, int vflip)
{
	int32_t matrix[9];

	av_display_rotation_set(matrix, degrees);
	av_display_matrix_flip(matrix, hflip, vflip);
	return orientation_of(matrix);
}

static void test_matrices_mean_what_ffmpeg_means(void **state)
{
	(void)state;
	assert_int_equal(orientation_made(0, 0, 0), 1);
	assert_int_equal(orientation_made(0, 1, 0), 2);
	assert_int_equal(orientation_made(180, 0, 0), 3);
	assert_int_equal(orientation_made(0, 0, 1), 4);
	assert_int_equal(orientation_made(90, 1, 0), 5);
	assert_int_equal(orientation_made(90, 0, 0), 6);
	assert_int_equal(orientation_made(90, 0, 1), 7);
	assert_int_equal(orientation_made(270, 0, 0), 8);
}

static void test_angles_in_between_go_to_the_next_quarter(void **state)
{
	(void)state;
	assert_int_equal(orientation_made(40, 0, 0), 1);
	assert_int_equal(orientation_made(50, 0, 0), 6);
	assert_int_equal(orientation_made(-80, 0, 0), 8);
}

static void test_any_numbers_are_some_orientation(void **state)
{
	static const int32_t extremes[] = { INT32_MIN, -1, 0, 1, INT32_MAX };
	int32_t matrix[9] = { 0 };

	(void)state;
	for (unsigned i = 0; i < 5 * 5 * 5 * 5; i++) {
		matrix[0] = extremes[i % 5];
		matrix[1] = extremes[i / 5 % 5];
		matrix[3] = extremes[i / 25 % 5];
		matrix[4] = extremes[i / 125];
		assert_in_range(orientation_of(matrix), 1,
				PICTURE_ORIENTATION_MAX);
	}
}

static void stream_put(AVStream *stream, const int32_t matrix[9])
{
#if LIBAVCODEC_VERSION_MAJOR >= 61
	AVCodecParameters *codec = stream->codecpar;
	AVPacketSideData *data = av_packet_side_data_new(
		&codec->coded_side_data, &codec->nb_coded_side_data,
		AV_PKT_DATA_DISPLAYMATRIX, 9 * sizeof(int32_t), 0);

	assert_non_null(data);
	memcpy(data->data, matrix, 9 * sizeof(int32_t));
#else
	uint8_t *data = av_stream_new_side_data(
		stream, AV_PKT_DATA_DISPLAYMATRIX, 9 * sizeof(int32_t));

	assert_non_null(data);
	memcpy(data, matrix, 9 * sizeof(int32_t));
#endif
}

static void test_frame_is_heeded_before_its_stream(void **state)
{
	AVFormatContext *format;
	AVStream *stream = stream_create(&format);
	AVFrame *frame = av_frame_alloc();
	int32_t matrix[9];

	(void)state;
	assert_non_null(frame);
	assert_int_equal(shown_orientation_of_frame(frame, stream), 0);
	av_display_rotation_set(matrix, 90);
	stream_put(stream, matrix);
	assert_int_equal(shown_orientation_of_stream(stream), 6);
	assert_int_equal(shown_orientation_of_frame(frame, stream), 6);
	av_display_rotation_set(matrix, 180);
	matrix_put(frame, matrix);
	assert_int_equal(shown_orientation_of_frame(frame, stream), 3);
	av_frame_free(&frame);
	avformat_free_context(format);
}

static void assert_shown(int width_px, int height_px, int num, int den,
			 int shown_width_px, int shown_height_px)
{
	double pixel_aspect = shown_pixel_aspect((AVRational){ num, den });
	struct shown_size size =
		shown_size_square(width_px, height_px, pixel_aspect);

	assert_int_equal(size.width_px, shown_width_px);
	assert_int_equal(size.height_px, shown_height_px);
	assert_int_equal(shown_pixels_are_square(pixel_aspect),
			 width_px == shown_width_px &&
				 height_px == shown_height_px);
}

static void test_one_side_grows_until_pixels_are_square(void **state)
{
	(void)state;
	assert_shown(320, 240, 4, 3, 427, 240);
	assert_shown(960, 1080, 2, 1, 1920, 1080);
	assert_shown(720, 576, 16, 11, 1047, 576);
	assert_shown(720, 480, 8, 9, 720, 540);
	assert_shown(704, 288, 1, 2, 704, 576);
}

static void test_what_nobody_sees_or_means_is_left_alone(void **state)
{
	(void)state;
	assert_shown(1280, 720, 1, 1, 1280, 720);
	assert_shown(1280, 720, 0, 1, 1280, 720);
	assert_shown(1280, 720, 4, 0, 1280, 720);
	assert_shown(1280, 720, -2, 1, 1280, 720);
	assert_shown(1280, 720, 1281, 1280, 1280, 720);
	assert_shown(1280, 720, 255, 1, 1280, 720);
	assert_shown(1280, 720, 1, 255, 1280, 720);
}

static void test_what_would_be_too_large_shrinks(void **state)
{
	(void)state;
	assert_shown(4096, 4096, 2, 1, 4096, 2048);
	assert_shown(8192, 2048, 1, 2, 4096, 2048);
	assert_shown(8192, 16, 4, 1, 8192, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_matrices_mean_what_ffmpeg_means),
		cmocka_unit_test(test_angles_in_between_go_to_the_next_quarter),
		cmocka_unit_test(test_any_numbers_are_some_orientation),
		cmocka_unit_test(test_frame_is_heeded_before_its_stream),
		cmocka_unit_test(test_one_side_grows_until_pixels_are_square),
		cmocka_unit_test(test_what_nobody_sees_or_means_is_left_alone),
		cmocka_unit_test(test_what_would_be_too_large_shrinks),
	};

	return cmocka_run_group_tests_name("shown_shape", tests, NULL, NULL);
}
