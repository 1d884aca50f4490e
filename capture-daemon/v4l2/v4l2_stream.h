/*
 * A camera's stream: its buffers, what lies in them, and the pictures that are
 * made of them.
 *
 * Pictures may outlive the source that made them, so each of them holds the
 * stream, as the source does; the last to release it frees it.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef V4L2_STREAM_H
#define V4L2_STREAM_H

#include "picture.h"
#include "v4l2_buffers.h"

struct v4l2_stream;

/*
 * Get buffers for pictures of `format` and start the camera.
 *
 * Returns 0 and the stream, held by the caller; or a negative errno and, in
 * `what`, what could not be done: "start streaming".
 */
int v4l2_stream_start(struct v4l2_stream **stream,
		      const struct v4l2_device *device,
		      const struct v4l2_format *format, const char **what);

/* Stop the camera and release the stream, which its pictures may still hold. */
void v4l2_stream_stop(struct v4l2_stream *stream);

struct v4l2_buffers *v4l2_stream_buffers(const struct v4l2_stream *stream);

/*
 * Make a picture of a buffer that was taken; the picture gives it back.
 *
 * Returns 0, -EBADMSG and the reason for a raw picture that is not whole, or
 * -ENOMEM. On failure the buffer has been given back.
 */
int v4l2_stream_picture(struct v4l2_stream *stream,
			const struct v4l2_fill *fill, struct picture **picture,
			struct reason *reason);

#endif
