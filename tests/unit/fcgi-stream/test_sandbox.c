/*
 * Tests of sandbox.c: each in a child, which it may end.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox.h"

#define EXIT_NOT_CONFINED 99
#define EXIT_SKIPPED	  77

#ifdef SLOTCAST_UNCONFINED
#define IS_UNCONFINED true
#else
#define IS_UNCONFINED false
#endif

/* How a child ends that does `act` in the sandbox: as wait(2) says it. */
static int confined(bool (*act)(void))
{
	const struct rlimit no_core = { 0 };
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		setrlimit(RLIMIT_CORE, &no_core);
		if (sandbox_enter("/tmp/test_sandbox.sock") < 0)
			_exit(EXIT_NOT_CONFINED);
		_exit(act() ? EXIT_SUCCESS : EXIT_FAILURE);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void assert_ends(bool (*act)(void))
{
	int status = confined(act);

	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGSYS);
}

static void assert_may(bool (*act)(void))
{
	assert_int_equal(confined(act), 0);
}

static bool shell_starts(void)
{
	return execl("/bin/sh", "sh", "-c", "exit 0", NULL) == 0;
}

static bool process_starts(void)
{
	return fork() >= 0;
}

static bool file_is_made(void)
{
	return open("/tmp/test_sandbox", O_WRONLY | O_CREAT, 0600) >= 0;
}

static bool slot_is_opened_to_write(void)
{
	return open("/dev/shm", O_RDWR | O_TMPFILE, 0600) >= 0;
}

static bool network_is_used(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static bool memory_becomes_code(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static bool other_process_is_ended(void)
{
	return kill(getppid(), 0) == 0;
}

static bool thread_starts_nothing(void)
{
	return syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) >= 0;
}

static void test_forbidden_call_ends_the_process(void **state)
{
	(void)state;
	assert_ends(shell_starts);
	assert_ends(process_starts);
	assert_ends(thread_starts_nothing);
	assert_ends(file_is_made);
	assert_ends(slot_is_opened_to_write);
	assert_ends(network_is_used);
	assert_ends(memory_becomes_code);
	assert_ends(other_process_is_ended);
}

static void *thread_run(void *user)
{
	/* From an arena of its own. */
	void *memory = malloc(200000);

	free(memory);
	return memory ? user : NULL;
}

static bool threads_work(void)
{
	pthread_t thread;
	void *result = NULL;
	char mark;

	return pthread_create(&thread, NULL, thread_run, &mark) == 0 &&
	       pthread_join(thread, &result) == 0 && result == &mark;
}

static bool slots_are_read(void)
{
	return open("/dev/shm", O_RDONLY | O_DIRECTORY | O_CLOEXEC) >= 0 &&
	       open("/proc/self/statm", O_RDONLY | O_CLOEXEC) >= 0;
}

static bool log_is_reached(void)
{
	return socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0) >= 0;
}

static bool socket_is_removed(void)
{
	return unlink("/tmp/test_sandbox.sock") == 0;
}

static void test_what_serving_needs_is_left(void **state)
{
	int fd = open("/tmp/test_sandbox.sock", O_WRONLY | O_CREAT, 0600);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	assert_may(threads_work);
	assert_may(slots_are_read);
	assert_may(log_is_reached);
	assert_may(socket_is_removed);
}

static bool other_files_are_read(void)
{
	return open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0 ||
	       errno != EACCES;
}

static void test_other_files_cannot_be_read(void **state)
{
	(void)state;
	if (syscall(SYS_landlock_create_ruleset, NULL, 0, 1) < 1) {
		print_message("this kernel has no Landlock\n");
		skip();
	}
	assert_int_equal(WEXITSTATUS(confined(other_files_are_read)),
			 EXIT_FAILURE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forbidden_call_ends_the_process),
		cmocka_unit_test(test_what_serving_needs_is_left),
		cmocka_unit_test(test_other_files_cannot_be_read),
	};

	/* With a sanitizer there is none: see sandbox.h. */
	if (IS_UNCONFINED)
		return EXIT_SKIPPED;
	return cmocka_run_group_tests_name("sandbox", tests, NULL, NULL);
}
