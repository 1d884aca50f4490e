/*
 * A camera's stream.
 *
 * SPDX-License-Identifier: MIT
 */
#include "v4l2_stream.h"

#include <errno.h>
#include <stdlib.h>

#include "clock.h"
#include "holders.h"
#include "v4l2_planes.h"

struct v4l2_stream {
	const char *name; /* of the camera */
	struct v4l2_layout layout;
	struct v4l2_buffers *buffers;
	struct v4l2_planes *planes; /* NULL: the camera makes JPEGs */
	struct holders holders;	    /* the source and each of its pictures */
};

struct lent_picture {
	struct picture picture;
	struct v4l2_stream *stream;
	struct v4l2_fill fill;
};

static void stream_release(struct v4l2_stream *stream)
{
	if (!holders_release(&stream->holders))
		return;
	v4l2_buffers_destroy(stream->buffers);
	v4l2_planes_destroy(stream->planes);
	free(stream);
}

int v4l2_stream_start(struct v4l2_stream **started,
		      const struct v4l2_device *device,
		      const struct v4l2_format *format, const char **what)
{
	struct v4l2_stream *stream = calloc(1, sizeof(*stream));
	int result;

	*what = "have pictures that we can use";
	if (!stream)
		return -ENOMEM;
	stream->name = device->name;
	holders_begin(&stream->holders);
	result = v4l2_layout_of(format, &stream->layout);
	if (result == 0 && stream->layout.packing != V4L2_PACKING_JPEG)
		result = v4l2_planes_create(&stream->planes, &stream->layout);
	if (result < 0)
		goto release;
	*what = "give us buffers";
	result = v4l2_buffers_create(&stream->buffers, device);
	if (result < 0)
		goto release;
	*what = "start streaming";
	result = v4l2_buffers_start(stream->buffers);
	if (result < 0)
		goto release;
	*started = stream;
	return 0;

release:
	stream_release(stream);
	return result;
}

void v4l2_stream_stop(struct v4l2_stream *stream)
{
	v4l2_buffers_stop(stream->buffers);
	stream_release(stream);
}

struct v4l2_buffers *v4l2_stream_buffers(const struct v4l2_stream *stream)
{
	return stream->buffers;
}

static int lent_prepare(struct picture *picture, uint64_t serial)
{
	struct lent_picture *lent = (struct lent_picture *)picture;

	(void)serial;
	v4l2_planes_make(lent->stream->planes, lent->fill.memory, picture);
	return 0;
}

static void lent_release(struct picture *picture)
{
	struct lent_picture *lent = (struct lent_picture *)picture;

	v4l2_buffers_give_back(lent->stream->buffers, lent->fill.index);
	stream_release(lent->stream);
	free(lent);
}

/* Returns 0, or -EBADMSG and the reason. */
static int fill_check(const struct v4l2_stream *stream,
		      const struct v4l2_fill *fill, struct reason *reason)
{
	const struct v4l2_layout *layout = &stream->layout;

	for (int i = 0; i < layout->memory_count; i++) {
		if (fill->size_bytes[i] >= layout->whole_bytes[i])
			continue;
		return reason_give(
			reason, -EBADMSG,
			"the camera at %s sends %zu of %zu bytes of a picture",
			stream->name, fill->size_bytes[i],
			layout->whole_bytes[i]);
	}
	return 0;
}

static void lent_describe(struct lent_picture *lent)
{
	const struct v4l2_fill *fill = &lent->fill;
	uint64_t age_ns = clock_monotonic_ns() - fill->captured_ns;

	lent->picture = (struct picture){
		.captured_ns = fill->captured_ns,
		.captured_wall_ns = clock_wall_ns() - age_ns,
		.release = lent_release,
	};
	if (lent->stream->planes) {
		lent->picture.kind = PICTURE_PLANES;
		lent->picture.prepare = lent_prepare;
	} else {
		lent->picture.kind = PICTURE_JPEG;
		lent->picture.bytes = fill->memory[0];
		lent->picture.size_bytes = fill->size_bytes[0];
	}
}

int v4l2_stream_picture(struct v4l2_stream *stream,
			const struct v4l2_fill *fill, struct picture **picture,
			struct reason *reason)
{
	int result = fill_check(stream, fill, reason);
	struct lent_picture *lent =
		result == 0 ? calloc(1, sizeof(*lent)) : NULL;

	if (!lent) {
		v4l2_buffers_give_back(stream->buffers, fill->index);
		return result == 0 ? -ENOMEM : result;
	}
	holders_hold(&stream->holders);
	lent->stream = stream;
	lent->fill = *fill;
	lent_describe(lent);
	*picture = &lent->picture;
	return 0;
}
