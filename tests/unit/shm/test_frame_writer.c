/*
 * The writing side of a slot, as a reader of it sees it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "frame_slot.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "slot_layout.h"
#include "test_slot.h"

static struct frame_writer *writer;

static int writer_open(void **state)
{
	slot_absent(state);
	return frame_writer_open(&writer, slot, 64);
}

static int writer_close(void **state)
{
	frame_writer_close(writer);
	writer = NULL;
	return slot_absent(state);
}

static int publish(const char *text)
{
	struct frame_info info = text_frame(strlen(text), 5);

	return frame_writer_publish(writer, &info, text);
}

/* What somebody who opens the slot now finds; "" when there is nothing. */
static const char *newest_text(struct frame_info *info)
{
	static char text[1000];
	struct frame_reader *reader;

	assert_int_equal(frame_reader_open(&reader, slot), 0);
	memset(text, 0, sizeof(text));
	if (frame_reader_copy(reader, info, text, sizeof(text) - 1) < 0)
		*info = (struct frame_info){ 0 };
	frame_reader_close(reader);
	return text;
}

static void test_open_refuses_impossible_names_and_capacities(void **state)
{
	struct frame_writer *none;

	(void)state;
	assert_int_equal(frame_writer_open(&none, "../x", 64), -EINVAL);
	assert_int_equal(frame_writer_open(&none, slot, 0), -EINVAL);
	assert_int_equal(frame_writer_open(&none, slot, FRAME_BYTES_MAX + 1),
			 -EINVAL);
	assert_int_equal(access(slot_file, F_OK), -1);
}

static void test_a_second_writer_is_told_who_is_first(void **state)
{
	struct frame_writer *second;

	(void)state;
	assert_int_equal(frame_writer_open(&second, slot, 64), -EBUSY);
	assert_int_equal(frame_slot_writer_pid(slot), getpid());
	frame_writer_close(writer);
	writer = NULL;
	assert_int_equal(frame_slot_writer_pid(slot), 0);
	assert_int_equal(frame_slot_writer_pid("no such slot"), -EINVAL);
	unlink(slot_file);
	assert_int_equal(frame_slot_writer_pid(slot), -ENOENT);
}

static void test_a_damaged_slot_names_no_impossible_writer(void **state)
{
	const uint32_t impossible = UINT32_MAX;
	int fd = open(slot_file, O_RDWR);

	(void)state;
	assert_int_equal(pwrite(fd, &impossible, sizeof(impossible),
				offsetof(struct slot_header, writer_pid)),
			 sizeof(impossible));
	close(fd);
	assert_int_equal(frame_slot_writer_pid(slot), 0);
}

static void test_frames_arrive_with_everything_said_about_them(void **state)
{
	struct frame_info sent = text_frame(5, 1234), got;
	uint64_t before_ns = now_ns();

	(void)state;
	sent.flags = FRAME_PLACEHOLDER;
	assert_int_equal(frame_writer_next_serial(writer), 1);
	assert_int_equal(frame_writer_publish(writer, &sent, "hello"), 0);
	assert_int_equal(sent.serial, 1);
	assert_true(sent.published_ns >= before_ns);
	assert_true(sent.published_ns <= now_ns());
	assert_string_equal(newest_text(&got), "hello");
	assert_int_equal(got.serial, 1);
	assert_int_equal(got.captured_ns, 1234);
	assert_int_equal(got.captured_wall_ns, 1235);
	assert_int_equal(got.published_ns, sent.published_ns);
	assert_int_equal(got.size_bytes, 5);
	assert_int_equal(got.width_px, 640);
	assert_int_equal(got.height_px, 480);
	assert_int_equal(got.flags, FRAME_PLACEHOLDER);
	assert_string_equal(got.media_type, "text/plain");
	assert_int_equal(frame_writer_next_serial(writer), 2);
}

static void test_a_frame_can_be_written_in_place(void **state)
{
	struct frame_info info = text_frame(3, 5), got;
	size_t capacity_bytes;
	void *buffer;

	(void)state;
	assert_int_equal(
		frame_writer_begin(writer, 10, &buffer, &capacity_bytes), 0);
	assert_true(capacity_bytes >= 10);
	memcpy(buffer, "abc", 3);
	assert_int_equal(frame_writer_commit(writer, &info), 0);
	assert_string_equal(newest_text(&got), "abc");
}

static void test_nobody_sees_a_frame_before_its_commit(void **state)
{
	struct frame_info got;
	void *buffer;

	(void)state;
	publish("old");
	assert_int_equal(frame_writer_begin(writer, 3, &buffer, NULL), 0);
	memcpy(buffer, "new", 3);
	assert_string_equal(newest_text(&got), "old");
	frame_writer_abort(writer);
	frame_writer_abort(writer);
	assert_string_equal(newest_text(&got), "old");
	assert_int_equal(publish("next"), 0);
	assert_string_equal(newest_text(&got), "next");
	assert_int_equal(got.serial, 2);
}

static void test_begin_refuses_a_second_frame_and_one_too_large(void **state)
{
	void *buffer;

	(void)state;
	assert_int_equal(
		frame_writer_begin(writer, FRAME_BYTES_MAX + 1, &buffer, NULL),
		-EFBIG);
	assert_int_equal(frame_writer_begin(writer, 1, &buffer, NULL), 0);
	assert_int_equal(frame_writer_begin(writer, 1, &buffer, NULL), -EBUSY);
}

static void commit_is_refused(struct frame_info info)
{
	struct frame_info got;
	void *buffer;

	assert_int_equal(frame_writer_begin(writer, 1, &buffer, NULL), 0);
	assert_int_equal(frame_writer_commit(writer, &info), -EINVAL);
	assert_string_equal(newest_text(&got), "old");
	assert_int_equal(frame_writer_commit(writer, &info), -EINVAL);
}

static void test_commit_refuses_what_cannot_be_read_back(void **state)
{
	struct frame_info info = text_frame(65, 5);

	(void)state;
	publish("old");
	commit_is_refused(info);
	info = text_frame(1, 5);
	info.media_type[0] = '\0';
	commit_is_refused(info);
	strcpy(info.media_type, "text/plain\r\nX: y");
	commit_is_refused(info);
	memset(info.media_type, 'x', sizeof(info.media_type));
	commit_is_refused(info);
	assert_int_equal(publish("next"), 0);
}

static void test_a_frame_too_large_for_the_slot_still_arrives(void **state)
{
	char large[901];
	struct frame_info got;
	struct frame_reader *reader;

	(void)state;
	memset(large, 'x', 900);
	large[900] = '\0';
	publish("old");
	assert_int_equal(frame_reader_open(&reader, slot), 0);
	assert_int_equal(publish(large), 0);
	assert_int_equal(frame_reader_peek(reader, &got), -ESTALE);
	frame_reader_close(reader);
	assert_string_equal(newest_text(&got), large);
	assert_int_equal(got.serial, 2);
}

static void test_the_new_slot_starts_with_the_last_frame(void **state)
{
	struct frame_info got;
	void *buffer;

	(void)state;
	publish("old");
	assert_int_equal(frame_writer_begin(writer, 900, &buffer, NULL), 0);
	assert_string_equal(newest_text(&got), "old");
	assert_int_equal(got.serial, 1);
}

static void test_a_new_writer_goes_on_where_the_dead_one_was(void **state)
{
	struct frame_info got;
	void *buffer;

	(void)state;
	publish("one");
	publish("two");
	frame_writer_begin(writer, 3, &buffer, NULL);
	frame_writer_close(writer);
	assert_int_equal(frame_writer_open(&writer, slot, 64), 0);
	assert_string_equal(newest_text(&got), "two");
	assert_int_equal(publish("three"), 0);
	assert_string_equal(newest_text(&got), "three");
	assert_int_equal(got.serial, 3);
}

static void test_a_slot_that_was_removed_by_hand_comes_back(void **state)
{
	struct frame_info got;

	(void)state;
	publish("one");
	unlink(slot_file);
	assert_int_equal(publish("two"), 0);
	assert_string_equal(newest_text(&got), "two");
	assert_int_equal(got.serial, 2);
}

static void test_a_slot_that_was_cut_short_comes_back(void **state)
{
	struct frame_info got;

	(void)state;
	publish("one");
	assert_int_equal(truncate(slot_file, 0), 0);
	assert_int_equal(publish("two"), 0);
	assert_string_equal(newest_text(&got), "two");
	assert_int_equal(got.serial, 2);
}

static void test_a_slot_that_another_writer_made_is_left_alone(void **state)
{
	struct frame_writer *other;
	struct frame_info info = text_frame(6, 5), got;

	(void)state;
	unlink(slot_file);
	assert_int_equal(frame_writer_open(&other, slot, 64), 0);
	assert_int_equal(publish("mine"), -ESTALE);
	for (int i = 0; i < 3; i++)
		frame_writer_publish(other, &info, "theirs");
	frame_writer_close(other);
	assert_int_equal(publish("mine"), 0);
	assert_string_equal(newest_text(&got), "mine");
	assert_int_equal(got.serial, 4);
}

static void test_demand_follows_the_readers_also_when_they_die(void **state)
{
	struct frame_reader *reader;
	pid_t child;

	(void)state;
	assert_int_equal(frame_reader_open(&reader, slot), 0);
	assert_false(frame_writer_has_demand(writer));
	assert_int_equal(frame_reader_demand(reader, true), 0);
	assert_true(frame_writer_has_demand(writer));
	assert_int_equal(frame_reader_demand(reader, false), 0);
	assert_false(frame_writer_has_demand(writer));
	frame_reader_close(reader);

	child = fork();
	if (child == 0) {
		if (frame_reader_open(&reader, slot) == 0)
			frame_reader_demand(reader, true);
		for (;;)
			pause();
	}
	while (!frame_writer_has_demand(writer))
		sleep_ms(1);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	assert_false(frame_writer_has_demand(writer));
}

static bool is_readable(int fd)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };

	return poll(&wait, 1, 0) == 1;
}

static void events_forget(int fd)
{
	char events[4096];

	while (read(fd, events, sizeof(events)) > 0)
		;
}

static void test_demand_wakes_a_writer_that_sleeps(void **state)
{
	struct frame_reader *reader;
	int watch_fd = frame_writer_watch(writer);

	(void)state;
	assert_true(watch_fd >= 0);
	assert_int_equal(frame_reader_open(&reader, slot), 0);
	events_forget(watch_fd);
	assert_int_equal(frame_reader_demand(reader, false), 0);
	assert_false(is_readable(watch_fd));
	assert_int_equal(frame_reader_demand(reader, true), 0);
	assert_true(is_readable(watch_fd));
	assert_true(frame_writer_has_demand(writer));
	frame_reader_close(reader);
	close(watch_fd);
}

static void test_a_sleeping_writer_learns_that_its_slot_was_taken(void **state)
{
	int watch_fd = frame_writer_watch(writer);

	(void)state;
	assert_true(watch_fd >= 0);
	assert_int_equal(frame_writer_check(writer), 0);
	assert_false(is_readable(watch_fd));
	unlink(slot_file);
	assert_true(is_readable(watch_fd));
	assert_int_equal(frame_writer_check(writer), -ESTALE);
	close(watch_fd);
}

static void test_remove_takes_the_slot_and_tells_the_readers(void **state)
{
	struct frame_reader *reader;
	struct frame_info info;

	(void)state;
	publish("old");
	assert_int_equal(frame_reader_open(&reader, slot), 0);
	frame_writer_remove(writer);
	writer = NULL;
	assert_int_equal(frame_reader_peek(reader, &info), -ESTALE);
	assert_int_equal(access(slot_file, F_OK), -1);
	frame_reader_close(reader);
}

static void test_remove_leaves_the_slot_of_another_writer(void **state)
{
	struct frame_writer *other;

	(void)state;
	unlink(slot_file);
	assert_int_equal(frame_writer_open(&other, slot, 64), 0);
	frame_writer_remove(writer);
	writer = other;
	assert_int_equal(access(slot_file, F_OK), 0);
}

static void test_closing_or_removing_nothing_is_legal(void **state)
{
	(void)state;
	frame_writer_close(NULL);
	frame_writer_remove(NULL);
	frame_reader_close(NULL);
}

/* At 30 frames a second, this takes four years and a half. */
static void test_serials_pass_32_bits(void **state)
{
	int fd = open(slot_file, O_RDWR);
	struct slot_header *header =
		mmap(NULL, SLOT_HEADER_BYTES, PROT_READ | PROT_WRITE,
		     MAP_SHARED, fd, 0);
	struct frame_info got;

	(void)state;
	close(fd);
	for (int i = 0; i < 2; i++)
		publish("old");
	header->buffers[2].frame.serial = UINT32_MAX - 1ull;
	header->newest = UINT32_MAX - 1u;
	munmap(header, SLOT_HEADER_BYTES);
	frame_writer_close(writer);
	assert_int_equal(frame_writer_open(&writer, slot, 64), 0);
	for (uint64_t serial = UINT32_MAX; serial < UINT32_MAX + 8ull;
	     serial++) {
		if ((uint32_t)serial == 0)
			continue;
		publish("new");
		assert_string_equal(newest_text(&got), "new");
		assert_true(got.serial == serial);
	}
}

static void report_captured(uint64_t captured)
{
	const struct frame_report report = { .captured = captured,
					     .source = FRAME_SOURCE_RUNNING };

	frame_writer_report(writer, &report);
}

/* What somebody who opens the slot now is told: frames from the source. */
static uint64_t captured_now(void)
{
	struct frame_report report;
	struct frame_reader *reader;

	assert_int_equal(frame_reader_open(&reader, slot), 0);
	assert_int_equal(frame_reader_report(reader, &report), 0);
	frame_reader_close(reader);
	return report.captured;
}

static void test_a_report_outlives_the_growth_of_its_slot(void **state)
{
	char large[1000] = "";

	(void)state;
	report_captured(7);
	assert_int_equal(captured_now(), 7);
	memset(large, 'x', sizeof(large) - 1);
	assert_int_equal(publish(large), 0);
	assert_int_equal(captured_now(), 7);
}

static void test_a_report_ends_with_the_next_writer(void **state)
{
	(void)state;
	report_captured(7);
	frame_writer_close(writer);
	assert_int_equal(captured_now(), 7);
	assert_int_equal(frame_writer_open(&writer, slot, 64), 0);
	assert_int_equal(captured_now(), 0);
}

static void test_a_slot_taken_away_comes_back_with_its_report(void **state)
{
	(void)state;
	report_captured(7);
	unlink(slot_file);
	publish("a");
	assert_int_equal(captured_now(), 7);
	assert_int_equal(truncate(slot_file, 0), 0);
	report_captured(8);
	publish("b");
	assert_int_equal(captured_now(), 8);
}

static int open_forbidden(void)
{
	return frame_writer_open(&writer, slot, 64);
}

static void test_another_user_s_slot_is_refused(void **state)
{
	(void)state;
	frame_writer_close(writer);
	writer = NULL;
	assert_int_equal(chmod(slot_file, 0400), 0);
	assert_int_equal(as_nobody(open_forbidden), -EACCES);
}

/* In a /dev/shm of our own that is as small as we like; -1: not possible. */
static int full_memory_results(int results[3])
{
	struct frame_info info = text_frame(10, 5);
	const char text[10] = "0123456789";
	void *buffer;

	if (unshare(geteuid() == 0 ? CLONE_NEWNS
				   : CLONE_NEWNS | CLONE_NEWUSER) < 0 ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mount("none", "/dev/shm", "tmpfs", 0, "size=1m") < 0)
		return -1;
	results[0] = frame_writer_open(&writer, slot, 1 << 20);
	if (frame_writer_open(&writer, slot, 64) < 0)
		return -1;
	results[1] = frame_writer_begin(writer, 1 << 20, &buffer, NULL);
	results[2] = frame_writer_publish(writer, &info, text);
	return 0;
}

static void test_a_full_memory_is_an_error_and_the_old_slot_serves(void **state)
{
	int *results = mmap(NULL, 3 * sizeof(int), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t child = fork();
	int status;

	(void)state;
	if (child == 0)
		_exit(full_memory_results(results) < 0);
	waitpid(child, &status, 0);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) != 0) {
		print_message("only root can mount a small /dev/shm\n");
		skip();
	}
	assert_int_equal(results[0], -ENOSPC);
	assert_int_equal(results[1], -ENOSPC);
	assert_int_equal(results[2], 0);
	munmap(results, 3 * sizeof(int));
}

#define WRITER_TEST(test)                                                      \
	cmocka_unit_test_setup_teardown(test, writer_open, writer_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_open_refuses_impossible_names_and_capacities,
			slot_absent, slot_absent),
		WRITER_TEST(test_a_second_writer_is_told_who_is_first),
		WRITER_TEST(test_a_damaged_slot_names_no_impossible_writer),
		WRITER_TEST(test_frames_arrive_with_everything_said_about_them),
		WRITER_TEST(test_a_frame_can_be_written_in_place),
		WRITER_TEST(test_nobody_sees_a_frame_before_its_commit),
		WRITER_TEST(
			test_begin_refuses_a_second_frame_and_one_too_large),
		WRITER_TEST(test_commit_refuses_what_cannot_be_read_back),
		WRITER_TEST(test_a_frame_too_large_for_the_slot_still_arrives),
		WRITER_TEST(test_the_new_slot_starts_with_the_last_frame),
		WRITER_TEST(test_a_new_writer_goes_on_where_the_dead_one_was),
		WRITER_TEST(test_a_slot_that_was_removed_by_hand_comes_back),
		WRITER_TEST(test_a_slot_that_was_cut_short_comes_back),
		WRITER_TEST(test_a_slot_that_another_writer_made_is_left_alone),
		WRITER_TEST(test_demand_follows_the_readers_also_when_they_die),
		WRITER_TEST(test_demand_wakes_a_writer_that_sleeps),
		WRITER_TEST(
			test_a_sleeping_writer_learns_that_its_slot_was_taken),
		WRITER_TEST(test_remove_takes_the_slot_and_tells_the_readers),
		WRITER_TEST(test_remove_leaves_the_slot_of_another_writer),
		WRITER_TEST(test_closing_or_removing_nothing_is_legal),
		WRITER_TEST(test_serials_pass_32_bits),
		WRITER_TEST(test_a_report_outlives_the_growth_of_its_slot),
		WRITER_TEST(test_a_report_ends_with_the_next_writer),
		WRITER_TEST(test_a_slot_taken_away_comes_back_with_its_report),
		WRITER_TEST(test_another_user_s_slot_is_refused),
		cmocka_unit_test_setup_teardown(
			test_a_full_memory_is_an_error_and_the_old_slot_serves,
			slot_absent, slot_absent),
	};

	return cmocka_run_group_tests_name("frame_writer", tests, NULL, NULL);
}
