/*
 * The source thread opens what fails again, and ends when it is told to.
 *
 * SPDX-License-Identifier: MIT
 */
#include "producer.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "clock.h"

#define ATTEMPTS_TIMED 3

/*
 * A machine that is busy, or sanitized, is late by less than this. What is told
 * apart by time differs by more.
 */
#define LATE_MS 900

/* Where it differs by less, it is done so often, and once is not late. */
#define TIMES	   3
#define AT_ONCE_MS 300

/* A camera that does as the test says. */
static struct {
	int failing_opens; /* so many attempts fail */
	int open_error;	   /* how */
	unsigned open_ms;  /* how long an attempt takes */
	long hang_ms;	   /* and how long before that nobody looks at `stop` */
	long close_ms;	   /* how long closing takes */
	int pictures;	   /* so many come before the source is lost */
	int opens;	   /* attempts so far */
	atomic_int begun, closes;
	struct stop *stop;
	int pictures_left;

	/* Its own clock: a test that is late must not take that for a pause. */
	uint64_t begun_ns[ATTEMPTS_TIMED]; /* of the first attempts */
	uint64_t ended_ns;		   /* when pictures ended last */
	atomic_uint pause_ms;		   /* from there to the next attempt */
} camera;

static void sleep_ms(long duration_ms)
{
	const struct timespec duration = { duration_ms / 1000,
					   duration_ms % 1000 * 1000000 };

	nanosleep(&duration, NULL);
}

static void picture_release(struct picture *picture)
{
	free(picture);
}

static int camera_next(struct source *source, struct picture **picture,
		       struct reason *reason)
{
	(void)source;
	if (camera.pictures_left-- == 0) {
		camera.ended_ns = clock_monotonic_ns();
		return reason_give(reason, -EIO, "unplugged");
	}
	if (stop_wait_until(camera.stop, clock_monotonic_ns() + 20 * NS_PER_MS))
		return -ECANCELED;
	*picture = calloc(1, sizeof(**picture));
	assert_non_null(*picture);
	(*picture)->release = picture_release;
	return 0;
}

static void camera_close(struct source *source)
{
	sleep_ms(camera.close_ms);
	camera.closes++;
	free(source);
}

static int camera_open(struct source **source,
		       const struct source_request *request, struct stop *stop,
		       struct reason *reason)
{
	uint64_t now_ns = clock_monotonic_ns();
	int attempt = camera.begun;

	(void)request;
	if (attempt < ATTEMPTS_TIMED)
		camera.begun_ns[attempt] = now_ns;
	camera.pause_ms = (unsigned)((now_ns - camera.ended_ns) / NS_PER_MS);
	camera.begun++;
	sleep_ms(camera.hang_ms);
	camera.stop = stop;
	camera.pictures_left = camera.pictures;
	if (stop_wait_until(camera.stop,
			    clock_monotonic_ns() + camera.open_ms * NS_PER_MS))
		return -ECANCELED;
	if (camera.opens++ < camera.failing_opens)
		return reason_give(reason, camera.open_error, "no camera");
	*source = malloc(sizeof(**source));
	assert_non_null(*source);
	**source =
		(struct source){ .next = camera_next, .close = camera_close };
	return 0;
}

static const struct source_driver camera_driver = { .open = camera_open };

struct fixture {
	struct source_request request;
	struct mailbox *mailbox;
	struct producer *producer;
};

static void fixture_start(struct fixture *fixture)
{
	camera.opens = 0;
	camera.begun = 0;
	camera.closes = 0;
	fixture->request.driver = &camera_driver;
	fixture->request.name = "camera";
	assert_int_equal(mailbox_create(&fixture->mailbox), 0);
	assert_int_equal(producer_start(&fixture->producer, &fixture->request,
					fixture->mailbox),
			 0);
}

static void fixture_end(struct fixture *fixture)
{
	uint64_t asked_ns = clock_monotonic_ns();

	producer_request_stop(fixture->producer);
	assert_int_equal(
		producer_join(fixture->producer, asked_ns + 5 * NS_PER_S), 0);
	assert_true(clock_monotonic_ns() - asked_ns < LATE_MS * NS_PER_MS);
	mailbox_destroy(fixture->mailbox);
}

/* Milliseconds until a picture comes. */
static unsigned picture_wait_ms(struct fixture *fixture)
{
	uint64_t begin_ns = clock_monotonic_ns();
	struct picture *picture = NULL;

	while (!picture) {
		struct pollfd wait = { .fd = mailbox_fd(fixture->mailbox),
				       .events = POLLIN };

		assert_int_equal(poll(&wait, 1, 10000), 1);
		picture = mailbox_take(fixture->mailbox);
	}
	picture->release(picture);
	return (unsigned)((clock_monotonic_ns() - begin_ns) / NS_PER_MS);
}

/* Milliseconds from the beginning of an attempt to that of the next. */
static unsigned attempts_apart_ms(int attempt)
{
	return (unsigned)((camera.begun_ns[attempt + 1] -
			   camera.begun_ns[attempt]) /
			  NS_PER_MS);
}

static unsigned lesser(unsigned one, unsigned other)
{
	return one < other ? one : other;
}

static void assert_reason(struct fixture *fixture, const char *expected)
{
	struct reason reason;

	while (!mailbox_reason(fixture->mailbox, &reason)) {
		struct pollfd wait = { .fd = mailbox_fd(fixture->mailbox),
				       .events = POLLIN };

		assert_null(mailbox_take(fixture->mailbox));
		assert_int_equal(poll(&wait, 1, 10000), 1);
	}
	assert_string_equal(reason.text, expected);
}

static void wait_for(const atomic_int *count, int wanted)
{
	for (int ms = 0; *count < wanted; ms++) {
		assert_true(ms < 5000);
		sleep_ms(1);
	}
}

static void wait_for_closes(int closes)
{
	wait_for(&camera.closes, closes);
}

static void test_lost_source_is_opened_again(void **state)
{
	struct fixture fixture = { 0 };
	unsigned least_ms = UINT_MAX;

	(void)state;
	camera.failing_opens = 0;
	camera.pictures = 2;
	fixture_start(&fixture);
	picture_wait_ms(&fixture);
	/* Each time it had been there: half a second, and not twice as much. */
	for (int times = 0; times < TIMES; times++) {
		picture_wait_ms(&fixture);
		assert_reason(&fixture, "unplugged");
		picture_wait_ms(&fixture);
		assert_in_range(camera.pause_ms, 400, 500 + LATE_MS);
		if (times > 0)
			least_ms = lesser(least_ms, camera.pause_ms);
	}
	assert_true(least_ms < 900);
	fixture_end(&fixture);
}

static void test_attempts_get_rarer(void **state)
{
	struct fixture fixture = { 0 };

	(void)state;
	camera.failing_opens = 2;
	camera.open_error = -ENOENT;
	camera.pictures = 1000;
	fixture_start(&fixture);
	assert_reason(&fixture, "no camera");
	picture_wait_ms(&fixture);
	assert_int_equal(camera.opens, 3);
	assert_in_range(attempts_apart_ms(0), 400, 500 + LATE_MS);
	assert_in_range(attempts_apart_ms(1), 900, 1000 + LATE_MS);
	fixture_end(&fixture);
}

/* Like a server that lets everybody wait until there is something to see. */
static void test_long_attempts_are_repeated_at_once(void **state)
{
	struct fixture fixture = { 0 };

	(void)state;
	camera.failing_opens = 2;
	camera.open_error = -ETIMEDOUT;
	camera.open_ms = 600;
	camera.pictures = 1000;
	fixture_start(&fixture);
	picture_wait_ms(&fixture);
	/* An attempt of 0.6 s and no pause; another one, and a pause of 0.4 s. */
	assert_in_range(attempts_apart_ms(0), 590, 600 + LATE_MS);
	assert_in_range(attempts_apart_ms(1), 900, 1000 + LATE_MS);
	camera.open_ms = 0;
	fixture_end(&fixture);
}

static void test_source_that_rests_is_closed_and_opened_again(void **state)
{
	struct fixture fixture = { 0 };
	unsigned least_ms = UINT_MAX;
	struct pollfd wait;

	(void)state;
	camera.failing_opens = 0;
	camera.pictures = 1000;
	fixture_start(&fixture);
	for (int times = 0; times < TIMES; times++) {
		picture_wait_ms(&fixture);
		producer_rest(fixture.producer);
		wait_for_closes(times + 1);
		mailbox_clear(fixture.mailbox);
		wait = (struct pollfd){ .fd = mailbox_fd(fixture.mailbox),
					.events = POLLIN };
		assert_int_equal(poll(&wait, 1, 100), 0);
		producer_wake(fixture.producer);
		least_ms = lesser(least_ms, picture_wait_ms(&fixture));
	}
	assert_true(least_ms < AT_ONCE_MS);
	assert_int_equal(camera.opens, 4);
	producer_rest(fixture.producer);
	wait_for_closes(4);
	fixture_end(&fixture);
}

static void test_a_long_pause_ends_when_it_is_told_to(void **state)
{
	struct fixture fixture = { 0 };

	(void)state;
	camera.failing_opens = 4;
	camera.open_error = -ENOENT;
	fixture_start(&fixture);
	wait_for(&camera.begun, 3);
	sleep_ms(50);
	/* The pause is one of two seconds. */
	fixture_end(&fixture);
	assert_int_equal(camera.begun, 3);
}

/* Woken, it is tried at once, however long the last pause was. */
static void test_source_that_failed_rests_from_trying(void **state)
{
	struct fixture fixture = { 0 };

	(void)state;
	camera.failing_opens = 3;
	camera.open_error = -ENOENT;
	camera.pictures = 1000;
	fixture_start(&fixture);
	wait_for(&camera.begun, 3);
	sleep_ms(50);
	producer_rest(fixture.producer);
	sleep_ms(200);
	assert_int_equal(camera.begun, 3);
	producer_wake(fixture.producer);
	/* The pause would be one of two seconds. */
	assert_true(picture_wait_ms(&fixture) < LATE_MS);
	fixture_end(&fixture);
}

/* It works, it rests, it waits to try again: always it will look. */
static void test_source_that_does_not_return_hangs_and_no_other(void **state)
{
	const uint64_t patience_ns = (STOP_PATIENCE_S + 10) * NS_PER_S;
	struct fixture fixture = { 0 };

	(void)state;
	camera.failing_opens = 0;
	camera.pictures = 1000;
	fixture_start(&fixture);
	picture_wait_ms(&fixture);
	assert_false(producer_hangs(fixture.producer, clock_monotonic_ns()));
	assert_true(producer_hangs(fixture.producer,
				   clock_monotonic_ns() + patience_ns));
	producer_rest(fixture.producer);
	wait_for_closes(1);
	sleep_ms(50);
	assert_false(producer_hangs(fixture.producer,
				    clock_monotonic_ns() + patience_ns));
	producer_wake(fixture.producer);
	picture_wait_ms(&fixture);
	assert_true(producer_hangs(fixture.producer,
				   clock_monotonic_ns() + patience_ns));
	fixture_end(&fixture);
}

/* Whose rest is over may hang before it looks at anything. */
static void test_source_that_hangs_while_it_is_woken_is_noticed(void **state)
{
	const uint64_t patience_ns = (STOP_PATIENCE_S + 10) * NS_PER_S;
	struct fixture fixture = { 0 };

	(void)state;
	camera.failing_opens = 0;
	camera.pictures = 1000;
	fixture_start(&fixture);
	picture_wait_ms(&fixture);
	producer_rest(fixture.producer);
	wait_for_closes(1);
	sleep_ms(50);
	camera.hang_ms = 500;
	producer_wake(fixture.producer);
	wait_for(&camera.begun, 2);
	assert_true(producer_hangs(fixture.producer,
				   clock_monotonic_ns() + patience_ns));
	picture_wait_ms(&fixture);
	camera.hang_ms = 0;
	fixture_end(&fixture);
}

static void test_source_that_hangs_is_not_waited_for_for_ever(void **state)
{
	struct fixture fixture = { 0 };
	uint64_t asked_ns;

	(void)state;
	camera.failing_opens = 0;
	camera.pictures = 1000;
	camera.close_ms = 1500;
	fixture_start(&fixture);
	picture_wait_ms(&fixture);
	asked_ns = clock_monotonic_ns();
	producer_request_stop(fixture.producer);
	assert_int_equal(
		producer_join(fixture.producer, asked_ns + 100 * NS_PER_MS),
		-ETIMEDOUT);
	assert_in_range((clock_monotonic_ns() - asked_ns) / NS_PER_MS, 100,
			100 + LATE_MS);
	assert_int_equal(
		producer_join(fixture.producer, asked_ns + 5 * NS_PER_S), 0);
	camera.close_ms = 0;
	mailbox_destroy(fixture.mailbox);
}

static void test_listener_waits_again_at_once(void **state)
{
	struct fixture fixture = { .request.listen = true };
	unsigned least_ms = UINT_MAX;

	(void)state;
	camera.failing_opens = 5;
	camera.open_error = -EAGAIN; /* strangers */
	camera.pictures = 1;
	fixture_start(&fixture);
	/* Five strangers; with pauses it would take more than five seconds. */
	assert_true(picture_wait_ms(&fixture) < LATE_MS);
	for (int times = 0; times < TIMES; times++)
		least_ms = lesser(least_ms, picture_wait_ms(&fixture));
	assert_true(least_ms < AT_ONCE_MS);
	fixture_end(&fixture);
}

static void test_listener_says_what_it_waits_for(void **state)
{
	struct fixture fixture = { .request.listen = true };

	(void)state;
	camera.failing_opens = 0;
	camera.pictures = 0;
	fixture_start(&fixture);
	assert_reason(&fixture, "waiting for a publisher on camera");
	fixture_end(&fixture);
}

static void
test_listener_says_why_the_last_publisher_was_sent_away(void **state)
{
	struct fixture fixture = { .request.listen = true };
	struct reason reason = { "" };

	(void)state;
	camera.failing_opens = 1000000;
	camera.open_error = -EAGAIN;
	camera.pictures = 0;
	fixture_start(&fixture);
	/* As the placeholder does, in the end. */
	for (int i = 0; i < 500 && !strstr(reason.text, "no camera"); i++) {
		mailbox_reason(fixture.mailbox, &reason);
		poll(NULL, 0, 10);
	}
	assert_string_equal(reason.text, "no camera; waiting for another");
	fixture_end(&fixture);
}

/* A port that is taken must not be asked for in a busy loop. */
static void test_listener_without_a_port_backs_off(void **state)
{
	struct fixture fixture = { .request.listen = true };

	(void)state;
	camera.failing_opens = 1;
	camera.open_error = -EADDRINUSE;
	camera.pictures = 1000;
	fixture_start(&fixture);
	picture_wait_ms(&fixture);
	assert_in_range(attempts_apart_ms(0), 400, 500 + LATE_MS);
	fixture_end(&fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lost_source_is_opened_again),
		cmocka_unit_test(test_attempts_get_rarer),
		cmocka_unit_test(test_long_attempts_are_repeated_at_once),
		cmocka_unit_test(
			test_source_that_rests_is_closed_and_opened_again),
		cmocka_unit_test(test_a_long_pause_ends_when_it_is_told_to),
		cmocka_unit_test(test_source_that_failed_rests_from_trying),
		cmocka_unit_test(
			test_source_that_does_not_return_hangs_and_no_other),
		cmocka_unit_test(
			test_source_that_hangs_while_it_is_woken_is_noticed),
		cmocka_unit_test(
			test_source_that_hangs_is_not_waited_for_for_ever),
		cmocka_unit_test(test_listener_waits_again_at_once),
		cmocka_unit_test(test_listener_says_what_it_waits_for),
		cmocka_unit_test(
			test_listener_says_why_the_last_publisher_was_sent_away),
		cmocka_unit_test(test_listener_without_a_port_backs_off),
	};

	return cmocka_run_group_tests_name("producer", tests, NULL, NULL);
}
