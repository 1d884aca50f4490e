/*
 * slotctl as a shell uses it: what it prints, writes and returns.
 *
 * SLOTCTL names the program. Each test begins and ends without its slot.
 *
 * SPDX-License-Identifier: MIT
 */
#include "frame_slot.h"

#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char slot[64];
static char output[4096];

/*
 * Run a shell command in which $S is slotctl and $N the slot; what it prints
 * goes to `output`. Returns its exit status.
 */
static int shell(const char *command)
{
	FILE *pipe;
	size_t length;
	int status;

	setenv("S", SLOTCTL, 1);
	setenv("N", slot, 1);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	length = fread(output, 1, sizeof(output) - 1, pipe);
	output[length] = '\0';
	status = pclose(pipe);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int slot_absent(void **state)
{
	(void)state;
	snprintf(slot, sizeof(slot), "test-slotctl-%d", (int)getpid());
	shell("rm -rf /dev/shm/slotcast.$N");
	return 0;
}

static bool output_has(const char *text)
{
	return strstr(output, text) != NULL;
}

static void test_what_was_put_can_be_had_again(void **state)
{
	(void)state;
	assert_int_equal(shell("printf 'a\\0b' | $S put $N"), 0);
	assert_int_equal(shell("$S cat $N | od -An -c"), 0);
	assert_string_equal(output, "   a  \\0   b\n");
	assert_int_equal(shell("echo second >/tmp/$N; $S put $N /tmp/$N; "
			       "rm /tmp/$N; $S cat $N"),
			 0);
	assert_string_equal(output, "second\n");
}

static void test_the_largest_value_is_256_mib(void **state)
{
	(void)state;
	assert_int_equal(shell("head -c 256M /dev/zero | $S put $N"), 0);
	assert_int_equal(shell("$S show $N"), 0);
	assert_true(output_has("268435456"));
	assert_int_equal(shell("head -c 268435457 /dev/zero | $S put $N 2>&1"),
			 1);
	assert_true(output_has("larger than 256 MiB"));
	assert_int_equal(shell("$S put $N </dev/null; $S cat $N"), 0);
	assert_string_equal(output, "");
}

static void test_the_media_type_is_guessed_or_told(void **state)
{
	(void)state;
	shell("printf '\\377\\330\\377\\340' | $S put $N; $S show $N");
	assert_true(output_has("media type  image/jpeg\n"));
	shell("echo '[1]' | $S put $N; $S show $N");
	assert_true(output_has("media type  application/json\n"));
	shell("echo hello | $S put $N; $S show $N");
	assert_true(output_has("media type  application/octet-stream\n"));
	shell("echo hello | $S put --media-type text/plain --width 4 "
	      "--height 3 $N; $S show $N");
	assert_true(output_has("media type  text/plain\n"));
	assert_true(output_has("picture     4x3\n"));
	assert_true(output_has("serial      4\n"));
	assert_true(output_has("writer      nobody\n"));
}

static void test_list_has_a_line_for_each_slot(void **state)
{
	(void)state;
	shell("echo '{}' | $S put --width 4 --height 3 $N; "
	      "$S list | grep ^$N | tr -s ' '");
	assert_true(output_has(" live 4x3 - "));
	assert_true(output_has("ms application/json\n"));
	shell("truncate -s 10 /dev/shm/slotcast.$N; "
	      "$S list | grep ^$N | tr -s ' '");
	assert_true(output_has(" damaged - - - -\n"));
}

static void test_lines_are_published_one_by_one(void **state)
{
	(void)state;
	assert_int_equal(shell("printf '{\"a\":1}\\n\\n{\"a\":2}' | "
			       "$S put --lines $N; $S cat $N; $S show $N"),
			 0);
	assert_true(output_has("{\"a\":2}name"));
	assert_true(output_has("serial      2\n"));
}

static void test_remove_takes_the_slot_away(void **state)
{
	(void)state;
	shell("echo x | $S put $N");
	assert_int_equal(shell("$S remove $N; test -e /dev/shm/slotcast.$N"),
			 1);
	assert_int_equal(shell("$S remove $N 2>&1"), 1);
	assert_true(output_has("no such slot"));
	shell("echo garbage >/dev/shm/slotcast.$N");
	assert_int_equal(shell("$S cat $N 2>&1"), 1);
	assert_true(output_has("slotctl remove"));
	assert_int_equal(shell("$S remove $N"), 0);
}

static void test_a_slot_with_a_writer_is_left_alone(void **state)
{
	struct frame_writer *writer;
	char own_pid[32];

	(void)state;
	snprintf(own_pid, sizeof(own_pid), "process %d writes", (int)getpid());
	assert_int_equal(frame_writer_open(&writer, slot, 64), 0);
	assert_int_equal(shell("$S remove $N 2>&1"), 1);
	assert_true(output_has(own_pid));
	assert_int_equal(shell("echo x | $S put $N 2>&1"), 1);
	assert_true(output_has(own_pid));
	assert_int_equal(shell("$S cat $N 2>&1"), 1);
	assert_true(output_has("nothing has been published yet"));
	assert_int_equal(shell("$S show $N"), 0);
	assert_true(output_has("state       empty\n"));
	frame_writer_close(writer);
}

static void test_mistakes_on_the_command_line_are_status_2(void **state)
{
	static const char *const wrong[] = {
		"$S 2>&1",
		"$S frobnicate 2>&1",
		"$S --frob 2>&1",
		"$S cat 2>&1",
		"$S cat a b 2>&1",
		"$S cat ../a 2>&1",
		"$S list a 2>&1",
		"$S put --width x $N 2>&1",
		"$S put --media-type '' $N 2>&1",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(shell(wrong[i]), 2);
		assert_true(output_has("slotctl: error: "));
	}
	assert_int_equal(shell("$S --help"), 0);
	assert_true(output_has("remove NAME"));
	assert_int_equal(shell("$S put --help"), 0);
	assert_true(output_has("--media-type"));
}

/* A `slotctl cat --follow` whose output comes out of `*out_fd`. */
static pid_t follow_start(int *out_fd)
{
	int ends[2];
	pid_t child;

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	child = fork();
	if (child == 0) {
		dup2(ends[1], STDOUT_FILENO);
		execl(SLOTCTL, "slotctl", "cat", "--follow", slot, NULL);
		_exit(127);
	}
	close(ends[1]);
	*out_fd = ends[0];
	return child;
}

static void demand_await(const struct frame_writer *writer)
{
	while (!frame_writer_has_demand(writer))
		usleep(1000);
}

/* Publish a byte and see it come out. */
static void byte_goes_through(struct frame_writer *writer, char byte, int fd)
{
	struct frame_info info = { .size_bytes = 1, .media_type = "a/b" };
	char got = 0;

	assert_int_equal(frame_writer_publish(writer, &info, &byte), 0);
	assert_int_equal(read(fd, &got, 1), 1);
	assert_int_equal(got, byte);
}

/* Waits for a slot, survives its growth, its removal and a new writer. */
static void test_follow_goes_through_all_that_happens_to_a_slot(void **state)
{
	struct frame_writer *writer;
	void *buffer;
	int fd, status;
	pid_t child = follow_start(&fd);

	(void)state;
	for (int life = 0; life < 3; life++) {
		assert_int_equal(frame_writer_open(&writer, slot, 64), 0);
		demand_await(writer);
		byte_goes_through(writer, 'a', fd);
		byte_goes_through(writer, 'b', fd);
		assert_int_equal(frame_writer_begin(writer, 500, &buffer, NULL),
				 0);
		frame_writer_abort(writer);
		demand_await(writer);
		byte_goes_through(writer, 'c', fd);
		if (life == 1)
			frame_writer_close(writer);
		else
			frame_writer_remove(writer);
	}
	kill(child, SIGTERM);
	waitpid(child, &status, 0);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	close(fd);
}

/* Serials begin again at 1; the value is a new one all the same. */
static void test_follow_has_the_first_value_of_each_new_slot(void **state)
{
	struct frame_info info = { .size_bytes = 1, .media_type = "a/b" };
	int fd, status;
	pid_t child = follow_start(&fd);
	struct pollfd output_end = { .fd = fd, .events = POLLIN };

	(void)state;
	for (char life = 'a'; life < 'e'; life++) {
		struct frame_writer *writer;
		char got = 0;

		assert_int_equal(frame_writer_open(&writer, slot, 64), 0);
		/* It is opened before the value comes, or after. */
		if (life % 2 == 0)
			demand_await(writer);
		info.captured_ns++;
		assert_int_equal(frame_writer_publish(writer, &info, &life), 0);
		assert_int_equal(poll(&output_end, 1, 3000), 1);
		assert_int_equal(read(fd, &got, 1), 1);
		assert_int_equal(got, life);
		frame_writer_remove(writer);
	}
	kill(child, SIGTERM);
	waitpid(child, &status, 0);
	close(fd);
}

static void test_follow_ends_well_when_nobody_reads(void **state)
{
	struct frame_writer *writer;
	int fd, status;
	pid_t child = follow_start(&fd);

	(void)state;
	assert_int_equal(frame_writer_open(&writer, slot, 64), 0);
	demand_await(writer);
	/* No frame comes: it has to notice by itself. */
	close(fd);
	waitpid(child, &status, 0);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	frame_writer_close(writer);
	assert_int_equal(shell("$S cat --follow $N-none 2>/dev/null | :"), 0);
}

#define SLOTCTL_TEST(test)                                                     \
	cmocka_unit_test_setup_teardown(test, slot_absent, slot_absent)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SLOTCTL_TEST(test_what_was_put_can_be_had_again),
		SLOTCTL_TEST(test_the_largest_value_is_256_mib),
		SLOTCTL_TEST(test_the_media_type_is_guessed_or_told),
		SLOTCTL_TEST(test_list_has_a_line_for_each_slot),
		SLOTCTL_TEST(test_lines_are_published_one_by_one),
		SLOTCTL_TEST(test_remove_takes_the_slot_away),
		SLOTCTL_TEST(test_a_slot_with_a_writer_is_left_alone),
		SLOTCTL_TEST(test_mistakes_on_the_command_line_are_status_2),
		SLOTCTL_TEST(
			test_follow_goes_through_all_that_happens_to_a_slot),
		SLOTCTL_TEST(test_follow_has_the_first_value_of_each_new_slot),
		SLOTCTL_TEST(test_follow_ends_well_when_nobody_reads),
	};

	return cmocka_run_group_tests_name("slotctl", tests, NULL, NULL);
}
