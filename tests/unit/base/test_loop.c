/*
 * Tests of loop.c.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "loop.h"

static struct loop *loop;
static char order[16];

static void note(void *user)
{
	strncat(order, user, sizeof(order) - strlen(order) - 1);
}

static void stop(void *user)
{
	(void)user;
	loop_stop(loop);
}

static struct loop_timer timer_make(void (*fire)(void *), void *user)
{
	return (struct loop_timer){ .fire = fire, .user = user };
}

static int loop_open(void **state)
{
	(void)state;
	order[0] = '\0';
	return loop_create(&loop);
}

static int loop_close(void **state)
{
	(void)state;
	loop_destroy(loop);
	return 0;
}

static void test_timers_fire_when_due_and_once(void **state)
{
	struct loop_timer late = timer_make(note, "late ");
	struct loop_timer soon = timer_make(note, "soon ");
	struct loop_timer end = timer_make(stop, NULL);
	uint64_t start_ns = clock_monotonic_ns();

	(void)state;
	loop_timer_set(loop, &late, start_ns + 20 * NS_PER_MS);
	loop_timer_set(loop, &soon, start_ns + 5 * NS_PER_MS);
	loop_timer_set(loop, &end, start_ns + 30 * NS_PER_MS);
	assert_int_equal(loop_run(loop), 0);
	assert_true(clock_monotonic_ns() >= start_ns + 30 * NS_PER_MS);
	assert_string_equal(order, "soon late ");
}

static void test_moved_timer_fires_at_its_new_time(void **state)
{
	struct loop_timer moved = timer_make(note, "moved ");
	struct loop_timer between = timer_make(note, "between ");
	struct loop_timer end = timer_make(stop, NULL);
	uint64_t start_ns = clock_monotonic_ns();

	(void)state;
	loop_timer_set(loop, &moved, start_ns + 1);
	loop_timer_set(loop, &moved, start_ns + 20 * NS_PER_MS);
	loop_timer_set(loop, &between, start_ns + 10 * NS_PER_MS);
	loop_timer_set(loop, &end, start_ns + 30 * NS_PER_MS);
	loop_run(loop);
	assert_string_equal(order, "between moved ");
}

static struct loop_timer victim;

static void clear_victim(void *user)
{
	(void)user;
	loop_timer_clear(&victim);
}

static void test_timer_may_clear_another_that_is_due(void **state)
{
	struct loop_timer clearing = timer_make(clear_victim, NULL);
	struct loop_timer end = timer_make(stop, NULL);

	(void)state;
	victim = timer_make(note, "victim ");
	loop_timer_set(loop, &victim, 0);
	loop_timer_set(loop, &clearing, 0);
	loop_timer_set(loop, &end, clock_monotonic_ns() + 5 * NS_PER_MS);
	loop_run(loop);
	assert_string_equal(order, "");
	loop_timer_clear(&victim);
}

static void *ring_thrice(void *user)
{
	for (int i = 0; i < 3; i++)
		loop_bell_ring(user);
	return NULL;
}

static void test_bell_rung_often_is_heard_once(void **state)
{
	struct loop_bell bell = { .rung = note, .user = "rung " };
	struct loop_timer end = timer_make(stop, NULL);
	pthread_t thread;

	(void)state;
	assert_int_equal(loop_bell_open(loop, &bell), 0);
	assert_int_equal(pthread_create(&thread, NULL, ring_thrice, &bell), 0);
	pthread_join(thread, NULL);
	loop_timer_set(loop, &end, clock_monotonic_ns() + 5 * NS_PER_MS);
	loop_run(loop);
	assert_string_equal(order, "rung ");
	loop_bell_close(loop, &bell);
}

static void note_room(void *user, uint32_t events)
{
	assert_true(events & EPOLLOUT);
	note(user);
	loop_stop(loop);
}

static void test_change_tells_what_was_there_before(void **state)
{
	struct loop_source source = { .ready = note_room, .user = "room " };
	struct loop_timer end = timer_make(stop, NULL);
	int ends[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	source.fd = ends[0];
	assert_int_equal(loop_add(loop, &source, EPOLLIN | EPOLLET), 0);
	loop_timer_set(loop, &end, clock_monotonic_ns() + 5 * NS_PER_MS);
	loop_run(loop);
	assert_string_equal(order, "");
	assert_int_equal(
		loop_change(loop, &source, EPOLLIN | EPOLLOUT | EPOLLET), 0);
	loop_timer_set(loop, &end, clock_monotonic_ns() + NS_PER_S);
	loop_run(loop);
	assert_string_equal(order, "room ");
	loop_timer_clear(&end);
	loop_remove(loop, &source);
	close(ends[0]);
	close(ends[1]);
}

int main(void)
{
#define LOOP_TEST(test)                                                        \
	cmocka_unit_test_setup_teardown(test, loop_open, loop_close)
	const struct CMUnitTest tests[] = {
		LOOP_TEST(test_timers_fire_when_due_and_once),
		LOOP_TEST(test_moved_timer_fires_at_its_new_time),
		LOOP_TEST(test_timer_may_clear_another_that_is_due),
		LOOP_TEST(test_bell_rung_often_is_heard_once),
		LOOP_TEST(test_change_tells_what_was_there_before),
	};

	return cmocka_run_group_tests_name("loop", tests, NULL, NULL);
}
