/*
 * The newest picture wins, none is lost track of, and threads may do it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "mailbox.h"

#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define PICTURES 20000

static atomic_int released;

static void picture_release(struct picture *picture)
{
	atomic_fetch_add(&released, 1);
	free(picture);
}

static struct picture *picture_create(uint64_t captured_ns)
{
	struct picture *picture = calloc(1, sizeof(*picture));

	assert_non_null(picture);
	picture->captured_ns = captured_ns;
	picture->release = picture_release;
	return picture;
}

static bool is_readable(const struct mailbox *mailbox)
{
	struct pollfd wait = { .fd = mailbox_fd(mailbox), .events = POLLIN };

	return poll(&wait, 1, 0) == 1;
}

static void test_newest_picture_wins(void **state)
{
	struct mailbox *mailbox;
	struct picture *picture;

	(void)state;
	released = 0;
	assert_int_equal(mailbox_create(&mailbox), 0);
	assert_null(mailbox_take(mailbox));
	assert_false(is_readable(mailbox));
	mailbox_put(mailbox, picture_create(1));
	mailbox_put(mailbox, picture_create(2));
	assert_true(is_readable(mailbox));
	assert_int_equal(released, 1);
	assert_int_equal(mailbox_counts(mailbox).skipped, 1);
	picture = mailbox_take(mailbox);
	assert_int_equal(picture->captured_ns, 2);
	assert_false(is_readable(mailbox));
	assert_null(mailbox_take(mailbox));
	picture->release(picture);
	mailbox_destroy(mailbox);
}

static void test_what_nobody_took_is_released(void **state)
{
	struct mailbox *mailbox;

	(void)state;
	released = 0;
	assert_int_equal(mailbox_create(&mailbox), 0);
	mailbox_put(mailbox, picture_create(1));
	mailbox_destroy(mailbox);
	assert_int_equal(released, 1);
	mailbox_destroy(NULL);
}

static void test_picture_takes_the_excuse_back(void **state)
{
	struct reason reason = { "?" };
	struct mailbox *mailbox;

	(void)state;
	assert_int_equal(mailbox_create(&mailbox), 0);
	assert_false(mailbox_reason(mailbox, &reason));
	assert_string_equal(reason.text, "?");
	mailbox_excuse(mailbox, &(struct reason){ "camera unplugged" });
	assert_true(is_readable(mailbox));
	assert_true(mailbox_reason(mailbox, &reason));
	assert_string_equal(reason.text, "camera unplugged");
	mailbox_put(mailbox, picture_create(1));
	assert_false(mailbox_reason(mailbox, &reason));
	mailbox_destroy(mailbox);
}

static void test_a_source_that_comes_back_is_counted(void **state)
{
	struct mailbox *mailbox;

	(void)state;
	assert_int_equal(mailbox_create(&mailbox), 0);
	mailbox_excuse(mailbox, &(struct reason){ "waiting for a publisher" });
	mailbox_put(mailbox, picture_create(1));
	assert_int_equal(mailbox_counts(mailbox).returns, 0);
	mailbox_put(mailbox, picture_create(2));
	mailbox_excuse(mailbox, &(struct reason){ "it left" });
	mailbox_excuse(mailbox, &(struct reason){ "waiting for a publisher" });
	assert_int_equal(mailbox_counts(mailbox).returns, 0);
	mailbox_put(mailbox, picture_create(3));
	mailbox_put(mailbox, picture_create(4));
	assert_int_equal(mailbox_counts(mailbox).returns, 1);
	mailbox_destroy(mailbox);
}

static void *pictures_put(void *user)
{
	for (uint64_t i = 1; i <= PICTURES; i++)
		mailbox_put(user, picture_create(i));
	return NULL;
}

static void test_what_is_cleared_wakes_nobody(void **state)
{
	struct mailbox *mailbox;
	struct reason reason;

	(void)state;
	released = 0;
	assert_int_equal(mailbox_create(&mailbox), 0);
	mailbox_put(mailbox, picture_create(1));
	mailbox_excuse(mailbox, &(struct reason){ "unplugged" });
	mailbox_await(mailbox, 5);
	assert_int_equal(mailbox_awaited_ns(mailbox), 5);
	mailbox_clear(mailbox);
	assert_int_equal(mailbox_awaited_ns(mailbox), 0);
	assert_int_equal(released, 1);
	assert_false(is_readable(mailbox));
	assert_null(mailbox_take(mailbox));
	assert_false(mailbox_reason(mailbox, &reason));
	mailbox_destroy(mailbox);
}

static void test_threads_lose_and_repeat_nothing(void **state)
{
	struct mailbox *mailbox;
	pthread_t putter;
	uint64_t last = 0, taken = 0;

	(void)state;
	released = 0;
	assert_int_equal(mailbox_create(&mailbox), 0);
	assert_int_equal(pthread_create(&putter, NULL, pictures_put, mailbox),
			 0);
	while (last < PICTURES) {
		struct pollfd wait = { .fd = mailbox_fd(mailbox),
				       .events = POLLIN };
		struct picture *picture;

		poll(&wait, 1, -1);
		picture = mailbox_take(mailbox);
		if (!picture)
			continue;
		assert_true(picture->captured_ns > last);
		last = picture->captured_ns;
		taken++;
		picture->release(picture);
	}
	pthread_join(putter, NULL);
	assert_int_equal(taken + mailbox_counts(mailbox).skipped, PICTURES);
	assert_int_equal(released, PICTURES);
	mailbox_destroy(mailbox);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_newest_picture_wins),
		cmocka_unit_test(test_what_nobody_took_is_released),
		cmocka_unit_test(test_picture_takes_the_excuse_back),
		cmocka_unit_test(test_what_is_cleared_wakes_nobody),
		cmocka_unit_test(test_a_source_that_comes_back_is_counted),
		cmocka_unit_test(test_threads_lose_and_repeat_nothing),
	};

	return cmocka_run_group_tests_name("mailbox", tests, NULL, NULL);
}
