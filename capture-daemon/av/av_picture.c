/*
 * Pictures that hold what libav decoded or received.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_picture.h"

#include <stdlib.h>

#include "clock.h"
#include "shown_shape.h"

struct av_picture {
	struct picture picture;
	AVFrame *frame; /* and its converter, */
	struct converter *converter;
	AVPacket *packet; /* or a packet */
};

static void av_picture_release(struct picture *picture)
{
	struct av_picture *held = (struct av_picture *)picture;

	if (held->converter)
		converter_release(held->converter);
	av_frame_free(&held->frame);
	av_packet_free(&held->packet);
	free(held);
}

static int av_picture_prepare(struct picture *picture, uint64_t serial)
{
	struct av_picture *held = (struct av_picture *)picture;

	(void)serial;
	return converter_run(held->converter, held->frame, picture);
}

static struct av_picture *av_picture_create(uint64_t captured_ns)
{
	struct av_picture *made = calloc(1, sizeof(*made));
	uint64_t since_ns = clock_monotonic_ns() - captured_ns;

	if (!made)
		return NULL;
	made->picture.captured_ns = captured_ns;
	made->picture.captured_wall_ns = clock_wall_ns() - since_ns;
	made->picture.release = av_picture_release;
	return made;
}

struct picture *av_picture_of_frame(AVFrame *frame, struct converter *converter,
				    const AVStream *stream,
				    uint64_t captured_ns)
{
	struct av_picture *made = av_picture_create(captured_ns);

	if (!made)
		return NULL;
	made->frame = av_frame_alloc();
	if (!made->frame) {
		free(made);
		return NULL;
	}
	made->picture.orientation = shown_orientation_of_frame(frame, stream);
	av_frame_move_ref(made->frame, frame);
	made->converter = converter_hold(converter);
	made->picture.kind = PICTURE_PLANES;
	made->picture.prepare = av_picture_prepare;
	return &made->picture;
}

struct picture *av_picture_of_packet(AVPacket *packet, const AVStream *stream,
				     uint64_t captured_ns)
{
	struct av_picture *made = av_picture_create(captured_ns);

	if (!made)
		return NULL;
	made->packet = av_packet_alloc();
	if (!made->packet) {
		free(made);
		return NULL;
	}
	av_packet_move_ref(made->packet, packet);
	made->picture.kind = PICTURE_JPEG;
	made->picture.bytes = made->packet->data;
	made->picture.size_bytes = (size_t)made->packet->size;
	made->picture.orientation = shown_orientation_of_stream(stream);
	made->picture.declared_height_px = stream->codecpar->height;
	return &made->picture;
}
