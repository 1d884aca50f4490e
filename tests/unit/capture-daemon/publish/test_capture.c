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
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "clock.h"

#define EVENTS_MAX 64

/* A busy machine may do anything so much later. */
#define LATE_MS 400

enum event {
	EVENT_PICTURE,
	EVENT_PLACEHOLDER,
	EVENT_REST,
	EVENT_CLOSE,
	EVENT_OPEN,
};

/* In place of publisher.c: writes down what it is asked for, and when. */
static struct {
	int count;
	uint64_t begin_ns;
	struct {
		unsigned at_ms;
		enum event event;
		char reason[REASON_BYTES];
	} events[EVENTS_MAX];
	int offer_result;
	atomic_bool has_demand, has_slot;
	atomic_int knock_fd; /* the loop's, while it rests */
	atomic_bool is_deaf; /* it cannot have one */
	unsigned int listened;
	atomic_bool source_hangs;
	enum frame_source source; /* as it was reported last */
	bool was_closed;	  /* it was reported to be, once */
} record;

static void event_add(enum event event, const char *reason)
{
	assert_true(record.count < EVENTS_MAX);
	record.events[record.count].at_ms =
		(unsigned)((clock_monotonic_ns() - record.begin_ns) /
			   NS_PER_MS);
	record.events[record.count].event = event;
	snprintf(record.events[record.count].reason, REASON_BYTES, "%s",
		 reason);
	record.count++;
}

int publisher_offer(struct publisher *publisher, struct picture *picture)
{
	(void)publisher;
	(void)picture;
	event_add(EVENT_PICTURE, "");
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
	event_add(EVENT_PLACEHOLDER, reason);
}

bool publisher_has_demand(struct publisher *publisher)
{
	(void)publisher;
	return atomic_load(&record.has_demand);
}

bool publisher_has_slot(const struct publisher *publisher)
{
	(void)publisher;
	return atomic_load(&record.has_slot);
}

void publisher_rest(struct publisher *publisher)
{
	(void)publisher;
	event_add(EVENT_REST, "");
}

int publisher_listen(const struct publisher *publisher)
{
	(void)publisher;
	record.listened++;
	if (record.is_deaf)
		return -EMFILE;
	record.knock_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return dup(record.knock_fd);
}

/* In place of producer.c. */
bool producer_hangs(struct producer *producer, uint64_t now_ns)
{
	(void)producer;
	(void)now_ns;
	return record.source_hangs;
}

void producer_rest(struct producer *producer)
{
	(void)producer;
	event_add(EVENT_CLOSE, "");
}

void producer_wake(struct producer *producer)
{
	(void)producer;
	event_add(EVENT_OPEN, "");
}

void publisher_report(struct publisher *publisher,
		      const struct mailbox_counts *counts,
		      enum frame_source source)
{
	(void)publisher;
	(void)counts;
	record.source = source;
	record.was_closed |= source == FRAME_SOURCE_CLOSED;
}

/* In place of the service manager, once it is asked for. */
static struct {
	struct service_notify notify;
	int fd;
} manager = { .notify = { .fd = -1,
			  .ping_period_ns = UINT64_MAX,
			  .ping_due_ns = UINT64_MAX } };

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

static void capture_patiently(void (*play)(struct mailbox *mailbox),
			      int offer_result, uint64_t patience_ns)
{
	struct script script = { .signal_fd = eventfd(0, EFD_CLOEXEC),
				 .play = play };
	struct capture_parts parts = { .patience_ns = patience_ns,
				       .notify = &manager.notify };
	pthread_t thread;

	record.count = 0;
	record.listened = 0;
	record.has_slot = true;
	record.has_demand = false;
	record.offer_result = offer_result;
	record.begin_ns = clock_monotonic_ns();
	assert_int_equal(mailbox_create(&script.mailbox), 0);
	assert_int_equal(pthread_create(&thread, NULL, script_main, &script),
			 0);
	parts.mailbox = script.mailbox;
	parts.signal_fd = script.signal_fd;
	capture_run(&parts);
	pthread_join(thread, NULL);
	mailbox_destroy(script.mailbox);
	close(script.signal_fd);
}

/* Run the loop while `play` does what a source would do. */
static void capture_while(void (*play)(struct mailbox *mailbox),
			  int offer_result)
{
	capture_patiently(play, offer_result, UINT64_MAX);
}

static void assert_event(int index, unsigned at_ms, enum event event)
{
	assert_true(index < record.count);
	assert_int_equal(record.events[index].event, event);
	assert_in_range(record.events[index].at_ms, at_ms, at_ms + LATE_MS);
}

static void assert_placeholder(int index, unsigned at_ms, const char *reason)
{
	assert_true(index < record.count);
	assert_int_equal(record.events[index].event, EVENT_PLACEHOLDER);
	assert_in_range(record.events[index].at_ms, at_ms, at_ms + LATE_MS);
	assert_string_equal(record.events[index].reason, reason);
}

static void silence(struct mailbox *mailbox)
{
	picture_put(mailbox);
	wait_until_ms(3400);
}

static void test_silence_is_noticed_within_two_seconds(void **state)
{
	(void)state;
	capture_while(silence, 0);
	assert_int_equal(record.count, 3);
	assert_int_equal(record.events[0].event, EVENT_PICTURE);
	assert_placeholder(1, 1800, "the stream fell silent");
	assert_placeholder(2, 2800, "the stream fell silent");
	assert_int_equal(record.source, FRAME_SOURCE_LOST);
}

/* Sends a picture every three seconds, and ends. */
static void slow_pace(struct mailbox *mailbox)
{
	mailbox_await(mailbox, record.begin_ns + 3500 * NS_PER_MS);
	picture_put(mailbox);
	wait_until_ms(4000);
}

static void test_silence_of_a_slow_source_is_noticed_later(void **state)
{
	(void)state;
	capture_while(slow_pace, 0);
	assert_int_equal(record.count, 2);
	assert_int_equal(record.events[0].event, EVENT_PICTURE);
	assert_placeholder(1, 3500, "the stream fell silent");
}

/* What is awaited is a whole picture, and it has begun to come. */
static void trickle(struct mailbox *mailbox)
{
	wait_until_ms(200);
	mailbox_await(mailbox, record.begin_ns + 60 * NS_PER_S);
	wait_until_ms(2200);
	mailbox_excuse(mailbox, &(struct reason){ "no whole picture" });
	wait_until_ms(2600);
	picture_put(mailbox);
	wait_until_ms(3000);
	mailbox_excuse(mailbox, &(struct reason){ "unplugged" });
	wait_until_ms(3200);
}

static void test_only_a_picture_hides_that_another_is_awaited(void **state)
{
	(void)state;
	capture_while(trickle, 0);
	assert_int_equal(record.count, 4);
	assert_placeholder(0, 1800, "waiting for the first picture");
	assert_placeholder(1, 2200, "no whole picture");
	assert_event(2, 2600, EVENT_PICTURE);
	assert_placeholder(3, 3000, "unplugged");
}

static void excuse(struct mailbox *mailbox)
{
	picture_put(mailbox);
	wait_until_ms(200);
	mailbox_excuse(mailbox, &(struct reason){ "unplugged" });
	wait_until_ms(700);
	mailbox_excuse(mailbox, &(struct reason){ "still unplugged" });
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
	assert_int_equal(record.events[3].event, EVENT_PICTURE);
	assert_int_equal(record.source, FRAME_SOURCE_RUNNING);
}

static void garbage(struct mailbox *mailbox)
{
	for (unsigned i = 0; i < 4; i++) {
		picture_put(mailbox);
		wait_until_ms(400 * (i + 1));
	}
	wait_until_ms(2300);
}

static void test_pictures_that_cannot_be_published_are_silence(void **state)
{
	(void)state;
	capture_while(garbage, -EBADMSG);
	assert_int_equal(record.count, 5);
	assert_placeholder(4, 1800, "damaged");
}

static void garbage_then_silence(struct mailbox *mailbox)
{
	wait_until_ms(500);
	picture_put(mailbox);
	wait_until_ms(3400);
}

static void test_fault_is_told_only_while_pictures_come(void **state)
{
	(void)state;
	capture_while(garbage_then_silence, -EBADMSG);
	assert_int_equal(record.count, 3);
	assert_placeholder(1, 1800, "damaged");
	assert_placeholder(2, 2800, "waiting for the first picture");
}

static void knock(void)
{
	assert_return_code(eventfd_write(record.knock_fd, 1), errno);
}

static void demand_at_last(struct mailbox *mailbox)
{
	picture_put(mailbox);
	wait_until_ms(500);
	picture_put(mailbox);
	wait_until_ms(700);
	/* What was on its way when the source was closed. */
	picture_put(mailbox);
	mailbox_excuse(mailbox, &(struct reason){ "closed" });
	wait_until_ms(1000);
	knock(); /* who looks at the slot and wants nothing of it */
	wait_until_ms(2700);
	record.has_demand = true;
	knock();
	wait_until_ms(3000);
	picture_put(mailbox);
	wait_until_ms(3500);
	record.has_demand = false;
	picture_put(mailbox);
	wait_until_ms(4200);
}

static void test_source_is_closed_until_somebody_wants_it(void **state)
{
	(void)state;
	record.was_closed = false;
	capture_patiently(demand_at_last, 0, 300 * NS_PER_MS);
	assert_event(0, 0, EVENT_PICTURE);
	/* Demand is looked for when something happens: with each picture. */
	assert_event(1, 500, EVENT_PICTURE);
	assert_event(2, 500, EVENT_REST);
	assert_event(3, 500, EVENT_CLOSE);
	assert_true(record.was_closed);
	/* No placeholder says that it fell silent. */
	assert_event(4, 2700, EVENT_OPEN);
	assert_event(5, 3000, EVENT_PICTURE);
	assert_event(6, 3500, EVENT_PICTURE);
	close(record.knock_fd);
}

static void demand_unheard(struct mailbox *mailbox)
{
	wait_until_ms(400);
	picture_put(mailbox);
	wait_until_ms(1000);
	record.has_demand = true;
	wait_until_ms(1500);
}

static void test_demand_that_cannot_be_heard_is_seen(void **state)
{
	(void)state;
	record.is_deaf = true;
	capture_patiently(demand_unheard, 0, 300 * NS_PER_MS);
	record.is_deaf = false;
	assert_event(2, 400, EVENT_CLOSE);
	assert_event(3, 1000, EVENT_OPEN);
	assert_int_equal(record.count, 4);
}

/* It does not look any more, so that a knock is all that wakes it. */
static void hearing_comes_back(struct mailbox *mailbox)
{
	wait_until_ms(400);
	picture_put(mailbox);
	wait_until_ms(800);
	record.is_deaf = false;
	wait_until_ms(1300);
	record.has_demand = true;
	wait_until_ms(1800);
	knock();
	wait_until_ms(2000);
}

static void test_who_can_hear_again_looks_no_more(void **state)
{
	(void)state;
	record.is_deaf = true;
	capture_patiently(hearing_comes_back, 0, 300 * NS_PER_MS);
	assert_event(2, 400, EVENT_CLOSE);
	assert_event(3, 1800, EVENT_OPEN);
	assert_true(record.listened >= 3 && record.listened <= 5);
	close(record.knock_fd);
}

static void slot_lost(struct mailbox *mailbox)
{
	wait_until_ms(400);
	picture_put(mailbox);
	wait_until_ms(600);
	record.has_slot = false;
	knock();
	wait_until_ms(800);
}

static void test_slot_that_was_taken_away_is_made_again(void **state)
{
	(void)state;
	capture_patiently(slot_lost, 0, 300 * NS_PER_MS);
	assert_event(2, 400, EVENT_CLOSE);
	assert_event(3, 600, EVENT_OPEN);
	close(record.knock_fd);
}

static void manager_appear(uint64_t ping_period_ns)
{
	int fds[2];

	assert_return_code(
		socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, fds), errno);
	manager.fd = fds[0];
	manager.notify =
		(struct service_notify){ .fd = fds[1],
					 .ping_period_ns = ping_period_ns };
}

/* Returns how many pings came, after it was ready. */
static int manager_leave(void)
{
	char text[64] = "";
	int pings = 0;

	assert_return_code(recv(manager.fd, text, sizeof(text) - 1, 0), errno);
	assert_string_equal(text, "READY=1");
	while (recv(manager.fd, text, sizeof(text), 0) > 0)
		pings++;
	close(manager.fd);
	service_notify_close(&manager.notify);
	manager.notify.ping_due_ns = UINT64_MAX;
	return pings;
}

static void test_placeholders_are_progress(void **state)
{
	(void)state;
	manager_appear(500 * NS_PER_MS);
	capture_while(silence, 0);
	/* The picture, and two placeholders. */
	assert_int_equal(manager_leave(), 3);
}

static void garbage_for_a_second(struct mailbox *mailbox)
{
	for (unsigned i = 0; i < 5; i++) {
		picture_put(mailbox);
		wait_until_ms(200 * (i + 1));
	}
	assert_int_equal(recv(manager.fd, &(char){ 0 }, 1, 0), -1);
	wait_until_ms(2300);
}

static void test_pictures_that_nobody_gets_are_no_progress(void **state)
{
	(void)state;
	manager_appear(100 * NS_PER_MS);
	capture_while(garbage_for_a_second, -EBADMSG);
	assert_int_equal(manager_leave(), 1);
}

static void hang_and_return(struct mailbox *mailbox)
{
	record.source_hangs = true;
	picture_put(mailbox);
	wait_until_ms(3400);
	record.source_hangs = false;
	picture_put(mailbox);
	wait_until_ms(3600);
}

static void
test_source_that_hangs_is_not_covered_up_by_placeholders(void **state)
{
	(void)state;
	manager_appear(500 * NS_PER_MS);
	capture_while(hang_and_return, 0);
	/* Of two pictures and two placeholders the last picture. */
	assert_int_equal(record.count, 4);
	assert_int_equal(manager_leave(), 1);
}

static double cpu_seconds(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void rest(struct mailbox *mailbox)
{
	picture_put(mailbox);
	wait_until_ms(400);
	picture_put(mailbox);
	wait_until_ms(3000);
}

static void test_sleep_is_not_taken_for_death(void **state)
{
	(void)state;
	manager_appear(500 * NS_PER_MS);
	capture_patiently(rest, 0, 300 * NS_PER_MS);
	assert_event(3, 400, EVENT_CLOSE);
	/* At 0, 500, 1000 ... 3000 ms; some may be late. */
	assert_in_range(manager_leave(), 4, 7);
	close(record.knock_fd);
}

static void test_sleep_beside_a_source_that_hangs_is_no_busy_loop(void **state)
{
	double cpu_s = cpu_seconds();

	(void)state;
	manager_appear(500 * NS_PER_MS);
	record.source_hangs = true;
	capture_patiently(rest, 0, 300 * NS_PER_MS);
	record.source_hangs = false;
	assert_event(3, 400, EVENT_CLOSE);
	assert_int_equal(manager_leave(), 0);
	assert_true(cpu_seconds() - cpu_s < 0.5);
	close(record.knock_fd);
}

static void test_signal_ends_it_at_once(void **state)
{
	int signal_fd = eventfd(1, EFD_CLOEXEC);
	uint64_t begin_ns = clock_monotonic_ns();
	struct mailbox *mailbox;

	(void)state;
	assert_int_equal(mailbox_create(&mailbox), 0);
	capture_run(&(struct capture_parts){ .mailbox = mailbox,
					     .signal_fd = signal_fd,
					     .notify = &manager.notify,
					     .patience_ns = UINT64_MAX });
	assert_true(clock_monotonic_ns() - begin_ns < 100 * NS_PER_MS);
	mailbox_destroy(mailbox);
	close(signal_fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_silence_is_noticed_within_two_seconds),
		cmocka_unit_test(
			test_silence_of_a_slow_source_is_noticed_later),
		cmocka_unit_test(
			test_only_a_picture_hides_that_another_is_awaited),
		cmocka_unit_test(
			test_excuse_is_shown_at_once_and_then_every_second),
		cmocka_unit_test(
			test_pictures_that_cannot_be_published_are_silence),
		cmocka_unit_test(test_fault_is_told_only_while_pictures_come),
		cmocka_unit_test(test_source_is_closed_until_somebody_wants_it),
		cmocka_unit_test(test_demand_that_cannot_be_heard_is_seen),
		cmocka_unit_test(test_who_can_hear_again_looks_no_more),
		cmocka_unit_test(test_slot_that_was_taken_away_is_made_again),
		cmocka_unit_test(test_placeholders_are_progress),
		cmocka_unit_test(
			test_pictures_that_nobody_gets_are_no_progress),
		cmocka_unit_test(test_sleep_is_not_taken_for_death),
		cmocka_unit_test(
			test_source_that_hangs_is_not_covered_up_by_placeholders),
		cmocka_unit_test(
			test_sleep_beside_a_source_that_hangs_is_no_busy_loop),
		cmocka_unit_test(test_signal_ends_it_at_once),
	};

	return cmocka_run_group_tests_name("capture", tests, NULL, NULL);
}
