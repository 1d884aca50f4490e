/*
 * The driver's buffers: those that the driver fills, and those that we read.
 *
 * A filled buffer is lent to a picture by reference. The picture gives it back
 * from any thread, without a system call that a hanging driver could block;
 * the source thread hands it to the driver again.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef V4L2_BUFFERS_H
#define V4L2_BUFFERS_H

#include <stddef.h>
#include <stdint.h>

#include "v4l2_device.h"

struct v4l2_buffers;

/* A filled buffer. */
struct v4l2_fill {
	unsigned index;
	const uint8_t *memory[3]; /* its parts */
	size_t size_bytes[3];	  /* filled in each part */
	uint64_t captured_ns;	  /* CLOCK_MONOTONIC */
};

/*
 * Ask `device` for buffers and map them. Buffers that are lent may be read, and
 * must be given back, before v4l2_buffers_destroy(); the device may be closed
 * earlier.
 *
 * Returns 0 or a negative errno.
 */
int v4l2_buffers_create(struct v4l2_buffers **buffers,
			const struct v4l2_device *device);
void v4l2_buffers_destroy(struct v4l2_buffers *buffers);

/*
 * Give all buffers to the driver and start the camera. Returns 0 or a negative
 * errno.
 */
int v4l2_buffers_start(struct v4l2_buffers *buffers);
void v4l2_buffers_stop(struct v4l2_buffers *buffers);

/*
 * Take the freshest of the filled buffers; older ones go back unread, as do
 * those that the driver marks as faulty and those without a byte.
 *
 * Returns 0, -EAGAIN when there is none, or another negative errno.
 */
int v4l2_buffers_take(struct v4l2_buffers *buffers, struct v4l2_fill *fill);

/* Give a buffer back, from any thread. */
void v4l2_buffers_give_back(struct v4l2_buffers *buffers, unsigned index);

/*
 * A descriptor for the source thread's poll(), readable when a buffer was given
 * back; -1 while the driver has enough buffers, so that none need wake us.
 */
int v4l2_buffers_fd(const struct v4l2_buffers *buffers);

/*
 * Hand the driver the buffers that were given back. Those that it refuses are
 * offered again the next time. Returns -ENOBUFS when the driver has no buffer
 * left to fill.
 */
int v4l2_buffers_requeue(struct v4l2_buffers *buffers);

/*
 * The moment of capture: the buffer's timestamp when it is a time of
 * CLOCK_MONOTONIC that can be true at `now_ns`, else `now_ns`.
 */
uint64_t v4l2_buffers_captured_ns(const struct v4l2_buffer *buffer,
				  uint64_t now_ns);

#endif
