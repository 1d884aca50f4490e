/*
 * A stream that comes in bursts is read before it is wanted.
 *
 * SPDX-License-Identifier: MIT
 */
#include "read_ahead.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "clock.h"

#define LAG_MS 150

/* In place of av_input.c: so many packets at once, then silence, or the end. */
static struct {
	int packets;
	int size_bytes;
	bool ends;
	atomic_int reads;
} stream;

static void sleep_ms(long duration_ms)
{
	const struct timespec duration = { duration_ms / 1000,
					   duration_ms % 1000 * 1000000 };

	nanosleep(&duration, NULL);
}

int av_input_read(struct av_input *input, AVPacket *packet,
		  struct reason *reason)
{
	int number = stream.reads++;

	if (number < stream.packets) {
		assert_int_equal(av_new_packet(packet, stream.size_bytes), 0);
		packet->pts = number;
		return 0;
	}
	while (!stream.ends && !stop_is_requested(input->patience.stop))
		sleep_ms(5);
	return stream.ends ? reason_give(reason, -EPIPE, "it has ended")
			   : -ECANCELED;
}

struct fixture {
	struct silence silence;
	struct source_request request;
	struct stop stop;
	struct av_input input;
	struct read_ahead *ahead;
	AVPacket *packet;
};

static void fixture_start(struct fixture *fixture, int packets, int size_bytes)
{
	*fixture = (struct fixture){ .packet = av_packet_alloc() };
	assert_non_null(fixture->packet);
	fixture->request.silence = &fixture->silence;
	fixture->input.request = &fixture->request;
	fixture->input.patience.request = &fixture->request;
	assert_int_equal(stop_open(&fixture->stop), 0);
	fixture->input.patience.stop = &fixture->stop;
	stream.packets = packets;
	stream.size_bytes = size_bytes;
	stream.reads = 0;
	fixture->ahead = read_ahead_start(&fixture->input);
	assert_non_null(fixture->ahead);
}

static void fixture_end(struct fixture *fixture)
{
	read_ahead_stop(fixture->ahead);
	/* Given back as it was. */
	assert_ptr_equal(fixture->input.patience.stop, &fixture->stop);
	av_packet_free(&fixture->packet);
	stop_close(&fixture->stop);
}

/* Returns the number of the packet that was taken, or the error. */
static int take(struct fixture *fixture, uint64_t *arrived_ns)
{
	struct reason reason = { "" };
	int result = read_ahead_take(fixture->ahead, &fixture->stop,
				     fixture->packet, arrived_ns, &reason);

	if (result == -EPIPE)
		assert_string_equal(reason.text, "it has ended");
	if (result < 0)
		return result;
	result = (int)fixture->packet->pts;
	av_packet_unref(fixture->packet);
	return result;
}

static void test_packets_come_in_order_and_then_the_end(void **state)
{
	struct fixture fixture;
	uint64_t arrived_ns;

	(void)state;
	stream.ends = true;
	fixture_start(&fixture, 100, 10);
	for (int i = 0; i < 100; i++)
		assert_int_equal(take(&fixture, &arrived_ns), i);
	assert_int_equal(take(&fixture, &arrived_ns), -EPIPE);
	assert_int_equal(take(&fixture, &arrived_ns), -EPIPE);
	fixture_end(&fixture);
}

static void test_arrival_is_told_however_late_it_is_taken(void **state)
{
	struct fixture fixture;
	uint64_t arrived_ns;

	(void)state;
	stream.ends = true;
	fixture_start(&fixture, 3, 10);
	while (stream.reads < 4)
		sleep_ms(1);
	sleep_ms(LAG_MS);
	assert_int_equal(take(&fixture, &arrived_ns), 0);
	assert_true(clock_monotonic_ns() - arrived_ns >= LAG_MS * NS_PER_MS);
	fixture_end(&fixture);
}

/* A sender without limits gets no more of our memory. */
static void test_full_queue_waits_until_something_is_taken(void **state)
{
	struct fixture fixture;
	uint64_t arrived_ns;
	int reads;

	(void)state;
	stream.ends = true;
	fixture_start(&fixture, 300, 1 << 20);
	do {
		reads = stream.reads;
		sleep_ms(LAG_MS);
	} while (reads != stream.reads);
	assert_in_range(reads, 10, 100);
	for (int i = 0; i < 300; i++)
		assert_int_equal(take(&fixture, &arrived_ns), i);
	fixture_end(&fixture);
}

static void test_it_ends_while_the_queue_is_full_or_nothing_comes(void **state)
{
	struct fixture fixture;

	(void)state;
	stream.ends = false;
	for (int packets = 0; packets <= 300; packets += 300) {
		uint64_t begin_ns;

		fixture_start(&fixture, packets, 1 << 20);
		sleep_ms(LAG_MS);
		begin_ns = clock_monotonic_ns();
		fixture_end(&fixture);
		assert_true(clock_monotonic_ns() - begin_ns < NS_PER_S);
	}
	read_ahead_stop(NULL);
}

static void test_who_takes_can_be_stopped(void **state)
{
	struct fixture fixture;
	uint64_t arrived_ns;

	(void)state;
	stream.ends = false;
	fixture_start(&fixture, 0, 10);
	stop_request(&fixture.stop);
	assert_int_equal(take(&fixture, &arrived_ns), -ECANCELED);
	fixture_end(&fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_packets_come_in_order_and_then_the_end),
		cmocka_unit_test(test_arrival_is_told_however_late_it_is_taken),
		cmocka_unit_test(
			test_full_queue_waits_until_something_is_taken),
		cmocka_unit_test(
			test_it_ends_while_the_queue_is_full_or_nothing_comes),
		cmocka_unit_test(test_who_takes_can_be_stopped),
	};

	return cmocka_run_group_tests_name("read_ahead", tests, NULL, NULL);
}
