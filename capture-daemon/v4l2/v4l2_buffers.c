/*
 * The driver's buffers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "v4l2_buffers.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include <libv4l2.h>

#include "clock.h"

/*
 * One is in the mailbox and one is being encoded; the driver needs two in any
 * case, and with a third it need not wait for us.
 */
#define BUFFERS_WANTED 5
#define BUFFERS_MAX    32
#define BUFFERS_ENOUGH 2

/* A timestamp that is older belongs to another clock. */
#define AGE_MAX_NS (10 * NS_PER_S)

struct buffer {
	uint8_t *memory[3];
	size_t size_bytes[3];
};

struct v4l2_buffers {
	const struct v4l2_device *device;
	struct buffer all[BUFFERS_MAX];
	unsigned count;
	int part_count;	  /* of each buffer; more than one: multi-planar */
	unsigned queued;  /* how many the driver has */
	uint32_t refused; /* bit n: the driver did not want buffer n back */
	uint64_t last_ns; /* when the last picture was captured */

	atomic_uint given_back; /* bit n: buffer n */
	int fd;			/* an eventfd that says so */
};

/* A struct v4l2_buffer for a call, with room for the parts. */
struct call {
	struct v4l2_buffer buffer;
	struct v4l2_plane parts[VIDEO_MAX_PLANES];
};

static bool is_multi_planar(const struct v4l2_buffers *buffers)
{
	return buffers->device->type == V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE;
}

static void call_prepare(struct call *call, const struct v4l2_buffers *buffers,
			 unsigned index)
{
	*call = (struct call){ .buffer = { .index = index,
					   .type = buffers->device->type,
					   .memory = V4L2_MEMORY_MMAP } };
	if (is_multi_planar(buffers)) {
		call->buffer.m.planes = call->parts;
		call->buffer.length = VIDEO_MAX_PLANES;
	}
}

static int part_map(struct v4l2_buffers *buffers, struct buffer *buffer,
		    int part, uint32_t length, uint32_t offset)
{
	void *memory = v4l2_mmap(NULL, length, PROT_READ | PROT_WRITE,
				 MAP_SHARED, buffers->device->fd, offset);

	if (memory == MAP_FAILED)
		return -errno;
	buffer->memory[part] = memory;
	buffer->size_bytes[part] = length;
	return 0;
}

static int buffer_map(struct v4l2_buffers *buffers, unsigned index)
{
	struct buffer *buffer = &buffers->all[index];
	struct call call;
	int result;

	call_prepare(&call, buffers, index);
	result = v4l2_device_call(buffers->device, VIDIOC_QUERYBUF,
				  &call.buffer);
	buffers->part_count = 1;
	if (result == 0 && !is_multi_planar(buffers))
		return part_map(buffers, buffer, 0, call.buffer.length,
				call.buffer.m.offset);
	buffers->part_count =
		call.buffer.length < 3 ? (int)call.buffer.length : 3;
	for (int i = 0; result == 0 && i < buffers->part_count; i++)
		result = part_map(buffers, buffer, i, call.parts[i].length,
				  call.parts[i].m.mem_offset);
	return result;
}

static int buffers_request(struct v4l2_buffers *buffers)
{
	struct v4l2_requestbuffers request = {
		.count = BUFFERS_WANTED,
		.type = buffers->device->type,
		.memory = V4L2_MEMORY_MMAP,
	};
	int result =
		v4l2_device_call(buffers->device, VIDIOC_REQBUFS, &request);

	if (result < 0)
		return result;
	if (request.count == 0)
		return -ENOMEM;
	buffers->count =
		request.count < BUFFERS_MAX ? request.count : BUFFERS_MAX;
	for (unsigned i = 0; result == 0 && i < buffers->count; i++)
		result = buffer_map(buffers, i);
	return result;
}

int v4l2_buffers_create(struct v4l2_buffers **created,
			const struct v4l2_device *device)
{
	struct v4l2_buffers *buffers = calloc(1, sizeof(*buffers));
	int result;

	if (!buffers)
		return -ENOMEM;
	buffers->device = device;
	atomic_init(&buffers->given_back, 0);
	buffers->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	result = buffers->fd < 0 ? -errno : buffers_request(buffers);
	if (result < 0) {
		v4l2_buffers_destroy(buffers);
		return result;
	}
	*created = buffers;
	return 0;
}

void v4l2_buffers_destroy(struct v4l2_buffers *buffers)
{
	if (!buffers)
		return;
	for (unsigned i = 0; i < buffers->count; i++)
		for (int part = 0; part < 3; part++)
			if (buffers->all[i].memory[part])
				v4l2_munmap(buffers->all[i].memory[part],
					    buffers->all[i].size_bytes[part]);
	if (buffers->fd >= 0)
		close(buffers->fd);
	free(buffers);
}

static int buffer_queue(struct v4l2_buffers *buffers, unsigned index)
{
	struct call call;
	int result;

	call_prepare(&call, buffers, index);
	if (is_multi_planar(buffers))
		call.buffer.length = (uint32_t)buffers->part_count;
	result = v4l2_device_call(buffers->device, VIDIOC_QBUF, &call.buffer);
	if (result == 0)
		buffers->queued++;
	else
		buffers->refused |= 1u << index;
	return result;
}

int v4l2_buffers_start(struct v4l2_buffers *buffers)
{
	int type = (int)buffers->device->type;

	for (unsigned i = 0; i < buffers->count; i++)
		buffer_queue(buffers, i);
	if (buffers->queued == 0)
		return -ENOBUFS;
	return v4l2_device_call(buffers->device, VIDIOC_STREAMON, &type);
}

void v4l2_buffers_stop(struct v4l2_buffers *buffers)
{
	int type = (int)buffers->device->type;

	v4l2_device_call(buffers->device, VIDIOC_STREAMOFF, &type);
}

uint64_t v4l2_buffers_captured_ns(const struct v4l2_buffer *buffer,
				  uint64_t now_ns)
{
	uint32_t clock = buffer->flags & V4L2_BUF_FLAG_TIMESTAMP_MASK;
	uint64_t captured_ns =
		(uint64_t)buffer->timestamp.tv_sec * NS_PER_S +
		(uint64_t)buffer->timestamp.tv_usec * (NS_PER_MS / 1000);

	if (clock != V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC ||
	    captured_ns > now_ns || now_ns - captured_ns > AGE_MAX_NS)
		return now_ns;
	return captured_ns;
}

static void fill_describe(const struct v4l2_buffers *buffers,
			  const struct call *call, struct v4l2_fill *fill)
{
	const struct buffer *buffer = &buffers->all[call->buffer.index];

	*fill = (struct v4l2_fill){
		.index = call->buffer.index,
		.captured_ns = v4l2_buffers_captured_ns(&call->buffer,
							clock_monotonic_ns()),
	};
	for (int i = 0; i < buffers->part_count; i++) {
		uint32_t start = 0, end = call->buffer.bytesused;

		if (is_multi_planar(buffers)) {
			start = call->parts[i].data_offset;
			end = call->parts[i].bytesused;
		}
		if (end > buffer->size_bytes[i])
			end = (uint32_t)buffer->size_bytes[i];
		if (start > end)
			start = end;
		fill->memory[i] = buffer->memory[i] + start;
		fill->size_bytes[i] = end - start;
	}
}

/* Returns 0 and the next filled buffer, good or not. */
static int buffer_dequeue(struct v4l2_buffers *buffers, struct v4l2_fill *fill,
			  bool *is_good)
{
	struct call call;
	int result;

	call_prepare(&call, buffers, 0);
	result = v4l2_device_call(buffers->device, VIDIOC_DQBUF, &call.buffer);
	if (result < 0)
		return result;
	if (call.buffer.index >= buffers->count)
		return -EIO;
	buffers->queued--;
	fill_describe(buffers, &call, fill);
	*is_good = !(call.buffer.flags & V4L2_BUF_FLAG_ERROR) &&
		   fill->size_bytes[0] > 0;
	return 0;
}

int v4l2_buffers_take(struct v4l2_buffers *buffers, struct v4l2_fill *fill)
{
	struct v4l2_fill next;
	bool has_one = false, is_good = false;
	int result = 0;

	/*
	 * A buffer that goes back here may come again at once: take each only
	 * once.
	 */
	for (unsigned i = 0; i < buffers->count; i++) {
		result = buffer_dequeue(buffers, &next, &is_good);
		if (result < 0)
			break;
		/* Some drivers give them out of order. */
		if (!is_good || next.captured_ns < buffers->last_ns) {
			buffer_queue(buffers, next.index);
			continue;
		}
		if (has_one)
			buffer_queue(buffers, fill->index);
		has_one = true;
		*fill = next;
		buffers->last_ns = next.captured_ns;
	}
	if (has_one)
		return 0;
	return result < 0 ? result : -EAGAIN;
}

void v4l2_buffers_give_back(struct v4l2_buffers *buffers, unsigned index)
{
	/*
	 * Release: our reading of the buffer comes before the driver's next
	 * writing. Pairs with the exchange in v4l2_buffers_requeue().
	 */
	atomic_fetch_or_explicit(&buffers->given_back, 1u << index,
				 memory_order_release);
	eventfd_write(buffers->fd, 1);
}

int v4l2_buffers_fd(const struct v4l2_buffers *buffers)
{
	return buffers->queued < BUFFERS_ENOUGH ? buffers->fd : -1;
}

int v4l2_buffers_requeue(struct v4l2_buffers *buffers)
{
	uint32_t ready = buffers->refused;
	eventfd_t news;

	eventfd_read(buffers->fd, &news);
	/* Acquire: pairs with v4l2_buffers_give_back(). */
	ready |= atomic_exchange_explicit(&buffers->given_back, 0,
					  memory_order_acquire);
	buffers->refused = 0;
	for (unsigned i = 0; i < buffers->count; i++)
		if (ready & 1u << i)
			buffer_queue(buffers, i);
	return buffers->queued > 0 ? 0 : -ENOBUFS;
}
