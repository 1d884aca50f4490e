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
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "loop.h"

/* No machine is so busy that timers so far apart become due at once. */
#define TICK_NS (50 * NS_PER_MS)

static struct loop *loop;
static char order[64];

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
	loop_timer_set(loop, &late, start_ns + 2 * TICK_NS);
	loop_timer_set(loop, &soon, start_ns + TICK_NS);
	loop_timer_set(loop, &end, start_ns + 3 * TICK_NS);
	assert_int_equal(loop_run(loop), 0);
	assert_true(clock_monotonic_ns() >= start_ns + 3 * TICK_NS);
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
	loop_timer_set(loop, &moved, start_ns + 2 * TICK_NS);
	loop_timer_set(loop, &between, start_ns + TICK_NS);
	loop_timer_set(loop, &end, start_ns + 3 * TICK_NS);
	loop_run(loop);
	assert_string_equal(order, "between moved ");
}

static void
test_timers_due_at_once_fire_in_the_order_they_were_set(void **state)
{
	struct loop_timer timers[] = { timer_make(note, "first "),
				       timer_make(note, "second "),
				       timer_make(note, "third "),
				       timer_make(stop, NULL) };

	(void)state;
	for (size_t i = 0; i < sizeof(timers) / sizeof(timers[0]); i++)
		loop_timer_set(loop, &timers[i], 3 - i);
	loop_run(loop);
	assert_string_equal(order, "first second third ");
}

static void free_victim(void *user)
{
	loop_timer_clear(user);
	/* AddressSanitizer objects to whoever looks at it from now on. */
	free(user);
}

/* The one whose turn is next, and one that is not due yet. */
static void test_timer_may_free_others_that_are_due(void **state)
{
	struct loop_timer *victim = malloc(sizeof(*victim));
	struct loop_timer *late = malloc(sizeof(*late));
	struct loop_timer freeing = timer_make(free_victim, victim);
	struct loop_timer freeing_late = timer_make(free_victim, late);
	struct loop_timer last = timer_make(note, "last ");
	struct loop_timer end = timer_make(stop, NULL);

	(void)state;
	assert_non_null(victim);
	assert_non_null(late);
	*victim = timer_make(note, "victim ");
	*late = timer_make(note, "late ");
	loop_timer_set(loop, late, clock_monotonic_ns() + NS_PER_MS);
	loop_timer_set(loop, &freeing, 0);
	loop_timer_set(loop, victim, 0);
	loop_timer_set(loop, &freeing_late, 0);
	loop_timer_set(loop, &last, 0);
	loop_timer_set(loop, &end, clock_monotonic_ns() + 5 * NS_PER_MS);
	loop_run(loop);
	assert_string_equal(order, "last ");
}

static void put_off(void *user)
{
	loop_timer_set(loop, user, loop_now_ns(loop) + 20 * NS_PER_MS);
}

static void test_timer_may_put_off_another_that_is_due(void **state)
{
	struct loop_timer late = timer_make(note, "late ");
	struct loop_timer putting_off = timer_make(put_off, &late);
	struct loop_timer between = timer_make(note, "between ");
	struct loop_timer end = timer_make(stop, NULL);
	uint64_t start_ns = clock_monotonic_ns();

	(void)state;
	loop_timer_set(loop, &putting_off, 0);
	loop_timer_set(loop, &late, 0);
	loop_timer_set(loop, &between, start_ns + 10 * NS_PER_MS);
	loop_timer_set(loop, &end, start_ns + 40 * NS_PER_MS);
	loop_run(loop);
	assert_string_equal(order, "between late ");
	assert_false(late.is_set);
}

static struct loop_timer again;
static int again_count;

static void set_again_at_once(void *user)
{
	(void)user;
	if (++again_count < 1000)
		loop_timer_set(loop, &again, 0);
	else
		loop_stop(loop);
}

static void note_and_stop(void *user)
{
	note(user);
	loop_stop(loop);
}

static void test_timer_that_sets_itself_anew_starves_nobody(void **state)
{
	struct loop_bell bell = { .rung = note_and_stop, .user = "rung " };

	(void)state;
	again = timer_make(set_again_at_once, NULL);
	again_count = 0;
	assert_int_equal(loop_bell_open(loop, &bell), 0);
	loop_timer_set(loop, &again, 0);
	loop_bell_ring(&bell);
	loop_run(loop);
	assert_string_equal(order, "rung ");
	assert_true(again_count < 10);
	loop_timer_clear(&again);
	loop_bell_close(loop, &bell);
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

/* Two that are ready at once: which is heard first is not ours to say. */
static struct twin {
	struct loop_source source;
	int far_end;
} * twins[2]; /* NULL: removed */

static void (*twin_treats)(int other);

static void twin_ready(void *user, uint32_t events)
{
	struct twin *twin = user;
	char byte;

	assert_true(events & EPOLLIN);
	assert_int_equal(read(twin->source.fd, &byte, 1), 1);
	note("heard ");
	if (twin_treats)
		twin_treats(twin == twins[0] ? 1 : 0);
	twin_treats = NULL;
}

static void twin_open(int i)
{
	struct twin *twin = calloc(1, sizeof(*twin));
	int ends[2];

	assert_non_null(twin);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	twin->source = (struct loop_source){ ends[0], twin_ready, twin };
	twin->far_end = ends[1];
	assert_int_equal(write(twin->far_end, "x", 1), 1);
	assert_int_equal(loop_add(loop, &twin->source, EPOLLIN), 0);
	twins[i] = twin;
}

static void twin_close(int i)
{
	if (!twins[i])
		return;
	loop_remove(loop, &twins[i]->source);
	close(twins[i]->source.fd);
	close(twins[i]->far_end);
	free(twins[i]);
	twins[i] = NULL;
}

static void twin_replace(int i)
{
	twin_close(i);
	twin_open(i);
}

/* Whoever is heard first does this to the other one. */
static void twins_meet(void (*treats)(int other))
{
	struct loop_timer end = timer_make(stop, NULL);

	twin_treats = treats;
	twin_open(0);
	twin_open(1);
	loop_timer_set(loop, &end, clock_monotonic_ns() + 20 * NS_PER_MS);
	loop_run(loop);
	twin_close(0);
	twin_close(1);
}

static void test_source_removed_by_another_is_not_heard_of_again(void **state)
{
	(void)state;
	twins_meet(twin_close);
	assert_string_equal(order, "heard ");
}

/* Perhaps at the same address, and with the same descriptor. */
static void test_source_replaced_by_another_is_heard_of_once(void **state)
{
	(void)state;
	twins_meet(twin_replace);
	assert_string_equal(order, "heard heard ");
}

int main(void)
{
#define LOOP_TEST(test)                                                        \
	cmocka_unit_test_setup_teardown(test, loop_open, loop_close)
	const struct CMUnitTest tests[] = {
		LOOP_TEST(test_timers_fire_when_due_and_once),
		LOOP_TEST(test_moved_timer_fires_at_its_new_time),
		LOOP_TEST(
			test_timers_due_at_once_fire_in_the_order_they_were_set),
		LOOP_TEST(test_timer_may_free_others_that_are_due),
		LOOP_TEST(test_timer_may_put_off_another_that_is_due),
		LOOP_TEST(test_timer_that_sets_itself_anew_starves_nobody),
		LOOP_TEST(test_bell_rung_often_is_heard_once),
		LOOP_TEST(test_change_tells_what_was_there_before),
		LOOP_TEST(test_source_removed_by_another_is_not_heard_of_again),
		LOOP_TEST(test_source_replaced_by_another_is_heard_of_once),
	};

	return cmocka_run_group_tests_name("loop", tests, NULL, NULL);
}
