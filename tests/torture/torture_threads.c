/*
 * One writer, four readers and a follower that is called all the time, threads
 * on one mapping: what ThreadSanitizer can watch (`make check SANITIZE=thread`).
 *
 * A third of TORTURE_SECONDS (30).
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "torture_frame.h"

#define READERS 4
#define WAIT_NS 20000000u

/* Rounds in which the slot begins small and has to grow. */
#define FRAMES_PER_ROUND 2000

static char slot[64];
static uint64_t end_ns;
static _Atomic uint64_t frames_read[READERS], frames_followed;
static _Atomic uint64_t slots_made, calls_heard;
static struct frame_follower *follower;
static _Atomic uint64_t faults;

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void frame_write(struct frame_writer *writer, void *scratch)
{
	uint64_t serial = frame_writer_next_serial(writer);
	size_t size_bytes = torture_size_bytes(serial);
	struct frame_info info = torture_info(size_bytes, serial);
	struct frame_report report = torture_report(serial);

	frame_writer_report(writer, &report);
	torture_fill(scratch, size_bytes, serial);
	if (frame_writer_publish(writer, &info, scratch) < 0)
		atomic_fetch_add(&faults, 1);
	if (serial % 16 == 0)
		usleep(500);
}

static void *writer_run(void *user)
{
	void *scratch = malloc(TORTURE_BYTES_MAX);

	(void)user;
	while (now_ns() < end_ns) {
		struct frame_writer *writer;

		if (frame_writer_open(&writer, slot, 64) < 0) {
			atomic_fetch_add(&faults, 1);
			break;
		}
		atomic_fetch_add(&slots_made, 1);
		for (int i = 0; i < FRAMES_PER_ROUND && now_ns() < end_ns; i++)
			frame_write(writer, scratch);
		frame_writer_remove(writer);
	}
	free(scratch);
	return NULL;
}

/* Returns whether it is a mix of two reports. */
static bool report_is_torn(struct frame_reader *reader)
{
	struct frame_report report;

	return frame_reader_report(reader, &report) == 0 &&
	       !torture_report_is_whole(&report);
}

/* Returns how often it found fault; ends when the slot is of no more use. */
static uint64_t slot_read(struct frame_reader *reader, _Atomic uint64_t *read)
{
	size_t room_bytes = frame_reader_capacity(reader);
	void *frame = malloc(room_bytes);
	struct frame_info info = { 0 };
	uint64_t seen_serial = 0, found = 0;
	int result;

	do {
		result = frame_reader_wait(reader, seen_serial,
					   now_ns() + WAIT_NS);
		if (result == 0)
			result = frame_reader_copy(reader, &info, frame,
						   room_bytes);
		if (result < 0)
			continue;
		if (info.serial <= seen_serial ||
		    !torture_is_whole(&info, frame) || report_is_torn(reader))
			found++;
		seen_serial = info.serial;
		atomic_fetch_add(read, 1);
	} while (result != -ESTALE && now_ns() < end_ns);
	free(frame);
	return found;
}

static void *reader_run(void *user)
{
	_Atomic uint64_t *read = user;

	while (now_ns() < end_ns) {
		struct frame_reader *reader;
		int result = frame_reader_open(&reader, slot);

		if (result == -ENOENT) {
			usleep(200);
			continue;
		}
		if (result < 0) {
			atomic_fetch_add(&faults, 1);
			break;
		}
		atomic_fetch_add(&faults, slot_read(reader, read));
		frame_reader_close(reader);
	}
	return NULL;
}

/* A serial may fall only when the slot was made anew. */
static void *follower_run(void *user)
{
	struct frame_info info;
	const void *frame;
	uint64_t seen_serial = 0, seen_slots = 0;

	(void)user;
	while (now_ns() < end_ns) {
		uint64_t slots = slots_made;
		int result = frame_follower_next(follower, &info, &frame,
						 now_ns() + WAIT_NS);

		if (result == -ECANCELED)
			atomic_fetch_add(&calls_heard, 1);
		else if (result == 0) {
			if (!torture_is_whole(&info, frame) ||
			    (info.serial <= seen_serial &&
			     slots_made == seen_slots))
				atomic_fetch_add(&faults, 1);
			seen_serial = info.serial;
			seen_slots = slots;
			atomic_fetch_add(&frames_followed, 1);
		} else if (result != -ENOENT && result != -ETIMEDOUT)
			atomic_fetch_add(&faults, 1);
	}
	return NULL;
}

static void *caller_run(void *user)
{
	(void)user;
	while (now_ns() < end_ns) {
		frame_follower_wake(follower);
		usleep(700);
	}
	return NULL;
}

static void
test_threads_that_share_a_mapping_see_only_whole_frames(void **state)
{
	const char *seconds = getenv("TORTURE_SECONDS");
	uint64_t duration_s = seconds ? strtoull(seconds, NULL, 10) : 30;
	pthread_t writer, readers[READERS], following, calling;

	(void)state;
	snprintf(slot, sizeof(slot), "test-threads-%d", (int)getpid());
	end_ns = now_ns() + duration_s * 1000000000u / 3;
	assert_int_equal(pthread_create(&writer, NULL, writer_run, NULL), 0);
	for (int i = 0; i < READERS; i++)
		assert_int_equal(pthread_create(&readers[i], NULL, reader_run,
						&frames_read[i]),
				 0);
	assert_int_equal(frame_follower_open(&follower, slot), 0);
	assert_int_equal(pthread_create(&following, NULL, follower_run, NULL),
			 0);
	assert_int_equal(pthread_create(&calling, NULL, caller_run, NULL), 0);
	pthread_join(writer, NULL);
	for (int i = 0; i < READERS; i++) {
		pthread_join(readers[i], NULL);
		assert_true(frames_read[i] > 0);
	}
	pthread_join(following, NULL);
	pthread_join(calling, NULL);
	frame_follower_close(follower);
	assert_true(frames_followed > 0);
	assert_true(calls_heard > 0);
	assert_int_equal(faults, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_threads_that_share_a_mapping_see_only_whole_frames),
	};

	return cmocka_run_group_tests_name("torture_threads", tests, NULL,
					   NULL);
}
