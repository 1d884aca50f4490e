/*
 * Who writes a slot and whether anybody wants it, as OFD locks.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>

#include "test_slot.h"

/* Two writers' and one reader's descriptor of the same object. */
static int first, second, reader;

static int descriptors_open(void **state)
{
	slot_absent(state);
	first = open(slot_file, O_CREAT | O_EXCL | O_RDWR, 0600);
	second = open(slot_file, O_RDWR);
	reader = open(slot_file, O_RDONLY);
	return first < 0 || second < 0 || reader < 0 ? -1 : 0;
}

static int descriptors_close(void **state)
{
	close(first);
	close(second);
	close(reader);
	return slot_absent(state);
}

static void
test_a_second_writer_is_refused_until_the_first_is_gone(void **state)
{
	(void)state;
	assert_false(slot_lock_writer_is_taken(reader));
	assert_int_equal(slot_lock_writer(first), 0);
	assert_true(slot_lock_writer_is_taken(reader));
	assert_int_equal(slot_lock_writer(second), -EBUSY);
	close(first);
	assert_false(slot_lock_writer_is_taken(reader));
	assert_int_equal(slot_lock_writer(second), 0);
}

static void test_a_reader_cannot_become_the_writer(void **state)
{
	(void)state;
	assert_int_equal(slot_lock_writer(reader), -EBADF);
}

/* Which a hostile reader may do while there is no writer. */
static void test_a_reader_s_lock_is_not_taken_for_a_writer(void **state)
{
	struct flock hostile = { .l_type = F_RDLCK, .l_len = 1 };

	(void)state;
	assert_int_equal(fcntl(reader, F_OFD_SETLK, &hostile), 0);
	assert_false(slot_lock_writer_is_taken(second));
	assert_int_equal(slot_lock_writer(first), -EPERM);
}

static void test_demand_lasts_until_it_is_taken_back(void **state)
{
	(void)state;
	assert_int_equal(slot_lock_writer(first), 0);
	assert_false(slot_lock_demand_is_taken(first));
	assert_int_equal(slot_lock_demand(reader, true), 0);
	assert_int_equal(slot_lock_demand(reader, true), 0);
	assert_true(slot_lock_demand_is_taken(first));
	assert_int_equal(slot_lock_demand(reader, false), 0);
	assert_false(slot_lock_demand_is_taken(first));
}

static void test_several_readers_may_want_it(void **state)
{
	int other = open(slot_file, O_RDONLY);

	(void)state;
	assert_int_equal(slot_lock_demand(reader, true), 0);
	assert_int_equal(slot_lock_demand(other, true), 0);
	close(other);
	assert_true(slot_lock_demand_is_taken(first));
}

static void test_demand_dies_with_its_process(void **state)
{
	pid_t child = fork();

	(void)state;
	if (child == 0) {
		slot_lock_demand(open(slot_file, O_RDONLY), true);
		for (;;)
			pause();
	}
	while (!slot_lock_demand_is_taken(first))
		sleep_ms(1);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	assert_false(slot_lock_demand_is_taken(first));
}

#define LOCK_TEST(test)                                                        \
	cmocka_unit_test_setup_teardown(test, descriptors_open,                \
					descriptors_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LOCK_TEST(
			test_a_second_writer_is_refused_until_the_first_is_gone),
		LOCK_TEST(test_a_reader_cannot_become_the_writer),
		LOCK_TEST(test_a_reader_s_lock_is_not_taken_for_a_writer),
		LOCK_TEST(test_demand_lasts_until_it_is_taken_back),
		LOCK_TEST(test_several_readers_may_want_it),
		LOCK_TEST(test_demand_dies_with_its_process),
	};

	return cmocka_run_group_tests_name("slot_lock", tests, NULL, NULL);
}
