/*
 * When viewers are told that there is no picture.
 *
 * SPDX-License-Identifier: MIT
 */
#include "capture.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "clock.h"

#define EVENTS_MAX 64

/* In place of publisher.c: writes down what it is asked for, and when. */
static struct {
	int count;
	uint64_t begin_ns;
	struct {
		unsigned at_ms;
		bool is_placeholder;
		char reason[MAILBOX_REASON_BYTES];
	} events[EVENTS_MAX];
	int offer_result;
} record;

static void event_add(bool is_placeholder, const char *reason)
{
	assert_true(record.count < EVENTS_MAX);
	record.events[record.count].at_ms =
		(unsigned)((clock_monotonic_ns() - record.begin_ns) /
			   NS_PER_MS);
	record.events[record.count].is_placeholder = is_placeholder;
	snprintf(record.events[record.count].reason, MAILBOX_REASON_BYTES, "%s",
		 reason);
	record.count++;
}

int publisher_offer(struct publisher *publisher, struct picture *picture)
{
	(void)publisher;
	(void)picture;
	event_add(false, "");
	return record.offer_result;
}

const char *publisher_fault(const struct publisher *publisher)
{
	(void)publisher;
	return record.offer_result < 0 ? "damaged" : NULL;
}

void publisher_excuse(struct publisher *publisher, const char *reason)
{
	(void)publisher;
	event_add(true, reason);
}

struct script {
	struct mailbox *mailbox;
	int signal_fd;
	void (*play)(struct mailbox *mailbox);
};

static void wait_until_ms(unsigned at_ms)
{
	uint64_t at_ns = record.begin_ns + at_ms * NS_PER_MS;
	struct timespec at = { (time_t)(at_ns / NS_PER_S),
			       (long)(at_ns % NS_PER_S) };

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL);
}

static void picture_release(struct picture *picture)
{
	free(picture);
}

static void picture_put(struct mailbox *mailbox)
{
	struct picture *picture = calloc(1, sizeof(*picture));

	assert_non_null(picture);
	picture->release = picture_release;
	mailbox_put(mailbox, picture);
}

static void *script_main(void *user)
{
	struct script *script = user;

	script->play(script->mailbox);
	eventfd_write(script->signal_fd, 1);
	return NULL;
}

/* Run the loop while `play` does what a source would do. */
static void capture_while(void (*play)(struct mailbox *mailbox),
			  int offer_result)
{
	struct script script = { .signal_fd = eventfd(0, EFD_CLOEXEC),
				 .play = play };
	pthread_t thread;

	record.count = 0;
	record.offer_result = offer_result;
	record.begin_ns = clock_monotonic_ns();
	assert_int_equal(mailbox_create(&script.mailbox), 0);
	assert_int_equal(pthread_create(&thread, NULL, script_main, &script),
			 0);
	capture_run(NULL, script.mailbox, script.signal_fd);
	pthread_join(thread, NULL);
	mailbox_destroy(script.mailbox);
	close(script.signal_fd);
}

static void assert_placeholder(int index, unsigned at_ms, const char *reason)
{
	assert_true(index < record.count);
	assert_true(record.events[index].is_placeholder);
	assert_in_range(record.events[index].at_ms, at_ms, at_ms + 250);
	assert_string_equal(record.events[index].reason, reason);
}

static void silence(struct mailbox *mailbox)
{
	picture_put(mailbox);
	wait_until_ms(3500);
}

static void test_silence_is_noticed_after_two_seconds(void **state)
{
	(void)state;
	capture_while(silence, 0);
	assert_int_equal(record.count, 3);
	assert_false(record.events[0].is_placeholder);
	assert_placeholder(1, 2000, "the stream fell silent");
	assert_placeholder(2, 3000, "the stream fell silent");
}

static void excuse(struct mailbox *mailbox)
{
	picture_put(mailbox);
	wait_until_ms(200);
	mailbox_excuse(mailbox, "unplugged");
	wait_until_ms(700);
	mailbox_excuse(mailbox, "still unplugged");
	wait_until_ms(1700);
	picture_put(mailbox);
	wait_until_ms(2500);
}

static void test_excuse_is_shown_at_once_and_then_every_second(void **state)
{
	(void)state;
	capture_while(excuse, 0);
	assert_int_equal(record.count, 4);
	assert_placeholder(1, 200, "unplugged");
	assert_placeholder(2, 1200, "still unplugged");
	assert_false(record.events[3].is_placeholder);
}

static void garbage(struct mailbox *mailbox)
{
	for (unsigned i = 0; i < 11; i++) {
		picture_put(mailbox);
		wait_until_ms(200 * (i + 1));
	}
}

static void test_pictures_that_cannot_be_published_are_silence(void **state)
{
	(void)state;
	capture_while(garbage, -EBADMSG);
	assert_int_equal(record.count, 12);
	assert_placeholder(11, 2000, "damaged");
}

static void garbage_then_silence(struct mailbox *mailbox)
{
	wait_until_ms(500);
	picture_put(mailbox);
	wait_until_ms(3500);
}

static void test_fault_is_told_only_while_pictures_come(void **state)
{
	(void)state;
	capture_while(garbage_then_silence, -EBADMSG);
	assert_int_equal(record.count, 3);
	assert_placeholder(1, 2000, "damaged");
	assert_placeholder(2, 3000, "waiting for the first picture");
}

static void test_signal_ends_it_at_once(void **state)
{
	int signal_fd = eventfd(1, EFD_CLOEXEC);
	uint64_t begin_ns = clock_monotonic_ns();
	struct mailbox *mailbox;

	(void)state;
	assert_int_equal(mailbox_create(&mailbox), 0);
	capture_run(NULL, mailbox, signal_fd);
	assert_true(clock_monotonic_ns() - begin_ns < 100 * NS_PER_MS);
	mailbox_destroy(mailbox);
	close(signal_fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_silence_is_noticed_after_two_seconds),
		cmocka_unit_test(
			test_excuse_is_shown_at_once_and_then_every_second),
		cmocka_unit_test(
			test_pictures_that_cannot_be_published_are_silence),
		cmocka_unit_test(test_fault_is_told_only_while_pictures_come),
		cmocka_unit_test(test_signal_ends_it_at_once),
	};

	return cmocka_run_group_tests_name("capture", tests, NULL, NULL);
}
