/*
 * Tests of peer.c and outgoing.c, with a socket pair in the web server's
 * place.
 *
 * SPDX-License-Identifier: MIT
 */
#include "running_loop.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "log.h"
#include "message.h"
#include "packed_frame.h"
#include "peer.h"
#include "record_reading.h"

/* More than a socket holds. */
#define LARGE_BYTES 4000000

/* Less than it takes to send all of a large picture, little by little. */
#define PATIENCE_NS (200 * NS_PER_MS)

static struct peers peers;
static struct peer *peer;
static int server_fd;
static int idle_count, gone_count;
static char logged[200];

/* In the place of the one of log.c. */
void log_notice(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(logged, sizeof(logged), format, arguments);
	va_end(arguments);
}

static void count_idle(void *user)
{
	(void)user;
	idle_count++;
}

static void count_gone(void *user)
{
	(void)user;
	gone_count++;
}

static int peer_open(void **state)
{
	int ends[2];

	(void)state;
	idle_count = gone_count = 0;
	logged[0] = '\0';
	if (loop_create(&loop) < 0 ||
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) < 0)
		return -1;
	server_fd = ends[1];
	peers = (struct peers){ .loop = loop,
				.patience_ns = PATIENCE_NS,
				.emptied = stop };
	if (peer_create(&peer, &peers, ends[0], true) < 0)
		return -1;
	peer_set_owner(peer, &(struct peer_owner){ count_idle, count_gone, NULL,
						   "test" });
	return 0;
}

static int peer_close(void **state)
{
	(void)state;
	peers_drop(&peers);
	close(server_fd);
	loop_destroy(loop);
	return 0;
}

static struct packed_frame *frame_large(void)
{
	const struct frame_info info = { .serial = 1,
					 .size_bytes = LARGE_BYTES,
					 .media_type = "image/jpeg" };
	uint8_t *payload = malloc(LARGE_BYTES);
	struct packed_frame *frame;

	memset(payload, 'j', LARGE_BYTES);
	frame = packed_frame_create(&info, payload, NULL);
	free(payload);
	return frame;
}

static void test_finished_response_arrives_whole_and_closes(void **state)
{
	uint8_t bytes[100], text[100];
	ssize_t size;

	(void)state;
	peer_add_message(peer, message_create("Status: 200 OK\r\n\r\n"));
	peer_add_message(peer, message_create("body"));
	peer_send(peer);
	peer_finish(peer);
	/* Not yet: its owner may still be at work with it. */
	assert_int_equal(gone_count, 0);
	run_for_ms(1000);
	assert_int_equal(gone_count, 1);
	size = read(server_fd, bytes, sizeof(bytes));
	assert_int_equal(records_read(text, bytes, bytes + size), 22);
	assert_memory_equal(text, "Status: 200 OK\r\n\r\nbody", 22);
	assert_int_equal(read(server_fd, bytes, sizeof(bytes)), 0);
}

static void test_abort_ends_it(void **state)
{
	const uint8_t abort_record[8] = { 1, 2, 0, 1 };

	(void)state;
	assert_int_equal(write(server_fd, abort_record, 8), 8);
	run_for_ms(1000);
	assert_int_equal(gone_count, 1);
}

static void test_body_does_not_end_it(void **state)
{
	const uint8_t body[16] = { 1, 5, 0, 1, 0, 8 };

	(void)state;
	assert_int_equal(write(server_fd, body, sizeof(body)), sizeof(body));
	run_for_ms(10);
	assert_int_equal(gone_count, 0);
}

static void test_hang_up_ends_it_while_nothing_is_sent(void **state)
{
	(void)state;
	shutdown(server_fd, SHUT_WR);
	run_for_ms(1000);
	assert_int_equal(gone_count, 1);
}

/* lighttpd logs an error for a response that just stops. */
static void test_who_only_wants_no_more_is_told_the_end(void **state)
{
	/* An empty STDOUT record, then END_REQUEST. */
	const uint8_t end[24] = {
		1, 6, 0, 1, 0, 0, 0, 0, 1, 3, 0, 1, 0, 8, 0, 0
	};
	uint8_t bytes[100];

	(void)state;
	assert_int_equal(write(server_fd, "unread", 6), 6);
	shutdown(server_fd, SHUT_WR);
	run_for_ms(1000);
	assert_int_equal(gone_count, 1);
	assert_int_equal(read(server_fd, bytes, sizeof(bytes)), sizeof(end));
	assert_memory_equal(bytes, end, sizeof(end));
	assert_int_equal(read(server_fd, bytes, sizeof(bytes)), 0);
}

/* The end would be taken for the rest of the picture. */
static void test_no_end_is_told_in_the_middle_of_a_picture(void **state)
{
	struct packed_frame *frame = frame_large();
	static uint8_t bytes[LARGE_BYTES];
	uint8_t last = 0;
	ssize_t size;

	(void)state;
	peer_add_frame(peer, frame, PIECE_PART);
	peer_send(peer);
	shutdown(server_fd, SHUT_WR);
	run_for_ms(1000);
	assert_int_equal(gone_count, 1);
	while ((size = read(server_fd, bytes, sizeof(bytes))) > 0)
		last = bytes[size - 1];
	assert_int_equal(size, 0);
	assert_int_equal(last, 'j');
	packed_frame_release(frame);
}

static void test_peers_are_counted(void **state)
{
	(void)state;
	assert_int_equal(peers.count, 1);
	shutdown(server_fd, SHUT_WR);
	run_for_ms(1000);
	assert_int_equal(peers.count, 0);
}

static void test_who_takes_nothing_is_dropped(void **state)
{
	struct packed_frame *frame = frame_large();
	uint64_t start_ns = loop_now_ns(loop);

	(void)state;
	peer_add_frame(peer, frame, PIECE_PART);
	peer_send(peer);
	assert_true(peer_is_busy(peer));
	run_for_ms(1000);
	assert_int_equal(gone_count, 1);
	assert_int_equal(idle_count, 0);
	assert_in_range(clock_monotonic_ns() - start_ns, PATIENCE_NS,
			5 * PATIENCE_NS);
	assert_string_equal(logged,
			    "viewer dropped: test: it took nothing for 0 s");
	assert_int_equal(peers.dropped, 1);
	/* Its hold has gone with it. */
	assert_int_equal(frame->holders, 1);
	packed_frame_release(frame);
}

/*
 * Takes a little every 75 ms, which is well within a second even on a machine
 * that is busy; for all of a large picture it takes longer than that.
 */
#define SLOW_PATIENCE_NS NS_PER_S
#define SIP_NS		 (75 * NS_PER_MS)

static void take_a_little(void *user)
{
	struct loop_timer *timer = user;
	static uint8_t bytes[300000];

	assert_true(read(server_fd, bytes, sizeof(bytes)) > 0 ||
		    errno == EAGAIN);
	if (idle_count > 0)
		loop_stop(loop);
	else
		loop_timer_set(loop, timer, loop_now_ns(loop) + SIP_NS);
}

static void test_slow_one_is_kept_and_told_when_it_has_all(void **state)
{
	struct packed_frame *frame = frame_large();
	struct loop_timer taking = { .fire = take_a_little, .user = &taking };
	uint64_t start_ns = clock_monotonic_ns();

	(void)state;
	peers.patience_ns = SLOW_PATIENCE_NS;
	peer_add_frame(peer, frame, PIECE_PART);
	peer_send(peer);
	loop_timer_set(loop, &taking, start_ns);
	run_for_ms(30000);
	assert_true(clock_monotonic_ns() - start_ns > SLOW_PATIENCE_NS);
	assert_int_equal(gone_count, 0);
	assert_int_equal(idle_count, 1);
	assert_false(peer_is_busy(peer));
	assert_int_equal(frame->holders, 1);
	packed_frame_release(frame);
	loop_timer_clear(&taking);
}

/* It takes all that it is given, and its browser nothing. */
static void test_who_gets_nothing_on_to_its_browser_is_dropped(void **state)
{
	uint64_t now_ns = loop_now_ns(loop);

	(void)state;
	peer_note_progress(peer, now_ns - PATIENCE_NS);
	assert_string_equal(logged,
			    "viewer dropped: test: it took nothing for 0 s");
	/* Not yet: its owner may still be at work with it. */
	assert_int_equal(gone_count, 0);
	peer_note_progress(peer, now_ns - PATIENCE_NS);
	run_for_ms(1000);
	assert_int_equal(gone_count, 1);
	assert_int_equal(peers.dropped, 1);
}

static void test_who_gets_something_on_in_time_is_kept(void **state)
{
	(void)state;
	peer_note_progress(peer, loop_now_ns(loop) - PATIENCE_NS + 1);
	run_for_ms(2 * PATIENCE_NS / NS_PER_MS);
	assert_int_equal(gone_count, 0);
	assert_string_equal(logged, "");
}

static void test_lost_memory_loses_the_peer_only_from_the_loop(void **state)
{
	(void)state;
	peer_add_message(peer, NULL);
	peer_send(peer);
	assert_int_equal(gone_count, 0);
	run_for_ms(1000);
	assert_int_equal(gone_count, 1);
}

int main(void)
{
#define PEER_TEST(test)                                                        \
	cmocka_unit_test_setup_teardown(test, peer_open, peer_close)
	const struct CMUnitTest tests[] = {
		PEER_TEST(test_finished_response_arrives_whole_and_closes),
		PEER_TEST(test_abort_ends_it),
		PEER_TEST(test_body_does_not_end_it),
		PEER_TEST(test_hang_up_ends_it_while_nothing_is_sent),
		PEER_TEST(test_who_only_wants_no_more_is_told_the_end),
		PEER_TEST(test_no_end_is_told_in_the_middle_of_a_picture),
		PEER_TEST(test_peers_are_counted),
		PEER_TEST(test_who_takes_nothing_is_dropped),
		PEER_TEST(test_slow_one_is_kept_and_told_when_it_has_all),
		PEER_TEST(test_who_gets_nothing_on_to_its_browser_is_dropped),
		PEER_TEST(test_who_gets_something_on_in_time_is_kept),
		PEER_TEST(test_lost_memory_loses_the_peer_only_from_the_loop),
	};

	return cmocka_run_group_tests_name("peer", tests, NULL, NULL);
}
