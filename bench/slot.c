/*
 * What a slot costs: publishing, copying, waking, with readers and without.
 *
 * Prints a table; every figure is of frames of 100 KB. "stopped" readers stand
 * still (SIGSTOP) with demand declared. Wake-up is the time from publication
 * until a reader of another process, asleep before, has returned from
 * frame_reader_wait().
 *
 * SPDX-License-Identifier: MIT
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "frame_slot.h"

#define FRAME_BYTES  ((size_t)100000)
#define READERS_MAX  8
#define PUBLICATIONS 2000
#define COPIES	     5000
#define WAKE_UPS     1000
#define REST_US	     1000

static char slot[64];
static struct frame_writer *writer;
static unsigned char frame[FRAME_BYTES];
static pid_t readers[READERS_MAX];

static void fail(const char *what)
{
	fprintf(stderr, "bench/slot: %s\n", what);
	frame_writer_remove(writer);
	exit(1);
}

static int compare(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return (left > right) - (left < right);
}

/* Sorts `samples_ns`. */
static double percentile_us(uint64_t *samples_ns, size_t count,
			    unsigned int percent)
{
	qsort(samples_ns, count, sizeof(*samples_ns), compare);
	return (double)samples_ns[(count - 1) * percent / 100] / 1000.0;
}

static void publish(void)
{
	struct frame_info info = {
		.captured_ns = clock_monotonic_ns(),
		.size_bytes = FRAME_BYTES,
		.media_type = "image/jpeg",
	};

	if (frame_writer_publish(writer, &info, frame) < 0)
		fail("cannot publish");
}

/* Copies each new frame until it is killed. */
static void reader_run(void)
{
	struct frame_reader *reader;
	struct frame_info info = { 0 };

	if (frame_reader_open(&reader, slot) < 0 ||
	    frame_reader_demand(reader, true) < 0)
		_exit(1);
	for (;;)
		if (frame_reader_wait(reader, info.serial, UINT64_MAX) == 0)
			frame_reader_copy(reader, &info, frame, FRAME_BYTES);
}

static void readers_start(int count, bool stopped)
{
	for (int i = 0; i < count; i++) {
		readers[i] = fork();
		if (readers[i] == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			reader_run();
		}
	}
	while (count > 0 && !frame_writer_has_demand(writer))
		usleep(REST_US);
	usleep(100 * REST_US);
	for (int i = 0; stopped && i < count; i++)
		kill(readers[i], SIGSTOP);
}

static void readers_end(int count)
{
	for (int i = 0; i < count; i++) {
		kill(readers[i], SIGKILL);
		waitpid(readers[i], NULL, 0);
	}
}

static void publishing_measure(const char *name, int count, bool stopped)
{
	static uint64_t samples_ns[PUBLICATIONS];
	double median_us, worst_us;

	readers_start(count, stopped);
	for (size_t i = 0; i < PUBLICATIONS; i++) {
		uint64_t begin_ns = clock_monotonic_ns();

		publish();
		samples_ns[i] = clock_monotonic_ns() - begin_ns;
		usleep(REST_US);
	}
	readers_end(count);
	median_us = percentile_us(samples_ns, PUBLICATIONS, 50);
	worst_us = percentile_us(samples_ns, PUBLICATIONS, 99);
	printf("%-30s %9.1f %9.1f\n", name, median_us, worst_us);
}

static void copying_measure(void)
{
	static uint64_t samples_ns[COPIES];
	struct frame_reader *reader;
	struct frame_info info;

	if (frame_reader_open(&reader, slot) < 0)
		fail("cannot open the slot for reading");
	for (size_t i = 0; i < COPIES; i++) {
		uint64_t begin_ns = clock_monotonic_ns();

		frame_reader_copy(reader, &info, frame, FRAME_BYTES);
		samples_ns[i] = clock_monotonic_ns() - begin_ns;
	}
	frame_reader_close(reader);
	printf("%-30s %9.1f %9.1f\n", "copy",
	       percentile_us(samples_ns, COPIES, 50),
	       percentile_us(samples_ns, COPIES, 99));
}

static void reporting_measure(void)
{
	static uint64_t samples_ns[COPIES];
	struct frame_report report = { .source = FRAME_SOURCE_RUNNING };

	for (size_t i = 0; i < COPIES; i++) {
		uint64_t begin_ns = clock_monotonic_ns();

		report.captured++;
		frame_writer_report(writer, &report);
		samples_ns[i] = clock_monotonic_ns() - begin_ns;
	}
	printf("%-30s %9.1f %9.1f\n", "report",
	       percentile_us(samples_ns, COPIES, 50),
	       percentile_us(samples_ns, COPIES, 99));
}

/* Notes in `samples_ns` how late it woke for each of WAKE_UPS frames. */
static void sleeper_run(uint64_t *samples_ns)
{
	struct frame_reader *reader;
	struct frame_info info;
	uint64_t seen_serial = frame_writer_next_serial(writer) - 1;

	if (frame_reader_open(&reader, slot) < 0 ||
	    frame_reader_demand(reader, true) < 0)
		_exit(1);
	for (size_t i = 0; i < WAKE_UPS; i++) {
		uint64_t woken_ns;

		frame_reader_wait(reader, seen_serial, UINT64_MAX);
		woken_ns = clock_monotonic_ns();
		if (frame_reader_peek(reader, &info) < 0)
			_exit(1);
		samples_ns[i] = woken_ns - info.published_ns;
		seen_serial = info.serial;
	}
	_exit(0);
}

static void waking_measure(void)
{
	size_t size_bytes = WAKE_UPS * sizeof(uint64_t);
	uint64_t *samples_ns = mmap(NULL, size_bytes, PROT_READ | PROT_WRITE,
				    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t sleeper;

	if (samples_ns == MAP_FAILED)
		fail("no memory");
	sleeper = fork();
	if (sleeper == 0)
		sleeper_run(samples_ns);
	while (!frame_writer_has_demand(writer))
		usleep(REST_US);
	while (waitpid(sleeper, NULL, WNOHANG) == 0) {
		publish();
		usleep(2 * REST_US);
	}
	printf("%-30s %9.1f %9.1f\n", "wake-up",
	       percentile_us(samples_ns, WAKE_UPS, 50),
	       percentile_us(samples_ns, WAKE_UPS, 99));
	munmap(samples_ns, size_bytes);
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	snprintf(slot, sizeof(slot), "test-bench-%d", (int)getpid());
	if (frame_writer_open(&writer, slot, FRAME_BYTES) < 0)
		fail("cannot make a slot");
	memset(frame, 'x', sizeof(frame));
	printf("%-30s %9s %9s\n", "100 KB frame, microseconds", "p50", "p99");
	publishing_measure("publish, no reader", 0, false);
	publishing_measure("publish, 8 readers", READERS_MAX, false);
	publishing_measure("publish, 8 stopped readers", READERS_MAX, true);
	copying_measure();
	reporting_measure();
	waking_measure();
	frame_writer_remove(writer);
	return 0;
}
