/*
 * Stopped readers cost the writer nothing.
 *
 * Eight readers stand still: in the middle of a copy, with demand declared, or
 * waiting. The writer publishes on, and the only system calls it is allowed
 * then (seccomp) cannot wait for anybody.
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "sanitizer.h"
#include "torture_frame.h"

#define READERS	   8
#define FRAMES	   10000
#define SIZE_BYTES ((size_t)64 << 10)
#define PAGE_BYTES 4096

static char slot[64];
static struct frame_writer *writer;
static pid_t readers[READERS];
static unsigned char frame[SIZE_BYTES];
static unsigned char *copy; /* a reader's; one page of it stops the reader */

static void publish_next(void)
{
	uint64_t serial = frame_writer_next_serial(writer);
	struct frame_info info = torture_info(SIZE_BYTES, serial);

	torture_fill(frame, SIZE_BYTES, serial);
	if (frame_writer_publish(writer, &info, frame) < 0)
		_exit(1);
}

/* ----------------------------------------------------------- a reader ---- */

/* The copy has come to the forbidden page: stand still; then let it pass. */
static void copy_interrupted(int number)
{
	(void)number;
	raise(SIGSTOP);
	mprotect(copy, SIZE_BYTES, PROT_READ | PROT_WRITE);
}

static void copy_be_interrupted(void)
{
	const struct sigaction action = { .sa_handler = copy_interrupted };

	sigaction(SIGSEGV, &action, NULL);
	mprotect(copy + SIZE_BYTES / 2, PAGE_BYTES, PROT_NONE);
}

/*
 * Returns the exit status: 0 when what was copied, after standing still, is
 * the newest frame and whole.
 */
static int reader_run(int number)
{
	struct frame_reader *reader;
	struct frame_info info;

	copy = mmap(NULL, SIZE_BYTES, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (copy == MAP_FAILED || frame_reader_open(&reader, slot) < 0 ||
	    frame_reader_demand(reader, true) < 0)
		return 1;
	if (number % 2 == 0)
		copy_be_interrupted();
	else
		raise(SIGSTOP);
	if (frame_reader_copy(reader, &info, copy, SIZE_BYTES) < 0)
		return 2;
	if (!torture_is_whole(&info, copy))
		return 3;
	return info.serial == FRAMES + 1 ? 0 : 4;
}

static void readers_start_and_stand_still(void)
{
	int status;

	for (int i = 0; i < READERS; i++) {
		readers[i] = fork();
		assert_true(readers[i] >= 0);
		if (readers[i] == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			_exit(reader_run(i));
		}
		waitpid(readers[i], &status, WUNTRACED);
		assert_true(WIFSTOPPED(status));
	}
}

static void readers_go_on(void)
{
	int status;

	for (int i = 0; i < READERS; i++) {
		kill(readers[i], SIGCONT);
		waitpid(readers[i], &status, 0);
		readers[i] = 0;
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
}

/* ---------------------------------------------------------- the writer ---- */

#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define KILL  BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)
#define LOAD(field)                                                            \
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
/* Go on with the next statement when it is `value`, else skip `others`. */
#define UNLESS_IS(value, others)                                               \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, others)

/* What stat(), fstat() and clock_gettime() ask for where words are short. */
#ifndef SYS_newfstatat
#define SYS_newfstatat SYS_fstatat64
#endif

/* From here on: FUTEX_WAKE, looking at the slot's file, and the end. */
static void waiting_forbid(void)
{
	struct sock_filter statements[] = {
		LOAD(nr),      UNLESS_IS(SYS_exit_group, 1),
		ALLOW,	       UNLESS_IS(SYS_newfstatat, 1),
		ALLOW,	       UNLESS_IS(SYS_fstat, 1),
		ALLOW,	       UNLESS_IS(SYS_clock_gettime, 1),
		ALLOW,	       UNLESS_IS(SYS_futex, 3),
		LOAD(args[1]), UNLESS_IS(FUTEX_WAKE, 1),
		ALLOW,	       KILL,
	};
	const struct sock_fprog filter = {
		.len = sizeof(statements) / sizeof(statements[0]),
		.filter = statements,
	};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) < 0)
		_exit(77);
}

/*
 * In a process of its own, which the rules end with. It has the writer from
 * its parent; nobody else uses it meanwhile.
 */
static void frames_publish(void)
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		/* A sanitizer's own system calls are not the writer's. */
		if (!SANITIZER_IS_THREAD && !SANITIZER_IS_ADDRESS)
			waiting_forbid();
		for (int i = 0; i < FRAMES; i++)
			publish_next();
		syscall(SYS_exit_group, 0);
	}
	waitpid(child, &status, 0);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77) {
		print_message("system calls cannot be forbidden here\n");
		skip();
	}
	assert_int_equal(WEXITSTATUS(status), 0);
}

static int writer_open(void **state)
{
	(void)state;
	snprintf(slot, sizeof(slot), "test-stopped-%d", (int)getpid());
	if (frame_writer_open(&writer, slot, SIZE_BYTES) < 0)
		return -1;
	publish_next();
	return 0;
}

static int writer_close(void **state)
{
	(void)state;
	frame_writer_remove(writer);
	for (int i = 0; i < READERS; i++)
		if (readers[i] > 0)
			kill(readers[i], SIGKILL);
	return 0;
}

static void test_the_writer_waits_for_no_reader_that_stands_still(void **state)
{
	(void)state;
	readers_start_and_stand_still();
	assert_true(frame_writer_has_demand(writer));
	frames_publish();
	readers_go_on();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_the_writer_waits_for_no_reader_that_stands_still,
			writer_open, writer_close),
	};

	return cmocka_run_group_tests_name("torture_stopped", tests, NULL,
					   NULL);
}
