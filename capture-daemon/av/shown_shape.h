/*
 * How a decoded picture is meant to be shown: which side of it is up, and how
 * wide its pixels are.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SHOWN_SHAPE_H
#define SHOWN_SHAPE_H

#include <stdbool.h>

#include <libavformat/avformat.h>

struct shown_size {
	int width_px, height_px;
};

/*
 * The orientation (picture.h) that the file or stream says; 0: it says
 * nothing.
 */
unsigned shown_orientation_of_stream(const AVStream *stream);

/* That of a frame; it tells more of itself than its stream does. */
unsigned shown_orientation_of_frame(const AVFrame *frame,
				    const AVStream *stream);

/* How much wider than high a pixel is; 1 if that is unknown or impossible. */
double shown_pixel_aspect(AVRational pixel_aspect);

/* Whether pixels are so nearly square that nobody sees the difference. */
bool shown_pixels_are_square(double pixel_aspect);

/*
 * The size of a picture of width_px by height_px with square pixels. One of its
 * sides grows, so that no line is lost, unless it were too large then.
 */
struct shown_size shown_size_square(int width_px, int height_px,
				    double pixel_aspect);

#endif
