/*
 * The camera that exists for one program only: its answers and its pictures.
 *
 * Each buffer gets a picture of the clip before the stream begins and keeps it:
 * filling it is the work of a camera's DMA and must not be counted as the
 * program's. Only the stamp of a JPEG is written anew for each frame.
 *
 * The descriptor is a timer's, so poll(), select() and epoll see it readable
 * whenever a picture is due. One that comes while no buffer is queued is lost.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fake_camera.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "camera_stamp.h"

#define BUFFERS_MAX 16
#define PAGE_BYTES  4096
#define NS_PER_S    1000000000ull

static struct {
	uint32_t fourcc, width_px, height_px, rate_fps;
	uint8_t *clip;
	size_t clip_bytes;
} picture;

static struct {
	int fd;	       /* -1: not open */
	int memory_fd; /* all buffers, one behind the other */
	uint8_t *memory;
	uint32_t count, used_bytes[BUFFERS_MAX];
	uint32_t queue[BUFFERS_MAX], queued; /* the oldest first */
	uint64_t start_ns, number;	     /* of the picture taken last */
} camera = { .fd = -1, .memory_fd = -1 };

/* ---------------------------------------------------------- the clip ---- */

static uint32_t raw_bytes(void)
{
	return 2 * picture.width_px * picture.height_px;
}

/* Whole pages, or the next buffer could not be mapped. */
static uint32_t buffer_bytes(void)
{
	return (raw_bytes() + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
}

__attribute__((constructor)) static void settings_read(void)
{
	const char *settings = getenv("FAKE_CAMERA");
	char fourcc[5], path[256];
	struct stat file;
	int fd;

	if (!settings ||
	    sscanf(settings, "%4[^:]:%ux%u:%u:%255s", fourcc, &picture.width_px,
		   &picture.height_px, &picture.rate_fps, path) != 5)
		return;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &file) < 0)
		return;
	picture.clip_bytes = (size_t)file.st_size;
	picture.clip =
		mmap(NULL, picture.clip_bytes, PROT_READ, MAP_PRIVATE, fd, 0);
	memcpy(&picture.fourcc, fourcc, sizeof(picture.fourcc));
}

/* The picture that starts at `offset`: its end. */
static size_t picture_end(size_t offset)
{
	static const uint8_t start_of_image[] = { 0xff, 0xd8, 0xff };
	size_t rest_bytes = picture.clip_bytes - offset;
	const uint8_t *next;

	if (picture.fourcc != V4L2_PIX_FMT_MJPEG)
		return offset + raw_bytes();
	next = memmem(picture.clip + offset + 1, rest_bytes - 1, start_of_image,
		      sizeof(start_of_image));
	return next ? (size_t)(next - picture.clip) : picture.clip_bytes;
}

/* A JPEG's SOI is the stamp's. Returns the bytes it takes. */
static uint32_t buffer_fill(uint8_t *buffer, const uint8_t *from,
			    size_t size_bytes)
{
	if (picture.fourcc != V4L2_PIX_FMT_MJPEG) {
		memcpy(buffer, from, size_bytes);
		return (uint32_t)size_bytes;
	}
	memcpy(buffer + CAMERA_STAMP_BYTES, from + 2, size_bytes - 2);
	return (uint32_t)(CAMERA_STAMP_BYTES + size_bytes - 2);
}

static void buffers_fill(void)
{
	size_t start = 0;

	for (uint32_t i = 0; i < camera.count; i++) {
		size_t end = picture_end(start);

		if (end > picture.clip_bytes)
			end = picture_end(start = 0);
		camera.used_bytes[i] =
			buffer_fill(camera.memory + (size_t)i * buffer_bytes(),
				    picture.clip + start, end - start);
		start = end == picture.clip_bytes ? 0 : end;
	}
}

/* --------------------------------------------------- what the node has ---- */

static int fail(int error)
{
	errno = error;
	return -1;
}

static int capability_tell(struct v4l2_capability *capability)
{
	*capability = (struct v4l2_capability){
		.driver = "fake_camera",
		.card = "Fake Camera",
		.bus_info = "platform:fake",
		.version = 0x060100,
		.device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING,
	};
	capability->capabilities =
		capability->device_caps | V4L2_CAP_DEVICE_CAPS;
	return 0;
}

static int format_list(struct v4l2_fmtdesc *listed)
{
	if (listed->index != 0 || listed->type != V4L2_BUF_TYPE_VIDEO_CAPTURE)
		return fail(EINVAL);
	listed->pixelformat = picture.fourcc;
	return 0;
}

static int size_list(struct v4l2_frmsizeenum *listed)
{
	if (listed->index != 0 || listed->pixel_format != picture.fourcc)
		return fail(EINVAL);
	listed->type = V4L2_FRMSIZE_TYPE_DISCRETE;
	listed->discrete.width = picture.width_px;
	listed->discrete.height = picture.height_px;
	return 0;
}

static int rate_list(struct v4l2_frmivalenum *listed)
{
	if (listed->index != 0 || listed->pixel_format != picture.fourcc)
		return fail(EINVAL);
	listed->type = V4L2_FRMIVAL_TYPE_DISCRETE;
	listed->discrete = (struct v4l2_fract){ 1, picture.rate_fps };
	return 0;
}

/* Whatever is asked for, this is what there is. */
static int format_tell(struct v4l2_format *format)
{
	bool is_jpeg = picture.fourcc == V4L2_PIX_FMT_MJPEG;

	if (format->type != V4L2_BUF_TYPE_VIDEO_CAPTURE)
		return fail(EINVAL);
	format->fmt.pix = (struct v4l2_pix_format){
		.width = picture.width_px,
		.height = picture.height_px,
		.pixelformat = picture.fourcc,
		.field = V4L2_FIELD_NONE,
		.bytesperline = is_jpeg ? 0 : 2 * picture.width_px,
		.sizeimage = buffer_bytes(),
		.colorspace = V4L2_COLORSPACE_SRGB,
	};
	return 0;
}

static int rate_tell(struct v4l2_streamparm *parameters)
{
	if (parameters->type != V4L2_BUF_TYPE_VIDEO_CAPTURE)
		return fail(EINVAL);
	parameters->parm.capture = (struct v4l2_captureparm){
		.capability = V4L2_CAP_TIMEPERFRAME,
		.timeperframe = { 1, picture.rate_fps },
		.readbuffers = 2,
	};
	return 0;
}

/* -------------------------------------------------------- its buffers ---- */

static void buffers_free(void)
{
	if (camera.memory)
		munmap(camera.memory, (size_t)camera.count * buffer_bytes());
	if (camera.memory_fd >= 0)
		close(camera.memory_fd);
	camera.memory = NULL;
	camera.memory_fd = -1;
	camera.count = camera.queued = 0;
}

static int buffers_request(struct v4l2_requestbuffers *request)
{
	size_t all_bytes;

	if (request->memory != V4L2_MEMORY_MMAP)
		return fail(EINVAL);
	buffers_free();
	if (request->count > BUFFERS_MAX)
		request->count = BUFFERS_MAX;
	if (request->count == 0)
		return 0;
	all_bytes = (size_t)request->count * buffer_bytes();
	camera.memory_fd = memfd_create("fake_camera", MFD_CLOEXEC);
	if (camera.memory_fd < 0 ||
	    ftruncate(camera.memory_fd, (off_t)all_bytes) < 0)
		return -1;
	camera.memory = mmap(NULL, all_bytes, PROT_READ | PROT_WRITE,
			     MAP_SHARED, camera.memory_fd, 0);
	if (camera.memory == MAP_FAILED) {
		camera.memory = NULL;
		return -1;
	}
	camera.count = request->count;
	buffers_fill();
	return 0;
}

static int buffer_tell(struct v4l2_buffer *buffer, uint32_t index)
{
	if (index >= camera.count)
		return fail(EINVAL);
	buffer->index = index;
	buffer->flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
	buffer->field = V4L2_FIELD_NONE;
	buffer->bytesused = camera.used_bytes[index];
	buffer->length = buffer_bytes();
	buffer->m.offset = index * buffer_bytes();
	return 0;
}

static int buffer_queue(struct v4l2_buffer *buffer)
{
	if (camera.queued == camera.count)
		return fail(EINVAL);
	camera.queue[camera.queued++] = buffer->index;
	return buffer_tell(buffer, buffer->index);
}

/* The timer counts the pictures that have come since it was last read. */
static int buffer_dequeue(struct v4l2_buffer *buffer)
{
	uint64_t news, due_ns;
	uint32_t index = camera.queue[0];

	if (read(camera.fd, &news, sizeof(news)) < 0)
		return -1;
	camera.number += news;
	if (camera.queued == 0)
		return fail(EAGAIN);
	memmove(camera.queue, camera.queue + 1,
		--camera.queued * sizeof(camera.queue[0]));
	due_ns = camera.start_ns + camera.number * NS_PER_S / picture.rate_fps;
	if (picture.fourcc == V4L2_PIX_FMT_MJPEG)
		camera_stamp_put(
			camera.memory + (size_t)index * buffer_bytes(),
			(struct camera_stamp){ due_ns, camera.number });
	buffer->sequence = (uint32_t)camera.number;
	buffer->timestamp.tv_sec = (time_t)(due_ns / NS_PER_S);
	buffer->timestamp.tv_usec = (suseconds_t)(due_ns % NS_PER_S / 1000);
	return buffer_tell(buffer, index);
}

static int stream_start(void)
{
	long period_ns = (long)(NS_PER_S / picture.rate_fps);
	struct itimerspec timer = { { 0, period_ns }, { 0, period_ns } };
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	camera.start_ns =
		(uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
	camera.number = 0;
	return timerfd_settime(camera.fd, 0, &timer, NULL);
}

static int stream_stop(void)
{
	const struct itimerspec never = { 0 };

	camera.queued = 0;
	return timerfd_settime(camera.fd, 0, &never, NULL);
}

int fake_camera_call(unsigned long request, void *argument)
{
	switch (request) {
	case VIDIOC_QUERYCAP:
		return capability_tell(argument);
	case VIDIOC_ENUM_FMT:
		return format_list(argument);
	case VIDIOC_ENUM_FRAMESIZES:
		return size_list(argument);
	case VIDIOC_ENUM_FRAMEINTERVALS:
		return rate_list(argument);
	case VIDIOC_G_FMT:
	case VIDIOC_S_FMT:
	case VIDIOC_TRY_FMT:
		return format_tell(argument);
	case VIDIOC_G_PARM:
	case VIDIOC_S_PARM:
		return rate_tell(argument);
	case VIDIOC_S_INPUT:
		return 0;
	case VIDIOC_REQBUFS:
		return buffers_request(argument);
	case VIDIOC_QUERYBUF:
		return buffer_tell(argument,
				   ((struct v4l2_buffer *)argument)->index);
	case VIDIOC_QBUF:
		return buffer_queue(argument);
	case VIDIOC_DQBUF:
		return buffer_dequeue(argument);
	case VIDIOC_STREAMON:
		return stream_start();
	case VIDIOC_STREAMOFF:
		return stream_stop();
	}
	return fail(ENOTTY);
}

int fake_camera_open(void)
{
	if (camera.fd >= 0)
		return fail(EBUSY);
	camera.fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	return camera.fd;
}

bool fake_camera_is_at(const char *path)
{
	return picture.clip && strcmp(path, "/dev/video90") == 0;
}

bool fake_camera_has(int fd)
{
	return fd >= 0 && fd == camera.fd;
}

int fake_camera_memory_fd(void)
{
	return camera.memory_fd;
}

void fake_camera_forget(void)
{
	buffers_free();
	camera.fd = -1;
}
