/*
 * Times of capture, and which of the filled buffers is taken.
 *
 * v4l2_device_call() plays a driver that fills each buffer at once.
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <cmocka.h>
#include <libv4l2.h>

#include "v4l2_buffers.h"

#define BUFFERS	  4
#define CALLS_MAX 100

static struct {
	uint8_t memory[64];
	unsigned queue[CALLS_MAX + BUFFERS]; /* indices, in order of QBUF */
	unsigned queued, filled;
	unsigned fill_max;   /* the driver fills no more than that */
	uint32_t fill_flags; /* of all that it fills */
} driver;

void *v4l2_mmap(void *start, size_t length, int protection, int flags, int fd,
		int64_t offset)
{
	(void)start, (void)length, (void)protection;
	(void)flags, (void)fd, (void)offset;
	return driver.memory;
}

int v4l2_munmap(void *start, size_t length)
{
	(void)start, (void)length;
	return 0;
}

static int buffer_fill(struct v4l2_buffer *buffer)
{
	assert_in_range(driver.filled, 0, CALLS_MAX - 1);
	if (driver.filled == driver.queued || driver.filled == driver.fill_max)
		return -EAGAIN;
	buffer->index = driver.queue[driver.filled++];
	buffer->bytesused = sizeof(driver.memory);
	buffer->flags = driver.fill_flags;
	return 0;
}

int v4l2_device_call(const struct v4l2_device *device, unsigned long request,
		     void *argument)
{
	struct v4l2_buffer *buffer = argument;

	(void)device;
	switch (request) {
	case VIDIOC_REQBUFS:
		((struct v4l2_requestbuffers *)argument)->count = BUFFERS;
		return 0;
	case VIDIOC_QUERYBUF:
		buffer->length = sizeof(driver.memory);
		return 0;
	case VIDIOC_QBUF:
		driver.queue[driver.queued++] = buffer->index;
		return 0;
	case VIDIOC_DQBUF:
		return buffer_fill(buffer);
	default:
		return 0;
	}
}

/* Returns as v4l2_buffers_take(), from a driver that fills like that. */
static int take(unsigned fill_max, uint32_t fill_flags, struct v4l2_fill *fill)
{
	const struct v4l2_device device = {
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
	};
	struct v4l2_buffers *buffers;
	int result;

	driver.queued = driver.filled = 0;
	driver.fill_max = fill_max;
	driver.fill_flags = fill_flags;
	assert_int_equal(v4l2_buffers_create(&buffers, &device), 0);
	assert_int_equal(v4l2_buffers_start(buffers), 0);
	result = v4l2_buffers_take(buffers, fill);
	v4l2_buffers_destroy(buffers);
	return result;
}

static void test_freshest_is_taken_and_the_others_go_back(void **state)
{
	struct v4l2_fill fill;

	(void)state;
	assert_int_equal(take(3, 0, &fill), 0);
	assert_int_equal(fill.index, 2);
	assert_int_equal(fill.size_bytes[0], sizeof(driver.memory));
	assert_int_equal(driver.queued, BUFFERS + 2);
}

/* A broken cable: faulty as fast as they are queued, for ever. */
static void test_endless_faulty_buffers_end_the_turn(void **state)
{
	struct v4l2_fill fill;

	(void)state;
	assert_int_equal(take(UINT32_MAX, V4L2_BUF_FLAG_ERROR, &fill), -EAGAIN);
	assert_int_equal(driver.filled, BUFFERS);
	assert_int_equal(driver.queued, 2 * BUFFERS);
}

#define NOW_NS (100 * 1000000000ull)

static uint64_t captured_ns(uint32_t flags, time_t seconds, suseconds_t micros)
{
	const struct v4l2_buffer buffer = {
		.flags = flags,
		.timestamp = { .tv_sec = seconds, .tv_usec = micros },
	};

	return v4l2_buffers_captured_ns(&buffer, NOW_NS);
}

static void test_monotonic_timestamp_is_the_time_of_capture(void **state)
{
	(void)state;
	assert_int_equal(
		captured_ns(V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC, 99, 960000),
		99960000000ull);
}

static void test_timestamp_of_another_clock_is_not_believed(void **state)
{
	(void)state;
	assert_int_equal(captured_ns(V4L2_BUF_FLAG_TIMESTAMP_UNKNOWN, 99, 0),
			 NOW_NS);
	assert_int_equal(captured_ns(V4L2_BUF_FLAG_TIMESTAMP_COPY, 99, 0),
			 NOW_NS);
}

static void test_impossible_timestamp_is_not_believed(void **state)
{
	const uint32_t monotonic = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;

	(void)state;
	assert_int_equal(captured_ns(monotonic, 101, 0), NOW_NS);
	assert_int_equal(captured_ns(monotonic, (time_t)9223372021, 0), NOW_NS);
	assert_int_equal(captured_ns(monotonic, -5, 0), NOW_NS);
	assert_int_equal(captured_ns(monotonic, 80, 0), NOW_NS);
	assert_int_equal(captured_ns(monotonic, 0, 0), NOW_NS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_monotonic_timestamp_is_the_time_of_capture),
		cmocka_unit_test(
			test_timestamp_of_another_clock_is_not_believed),
		cmocka_unit_test(test_freshest_is_taken_and_the_others_go_back),
		cmocka_unit_test(test_endless_faulty_buffers_end_the_turn),
		cmocka_unit_test(test_impossible_timestamp_is_not_believed),
	};

	return cmocka_run_group_tests_name("v4l2_buffers", tests, NULL, NULL);
}
