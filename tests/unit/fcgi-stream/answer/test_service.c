/*
 * Tests of service.c: whom it lets in, with a real slot and socket pairs in
 * the web server's place.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <frame_slot.h>

#include "audiences.h"
#include "clock.h"
#include "log.h"
#include "loop.h"
#include "peer.h"
#include "request.h"
#include "service.h"

#define VIEWERS_MAX 1
#define PEERS_MAX   (VIEWERS_MAX + 256)

static char slot[FRAME_SLOT_NAME_MAX + 1], other_slot[FRAME_SLOT_NAME_MAX + 1];
static struct frame_writer *writer, *other_writer;
static struct loop *loop;
static struct peers peers;
static struct service service;

static int service_open(void **state)
{
	(void)state;
	snprintf(slot, sizeof(slot), "test-service-%d", (int)getpid());
	snprintf(other_slot, sizeof(other_slot), "test-service-other-%d",
		 (int)getpid());
	if (frame_writer_open(&writer, slot, 100) < 0 ||
	    frame_writer_open(&other_writer, other_slot, 100) < 0 ||
	    loop_create(&loop) < 0)
		return -1;
	peers = (struct peers){ .loop = loop, .patience_ns = NS_PER_S };
	service = (struct service){ .default_slot = slot,
				    .max_viewers = VIEWERS_MAX,
				    .browser_links = -1,
				    .peers = &peers };
	return audiences_create(&service.audiences, loop);
}

static int service_close(void **state)
{
	(void)state;
	peers_drop(&peers);
	audiences_destroy(service.audiences);
	loop_destroy(loop);
	frame_writer_remove(writer);
	frame_writer_remove(other_writer);
	return 0;
}

/* Returns the web server's end. */
static int ask(const char *address)
{
	char uri[200], query[200];
	char *parameters[] = { "REQUEST_METHOD=GET", uri, query, NULL };
	struct request *request;
	int ends[2];

	snprintf(uri, sizeof(uri), "REQUEST_URI=%s", address);
	snprintf(query, sizeof(query), "QUERY_STRING=%s",
		 strchrnul(address, '?') + (strchr(address, '?') != NULL));
	assert_int_equal(
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
	assert_int_equal(request_create(&request, parameters, ends[0]), 0);
	service_answer(&service, request);
	return ends[1];
}

/* The status of the answer at `fd`, 0 while there is none. Closes `fd`. */
static int status_take(int fd, const char *field)
{
	static char bytes[1 << 16]; /* /streams lists all of this machine */
	ssize_t size = read(fd, bytes, sizeof(bytes) - 1);
	int status = 0;

	close(fd);
	if (size <= 8)
		return 0;
	bytes[size] = '\0';
	/* Behind a record's header. */
	assert_int_equal(sscanf(bytes + 8, "Status: %d", &status), 1);
	assert_non_null(strstr(bytes + 8, field));
	return status;
}

static void count_audience(const struct slot_visit *visit, void *user)
{
	*(int *)user += visit->audience != NULL;
}

static int audience_count(void)
{
	int count = 0;

	audiences_visit_slots(service.audiences, count_audience, &count);
	return count;
}

static void test_viewer_without_a_seat_costs_no_audience(void **state)
{
	int first = ask("/video");
	char address[100];

	(void)state;
	snprintf(address, sizeof(address), "/video/%s", other_slot);
	assert_int_equal(status_take(ask(address), "Retry-After: 5"), 503);
	assert_int_equal(audience_count(), 1);
	/* A missing stream is missing, seat or not. */
	assert_int_equal(status_take(ask("/video/test-none"), ""), 404);
	/* Snapshots and lists take no seat. */
	assert_int_equal(status_take(ask("/streams"), "test-service-"), 200);
	/* Events do. */
	assert_int_equal(status_take(ask("/events"), "Retry-After: 5"), 503);
	assert_int_equal(status_take(ask("/events/test-none"), ""), 404);
	assert_int_equal(status_take(first, ""), 0);
}

/* Snapshots that wait for a frame, until there are too many of them. */
static void test_whatever_is_asked_has_a_limit(void **state)
{
	int fds[PEERS_MAX];

	(void)state;
	for (int i = 0; i < PEERS_MAX; i++)
		fds[i] = ask("/snapshot");
	assert_int_equal(peers.count, PEERS_MAX);
	assert_int_equal(status_take(ask("/snapshot"), "Retry-After: 5"), 503);
	assert_int_equal(status_take(ask("/streams"), "Retry-After: 5"), 503);
	for (int i = 0; i < PEERS_MAX; i++)
		assert_int_equal(status_take(fds[i], ""), 0);
}

static uint64_t answers(enum verb verb, int status)
{
	return service.counts.answers[verb].by_class[status / 100];
}

static void test_answers_are_counted_by_address_and_status(void **state)
{
	int first = ask("/video");

	(void)state;
	assert_int_equal(status_take(ask("/streams"), ""), 200);
	assert_int_equal(status_take(ask("/video/test-none"), ""), 404);
	assert_int_equal(status_take(ask("/video/-"), ""), 400);
	assert_int_equal(status_take(ask("/video"), ""), 503);
	assert_int_equal(status_take(ask("/elsewhere"), ""), 404);
	assert_int_equal(answers(VERB_STREAMS, 200), 1);
	assert_int_equal(answers(VERB_VIDEO, 400), 2);
	assert_int_equal(answers(VERB_VIDEO, 503), 1);
	assert_int_equal(answers(VERB_NONE, 404), 1);
	assert_int_equal(service.counts.refused_viewers, 1);
	/* It waits for its first picture. */
	assert_int_equal(answers(VERB_VIDEO, 200), 0);
	assert_int_equal(status_take(ask("/metrics"), "slotcast_build_info"),
			 200);
	assert_int_equal(answers(VERB_METRICS, 200), 1);
	assert_int_equal(status_take(first, ""), 0);
}

static void stop(void *user)
{
	(void)user;
	loop_stop(loop);
}

/* Turn the loop until the web server has got something. */
static ssize_t read_soon(int fd, void *bytes, size_t capacity_bytes)
{
	struct loop_timer pause = { .fire = stop };
	ssize_t size = read(fd, bytes, capacity_bytes);

	for (int turn = 0; size < 0 && turn < 500; turn++) {
		loop_timer_set(loop, &pause,
			       clock_monotonic_ns() + 10 * NS_PER_MS);
		assert_int_equal(loop_run(loop), 0);
		size = read(fd, bytes, capacity_bytes);
	}
	loop_timer_clear(&pause);
	return size;
}

static void test_scripts_may_read_a_raw_stream(void **state)
{
	struct frame_info info = { .size_bytes = 4,
				   .captured_ns = clock_monotonic_ns(),
				   .media_type = "image/jpeg" };
	int fd = ask("/video?raw=1&advance=1&frames=1");
	char answer[4096];
	ssize_t size;

	(void)state;
	assert_int_equal(
		frame_writer_publish(writer, &info, "\xff\xd8\xff\xd9"), 0);
	size = read_soon(fd, answer, sizeof(answer));
	assert_true(size > 0);
	assert_non_null(memmem(answer, (size_t)size,
			       "\r\nContent-Type: application/octet-stream\r\n",
			       42));
	/* A whole head, not one in advance. */
	assert_non_null(
		memmem(answer, (size_t)size, "Content-Length: 4\r\n", 19));
	close(fd);
	assert_int_equal(status_take(ask("/video?raw=2"), "raw"), 400);
}

static void test_a_placeholder_takes_the_place_of_a_refusal(void **state)
{
	(void)state;
	assert_int_equal(status_take(ask("/snapshot/test-none?placeholder=1"),
				     "X-No-Picture: No stream is called"),
			 200);
	assert_int_equal(status_take(ask("/?action=snapshot&slot=test-none"),
				     "Content-Type: image/jpeg"),
			 200);
	assert_int_equal(status_take(ask("/?action=snapshot&placeholder=0"
					 "&slot=test-none"),
				     ""),
			 404);
	assert_int_equal(status_take(ask("/snapshot/test-none"), ""), 404);
	/* What is wrong with the address stays wrong. */
	assert_int_equal(status_take(ask("/snapshot/-?placeholder=1"), ""),
			 400);
	assert_int_equal(status_take(ask("/snapshot?placeholder=2"), ""), 400);
	assert_int_equal(answers(VERB_SNAPSHOT, 200), 2);
}

int main(void)
{
#define SERVICE_TEST(test)                                                     \
	cmocka_unit_test_setup_teardown(test, service_open, service_close)
	const struct CMUnitTest tests[] = {
		SERVICE_TEST(test_viewer_without_a_seat_costs_no_audience),
		SERVICE_TEST(test_whatever_is_asked_has_a_limit),
		SERVICE_TEST(test_answers_are_counted_by_address_and_status),
		SERVICE_TEST(test_scripts_may_read_a_raw_stream),
		SERVICE_TEST(test_a_placeholder_takes_the_place_of_a_refusal),
	};

	log_open("test_service", LOG_LEVEL_ERROR);
	return cmocka_run_group_tests_name("service", tests, NULL, NULL);
}
