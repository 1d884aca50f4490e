/*
 * Tests of slot_changes.c, with and without something that tells of changes.
 *
 * SPDX-License-Identifier: MIT
 */
#include "running_loop.h"

#include <errno.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <frame_slot.h>

#include "log.h"
#include "slot_changes.h"
#include "slot_fault.h"

static struct slot_changes changes;

static struct {
	int watch_result;   /* a descriptor that tells, or a negative errno */
	int notice_fd;	    /* what it was duplicated from */
	bool is_last;	    /* it will tell nothing more */
	unsigned int asked; /* how often it was asked for */
	unsigned int reported, looked;
	bool matters; /* also after a look */
} record;

/* In place of the library's. */
int frame_slot_watch(void)
{
	record.asked++;
	return record.watch_result < 0 ? record.watch_result
				       : dup(record.notice_fd);
}

bool frame_slot_watch_clear(int fd)
{
	eventfd_t notices;

	while (eventfd_read(fd, &notices) == 0)
		;
	return !record.is_last;
}

/* In place of slot_fault.c. */
void slot_fault_report_deafness(const char *instead, int error)
{
	assert_string_equal(instead, "slots that come and go are looked for "
				     "once a second");
	assert_int_equal(error, record.watch_result);
	record.reported++;
}

static void look(void *user)
{
	assert_ptr_equal(user, &record);
	record.looked++;
	if (record.matters)
		slot_changes_await(&changes);
}

static void changes_open(int watch_result)
{
	record.watch_result = watch_result;
	changes = (struct slot_changes){ .look = look, .user = &record };
	slot_changes_open(&changes, loop);
	assert_int_equal(record.asked, 1);
}

static int loop_open(void **state)
{
	(void)state;
	memset(&record, 0, sizeof(record));
	record.notice_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	return record.notice_fd < 0 ? -1 : loop_create(&loop);
}

static int loop_close(void **state)
{
	(void)state;
	slot_changes_close(&changes);
	loop_destroy(loop);
	close(record.notice_fd);
	return 0;
}

static void notice(void)
{
	assert_int_equal(eventfd_write(record.notice_fd, 1), 0);
	run_for_ms(50);
}

static void test_who_hears_looks_at_once_and_only_then(void **state)
{
	(void)state;
	record.matters = true;
	changes_open(0);
	slot_changes_await(&changes);
	assert_int_equal(record.reported, 0);
	run_for_ms(1200);
	assert_int_equal(record.looked, 0);
	notice();
	assert_int_equal(record.looked, 1);
	notice();
	assert_int_equal(record.looked, 2);
	run_for_ms(1200);
	assert_int_equal(record.looked, 2);
	assert_int_equal(record.asked, 1);
}

static void test_who_hears_nothing_looks_once_a_second(void **state)
{
	(void)state;
	record.matters = true;
	changes_open(-EMFILE);
	slot_changes_await(&changes);
	run_for_ms(900);
	assert_int_equal(record.looked, 0);
	run_for_ms(300);
	assert_int_equal(record.looked, 1);
	run_for_ms(1000);
	assert_int_equal(record.looked, 2);
	assert_int_equal(record.reported, 1);
}

static void test_what_matters_to_nobody_is_not_looked_at(void **state)
{
	(void)state;
	changes_open(-EMFILE);
	run_for_ms(1200);
	assert_int_equal(record.looked, 0);
	slot_changes_await(&changes);
	run_for_ms(2300);
	assert_int_equal(record.looked, 1);
}

static void test_who_hears_again_need_not_look_any_more(void **state)
{
	(void)state;
	record.matters = true;
	changes_open(-EMFILE);
	slot_changes_await(&changes);
	record.watch_result = 0;
	run_for_ms(2300);
	/* Something may have come before. */
	assert_int_equal(record.looked, 1);
	assert_int_equal(record.asked, 2);
	notice();
	assert_int_equal(record.looked, 2);
}

static void test_who_loses_what_it_listens_to_listens_anew(void **state)
{
	(void)state;
	changes_open(0);
	record.is_last = true;
	notice();
	assert_int_equal(record.looked, 1);
	record.is_last = false;
	run_for_ms(1200);
	assert_int_equal(record.asked, 2);
	assert_int_equal(record.looked, 2);
	notice();
	assert_int_equal(record.looked, 3);
}

int main(void)
{
#define CHANGES_TEST(test)                                                     \
	cmocka_unit_test_setup_teardown(test, loop_open, loop_close)
	const struct CMUnitTest tests[] = {
		CHANGES_TEST(test_who_hears_looks_at_once_and_only_then),
		CHANGES_TEST(test_who_hears_nothing_looks_once_a_second),
		CHANGES_TEST(test_what_matters_to_nobody_is_not_looked_at),
		CHANGES_TEST(test_who_hears_again_need_not_look_any_more),
		CHANGES_TEST(test_who_loses_what_it_listens_to_listens_anew),
	};

	log_open("test_slot_changes", LOG_LEVEL_ERROR);
	return cmocka_run_group_tests_name("slot_changes", tests, NULL, NULL);
}
