/*
 * Tests of backlog.c.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "backlog.h"
#include "clock.h"

#define FRAME_NS    (33 * NS_PER_MS)
#define FRAME_BYTES 60000

static struct backlog backlog;
static uint64_t now_ns;

static int backlog_start(void **state)
{
	(void)state;
	backlog = (struct backlog){ .is_trusted = false };
	now_ns = 1000 * NS_PER_S;
	return 0;
}

/* Measure it a frame time later. */
static bool must_wait(uint64_t unsent_bytes)
{
	now_ns += FRAME_NS;
	return backlog_must_wait(&backlog, now_ns, unsent_bytes);
}

static void earn_trust(void)
{
	for (int i = 0; i < 100; i++)
		assert_false(must_wait(0));
	assert_true(backlog.is_trusted);
}

static void test_new_link_gets_one_picture_at_a_time(void **state)
{
	(void)state;
	assert_true(backlog_is_due(&backlog, now_ns));
	assert_false(must_wait(0));
	assert_true(must_wait(FRAME_BYTES));
	assert_true(must_wait(FRAME_BYTES / 2));
	assert_false(must_wait(FRAME_BYTES / 4));
}

static void test_clear_link_is_soon_trusted_and_rarely_measured(void **state)
{
	(void)state;
	for (int i = 0; i < 5; i++) {
		assert_true(backlog_is_due(&backlog, now_ns));
		assert_false(must_wait(0));
	}
	assert_false(backlog_is_due(&backlog, now_ns + NS_PER_S / 2));
	assert_true(backlog_is_due(&backlog, now_ns + NS_PER_S));
}

static void test_short_jam_of_a_trusted_link_is_borne(void **state)
{
	(void)state;
	earn_trust();
	for (int i = 0; i < 6; i++) {
		assert_false(must_wait(2 * FRAME_BYTES));
		assert_true(backlog_is_due(&backlog, now_ns));
	}
	assert_false(must_wait(0));
	assert_true(backlog.is_trusted);
}

static void test_lasting_jam_loses_trust_for_a_second(void **state)
{
	unsigned int borne = 0;

	(void)state;
	earn_trust();
	while (!must_wait(FRAME_BYTES))
		borne++;
	assert_in_range(borne, 14, 17);
	for (int i = 0; i < 20; i++)
		assert_false(must_wait(0));
	assert_true(must_wait(FRAME_BYTES));
	for (int i = 0; i < 100; i++)
		assert_false(must_wait(0));
	assert_true(backlog.is_trusted);
}

/* As with a thousand viewers on two cores. */
static void test_link_that_jams_now_and_then_is_trusted_again(void **state)
{
	(void)state;
	earn_trust();
	while (!must_wait(FRAME_BYTES))
		;
	for (int i = 0; i < 100; i++)
		must_wait(i % 5 == 0 ? FRAME_BYTES : 0);
	assert_true(backlog.is_trusted);
}

static void test_link_of_half_the_rate_is_never_trusted(void **state)
{
	(void)state;
	for (int i = 0; i < 1000; i++) {
		assert_false(must_wait(0));
		assert_true(must_wait(FRAME_BYTES / 2));
	}
}

static void test_great_jam_loses_trust_at_once(void **state)
{
	(void)state;
	earn_trust();
	assert_true(must_wait(600000));
}

static void test_link_that_stands_still_is_measured_less_and_less(void **state)
{
	uint64_t measurements = 0, start_ns = now_ns;

	(void)state;
	assert_true(must_wait(FRAME_BYTES));
	while (now_ns < start_ns + 20 * NS_PER_S) {
		assert_true(backlog_must_wait(&backlog, now_ns, FRAME_BYTES));
		assert_true(backlog.due_ns > now_ns);
		now_ns = backlog.due_ns;
		measurements++;
	}
	assert_in_range(measurements, 40, 100);
	assert_true(backlog.progress_ns <= start_ns + FRAME_NS);
	/* A link that moves is measured often again. */
	assert_true(backlog_must_wait(&backlog, now_ns, FRAME_BYTES - 1));
	assert_int_equal(backlog.progress_ns, now_ns);
	assert_true(backlog.due_ns <= now_ns + 10 * NS_PER_MS);
}

int main(void)
{
#define LINK_TEST(test) cmocka_unit_test_setup(test, backlog_start)
	const struct CMUnitTest tests[] = {
		LINK_TEST(test_new_link_gets_one_picture_at_a_time),
		LINK_TEST(test_clear_link_is_soon_trusted_and_rarely_measured),
		LINK_TEST(test_short_jam_of_a_trusted_link_is_borne),
		LINK_TEST(test_lasting_jam_loses_trust_for_a_second),
		LINK_TEST(test_link_that_jams_now_and_then_is_trusted_again),
		LINK_TEST(test_link_of_half_the_rate_is_never_trusted),
		LINK_TEST(test_great_jam_loses_trust_at_once),
		LINK_TEST(
			test_link_that_stands_still_is_measured_less_and_less),
	};

	return cmocka_run_group_tests_name("backlog", tests, NULL, NULL);
}
