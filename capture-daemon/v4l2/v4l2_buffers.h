/*
 * The driver's buffers: which the driver fills, which we look at.
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
	size_t size_bytes[3];	  /* of them that are filled */
	uint64_t captured_ns;	  /* CLOCK_MONOTONIC */
};

/*
 * Ask `device` for buffers and map them. What is lent may be read, and must
 * be given back, before v4l2_buffers_destroy(); the device may be closed
 * earlier.
 *
 * Returns 0 or a negative errno.
 */
int v4l2_buffers_create(struct v4l2_buffers **buffers,
			const struct v4l2_device *device);
void v4l2_buffers_destroy(struct v4l2_buffers *buffers);

/* Give all to the driver and begin. Returns 0 or a negative errno. */
int v4l2_buffers_start(struct v4l2_buffers *buffers);
void v4l2_buffers_stop(struct v4l2_buffers *buffers);

/*
 * Take the freshest of the filled buffers; older ones go back unread, as do
 * those that the driver marks as faulty and those without a byte.
 *
 * Returns 0, -EAGAIN when there is none, or another negative errno.
 */
int v4l2_buffers_take(struct v4l2_buffers *buffers, struct v4l2_fill *fill);

/* Any thread: this buffer is of no more use. */
void v4l2_buffers_give_back(struct v4l2_buffers *buffers, unsigned index);

/*
 * For the source thread's poll(): readable when something was given back; -1
 * while the driver has enough to go on with, and need not wake us for more.
 */
int v4l2_buffers_fd(const struct v4l2_buffers *buffers);

/*
 * Hand to the driver what was given back. What it refuses is offered again
 * the next time. Returns -ENOBUFS when the driver has no buffer left to fill.
 */
int v4l2_buffers_requeue(struct v4l2_buffers *buffers);

/*
 * The moment of capture from a buffer's timestamp: itself when it is a time of
 * CLOCK_MONOTONIC that can be true at `now_ns`, else `now_ns`.
 */
uint64_t v4l2_buffers_captured_ns(const struct v4l2_buffer *buffer,
				  uint64_t now_ns);

#endif
