/*
 * Why a slot cannot be had: each reason says what can be done about it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_fault.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>
#include <frame_slot.h>

#include "log.h"

static char slot[FRAME_SLOT_NAME_MAX + 1];
static char output[4096];
static const struct rlimit *descriptors_limit; /* while it logs; NULL: none */

/* Keep in `output` what is logged about `error`. */
static void report(void (*log)(const char *name, int error), int error)
{
	struct rlimit before;
	int kept = dup(STDERR_FILENO);
	FILE *capture = tmpfile();

	dup2(fileno(capture), STDERR_FILENO);
	getrlimit(RLIMIT_NOFILE, &before);
	if (descriptors_limit)
		setrlimit(RLIMIT_NOFILE, descriptors_limit);
	log(slot, error);
	setrlimit(RLIMIT_NOFILE, &before);
	dup2(kept, STDERR_FILENO);
	close(kept);
	rewind(capture);
	output[fread(output, 1, sizeof(output) - 1, capture)] = '\0';
	fclose(capture);
}

static void assert_told(void (*log)(const char *name, int error), int error,
			const char *reason, const char *remedy)
{
	report(log, error);
	assert_non_null(strstr(output, "tester: error: "));
	assert_non_null(strstr(output, slot));
	assert_non_null(strstr(output, reason));
	assert_non_null(strstr(output, remedy));
	assert_ptr_equal(strchr(output, '\n'), output + strlen(output) - 1);
}

static void test_why_it_cannot_be_read(void **state)
{
	(void)state;
	assert_told(slot_fault_report_reading, -ENOENT, "no such slot",
		    "slotctl list");
	assert_told(slot_fault_report_reading, -EACCES, "may not read",
		    "chmod a+r /dev/shm/slotcast.");
	assert_told(slot_fault_report_reading, -EBADMSG, "damaged",
		    "slotctl remove");
	assert_told(slot_fault_report_reading, -EPROTO, "another version",
		    "end its writer");
	assert_told(slot_fault_report_reading, -EAGAIN, "nothing", "--follow");
	assert_told(slot_fault_report_reading, -ENOMEM, "cannot read",
		    strerror(ENOMEM));
}

static void test_why_it_cannot_be_written(void **state)
{
	(void)state;
	assert_told(slot_fault_report_writing, -ENOSPC, "/dev/shm is full",
		    "slotctl list");
	assert_told(slot_fault_report_writing, -EACCES, "another user",
		    "slotctl remove");
	assert_told(slot_fault_report_writing, -EPERM, "another user",
		    "choose another name");
	assert_told(slot_fault_report_writing, -EBADMSG, "no regular file",
		    "remove /dev/shm/slotcast.");
	assert_told(slot_fault_report_writing, -EMFILE, "no descriptor",
		    "ulimit -n");
	assert_told(slot_fault_report_writing, -ESTALE, "taken away",
		    "another process");
	assert_told(slot_fault_report_writing, -ENOMEM, "cannot write",
		    strerror(ENOMEM));
}

/* The limit that is met is the one to raise. */
static void test_why_nothing_is_heard_of_it(void **state)
{
	struct rlimit before, none = { 0, 0 };

	(void)state;
	report(slot_fault_report_deafness, -EMFILE);
	assert_non_null(strstr(output, "tester: warning: "));
	assert_non_null(strstr(output, slot));
	assert_non_null(strstr(output, "fs.inotify.max_user_instances"));
	assert_ptr_equal(strchr(output, '\n'), output + strlen(output) - 1);
	report(slot_fault_report_deafness, -ENOSPC);
	assert_non_null(strstr(output, "fs.inotify.max_user_watches"));
	report(slot_fault_report_deafness, -ENOENT);
	assert_null(strstr(output, "raise"));
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	none.rlim_max = before.rlim_max;
	descriptors_limit = &none;
	report(slot_fault_report_deafness, -EMFILE);
	descriptors_limit = NULL;
	assert_non_null(strstr(output, "LimitNOFILE="));
	assert_null(strstr(output, "fs.inotify"));
}

static void test_the_writer_in_the_way_is_named(void **state)
{
	struct frame_writer *writer;
	char own_pid[32];

	(void)state;
	snprintf(own_pid, sizeof(own_pid), "process %d writes it",
		 (int)getpid());
	assert_int_equal(frame_writer_open(&writer, slot, 64), 0);
	assert_told(slot_fault_report_writing, -EBUSY, own_pid,
		    "end that process");
	frame_writer_remove(writer);
}

static void test_the_state_is_one_word(void **state)
{
	(void)state;
	assert_string_equal(slot_fault_state(-EAGAIN), "empty");
	assert_string_equal(slot_fault_state(-ENOENT), "gone");
	assert_string_equal(slot_fault_state(-ESTALE), "gone");
	assert_string_equal(slot_fault_state(-EACCES), "forbidden");
	assert_string_equal(slot_fault_state(-EPROTO), "version");
	assert_string_equal(slot_fault_state(-EBADMSG), "damaged");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_why_it_cannot_be_read),
		cmocka_unit_test(test_why_it_cannot_be_written),
		cmocka_unit_test(test_why_nothing_is_heard_of_it),
		cmocka_unit_test(test_the_writer_in_the_way_is_named),
		cmocka_unit_test(test_the_state_is_one_word),
	};

	unsetenv("JOURNAL_STREAM");
	snprintf(slot, sizeof(slot), "test-fault-%d", (int)getpid());
	log_open("tester", LOG_LEVEL_WARNING);
	return cmocka_run_group_tests_name("slot_fault", tests, NULL, NULL);
}
