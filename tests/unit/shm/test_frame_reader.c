/*
 * The reading side of a slot: every error it documents, rate, wait.
 *
 * SPDX-License-Identifier: MIT
 */
#include "frame_slot.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "slot_layout.h"
#include "test_slot.h"

#define LARGE_BYTES 1000000

static struct frame_writer *writer;
static struct frame_reader *reader;

/* A look at the object as its writer, or an enemy, has it. */
static struct slot_header *header;

static int slot_open(void **state)
{
	int fd;

	slot_absent(state);
	if (frame_writer_open(&writer, slot, 64) < 0 ||
	    frame_reader_open(&reader, slot) < 0)
		return -1;
	fd = open(slot_file, O_RDWR);
	header = mmap(NULL, SLOT_HEADER_BYTES, PROT_READ | PROT_WRITE,
		      MAP_SHARED, fd, 0);
	close(fd);
	return header == MAP_FAILED ? -1 : 0;
}

static int slot_close(void **state)
{
	munmap(header, SLOT_HEADER_BYTES);
	frame_reader_close(reader);
	frame_writer_close(writer);
	reader = NULL;
	writer = NULL;
	return slot_absent(state);
}

static void publish_at(const char *text, uint64_t captured_ns)
{
	struct frame_info info = text_frame(strlen(text), captured_ns);

	assert_int_equal(frame_writer_publish(writer, &info, text), 0);
}

static void publish(const char *text)
{
	publish_at(text, 5);
}

static int open_again(void)
{
	struct frame_reader *other;
	int result = frame_reader_open(&other, slot);

	if (result == 0)
		frame_reader_close(other);
	return result;
}

static void file_write(const void *content, size_t size_bytes)
{
	int fd = open(slot_file, O_CREAT | O_RDWR | O_TRUNC, 0644);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, content, size_bytes), size_bytes);
	close(fd);
}

static void test_open_says_what_is_wrong(void **state)
{
	char garbage[SLOT_HEADER_BYTES + 4 * 64];

	(void)state;
	memset(garbage, 0xff, sizeof(garbage));
	assert_int_equal(frame_reader_open(&reader, "a/b"), -EINVAL);
	assert_int_equal(open_again(), -ENOENT);
	file_write(garbage, 0);
	assert_int_equal(open_again(), -EBADMSG);
	file_write(garbage, 100);
	assert_int_equal(open_again(), -EBADMSG);
	file_write(garbage, sizeof(garbage));
	assert_int_equal(open_again(), -EBADMSG);
	unlink(slot_file);
	assert_int_equal(mkfifo(slot_file, 0600), 0);
	assert_int_equal(open_again(), -EBADMSG);
	unlink(slot_file);
	assert_int_equal(mkdir(slot_file, 0700), 0);
	assert_int_equal(open_again(), -EBADMSG);
}

static void test_open_refuses_a_header_that_does_not_add_up(void **state)
{
	(void)state;
	header->version = SLOT_VERSION - 1;
	assert_int_equal(open_again(), -EPROTO);
	header->version = SLOT_VERSION;
	header->buffer_count = 1000;
	assert_int_equal(open_again(), -EBADMSG);
	header->buffer_count = SLOT_BUFFERS;
	header->capacity_bytes = 128;
	assert_int_equal(open_again(), -EBADMSG);
	header->capacity_bytes = 0;
	assert_int_equal(open_again(), -EBADMSG);
	header->capacity_bytes = UINT64_MAX - 4095;
	assert_int_equal(open_again(), -EBADMSG);
	header->capacity_bytes = 64;
	assert_int_equal(open_again(), 0);
	assert_int_equal(truncate(slot_file, SLOT_HEADER_BYTES + 4 * 64 + 1),
			 0);
	assert_int_equal(open_again(), -EBADMSG);
}

static void test_who_may_not_read_the_object_is_refused(void **state)
{
	(void)state;
	assert_int_equal(chmod(slot_file, 0), 0);
	assert_int_equal(as_nobody(open_again), -EACCES);
}

static void test_an_empty_slot_says_try_again(void **state)
{
	struct frame_info info;
	char text[64];

	(void)state;
	assert_int_equal(frame_reader_copy(reader, &info, text, sizeof(text)),
			 -EAGAIN);
	assert_int_equal(frame_reader_peek(reader, &info), -EAGAIN);
	assert_int_equal(frame_reader_capacity(reader), 64);
}

static void test_a_buffer_too_small_is_told_how_much_it_takes(void **state)
{
	struct frame_info info;
	char text[6] = "-----";

	(void)state;
	publish("hello");
	assert_int_equal(frame_reader_copy(reader, &info, text, 4), -EMSGSIZE);
	assert_int_equal(info.size_bytes, 5);
	assert_string_equal(text, "-----");
	assert_int_equal(frame_reader_copy(reader, &info, NULL, 0), -EMSGSIZE);
	assert_int_equal(frame_reader_peek(reader, &info), 0);
	assert_int_equal(frame_reader_copy(reader, &info, text, 5), 0);
	assert_string_equal(text, "hello");
}

static void test_an_empty_frame_is_a_frame(void **state)
{
	struct frame_info info;

	(void)state;
	publish("");
	assert_int_equal(frame_reader_copy(reader, &info, NULL, 0), 0);
	assert_int_equal(info.size_bytes, 0);
	assert_int_equal(info.serial, 1);
}

static void test_a_removed_slot_is_stale(void **state)
{
	struct frame_info info;
	char text[64];

	(void)state;
	publish("old");
	unlink(slot_file);
	assert_int_equal(frame_reader_copy(reader, &info, text, sizeof(text)),
			 -ESTALE);
	assert_int_equal(frame_reader_wait(reader, 0, 0), -ESTALE);
}

static void test_a_slot_cut_short_is_damaged_and_no_signal(void **state)
{
	struct frame_info info;
	char text[64];

	(void)state;
	publish("old");
	assert_int_equal(truncate(slot_file, 0), 0);
	assert_int_equal(frame_reader_copy(reader, &info, text, sizeof(text)),
			 -EBADMSG);
	assert_int_equal(frame_reader_peek(reader, &info), -EBADMSG);
	assert_int_equal(frame_reader_wait(reader, 0, 0), -EBADMSG);
	assert_true(frame_reader_rate_fps(reader) == 0);
}

/* What an enemy with write access can leave at rest is seen as damage. */
static void test_lies_about_the_newest_frame_are_damage(void **state)
{
	struct slot_frame *frame = &header->buffers[1].frame;
	struct frame_info info;
	char text[64];

	(void)state;
	publish("true");
	frame->size_bytes = 65;
	assert_int_equal(frame_reader_copy(reader, &info, text, sizeof(text)),
			 -EBADMSG);
	frame->size_bytes = UINT32_MAX;
	assert_int_equal(frame_reader_peek(reader, &info), -EBADMSG);
	frame->size_bytes = 4;
	strcpy(frame->media_type, "a/b\nX: y");
	assert_int_equal(frame_reader_peek(reader, &info), -EBADMSG);
	strcpy(frame->media_type, "text/plain");
	header->newest = 6;
	assert_int_equal(frame_reader_peek(reader, &info), -EBADMSG);
	header->newest = 1;
	header->buffers[1].sequence++;
	assert_int_equal(frame_reader_peek(reader, &info), -EBADMSG);
	header->buffers[1].sequence++;
	assert_int_equal(frame_reader_peek(reader, &info), 0);
}

static void test_the_rate_comes_from_capture_times(void **state)
{
	(void)state;
	assert_true(frame_reader_rate_fps(reader) == 0);
	publish_at("1", 1000 * MS_NS);
	assert_true(frame_reader_rate_fps(reader) == 0);
	publish_at("2", 1100 * MS_NS);
	assert_true(frame_reader_rate_fps(reader) == 10);
	publish_at("3", 1200 * MS_NS);
	publish_at("4", 1300 * MS_NS);
	assert_true(frame_reader_rate_fps(reader) == 10);
	/* The first is out of the ring: three intervals of 100, 100, 400. */
	publish_at("5", 1700 * MS_NS);
	assert_true(frame_reader_rate_fps(reader) == 5);
}

static void test_no_rate_comes_from_clocks_that_stand_still(void **state)
{
	(void)state;
	publish_at("1", 1000);
	publish_at("2", 1000);
	assert_true(frame_reader_rate_fps(reader) == 0);
}

static void test_wait_ends_at_its_deadline(void **state)
{
	uint64_t deadline_ns = now_ns() + 30 * MS_NS;

	(void)state;
	publish("1");
	assert_int_equal(frame_reader_wait(reader, 1, deadline_ns), -ETIMEDOUT);
	assert_true(now_ns() >= deadline_ns);
	assert_int_equal(frame_reader_wait(reader, 1, 0), -ETIMEDOUT);
}

static void test_wait_returns_at_once_for_a_frame_not_seen(void **state)
{
	(void)state;
	publish("1");
	assert_int_equal(frame_reader_wait(reader, 0, 0), 0);
	publish("2");
	assert_int_equal(frame_reader_wait(reader, 1, 0), 0);
}

/* After reopening a slot, what was seen is from the one before. */
static void test_wait_sleeps_while_nothing_is_published(void **state)
{
	(void)state;
	assert_int_equal(frame_reader_wait(reader, 0, 0), -ETIMEDOUT);
	assert_int_equal(frame_reader_wait(reader, 57, 0), -ETIMEDOUT);
}

static int waited;

static void *wait_run(void *user)
{
	waited = frame_reader_wait(reader, *(uint64_t *)user,
				   now_ns() + 10000 * MS_NS);
	return NULL;
}

/* A thread that sleeps in frame_reader_wait() by the time this returns. */
static pthread_t sleeper_start(uint64_t *seen_serial)
{
	pthread_t sleeper;

	assert_int_equal(pthread_create(&sleeper, NULL, wait_run, seen_serial),
			 0);
	sleep_ms(20);
	return sleeper;
}

static void test_publication_wakes_a_sleeper(void **state)
{
	uint64_t seen_serial = 1;
	pthread_t sleeper;

	(void)state;
	publish("1");
	sleeper = sleeper_start(&seen_serial);
	publish("2");
	pthread_join(sleeper, NULL);
	assert_int_equal(waited, 0);
}

static void test_growth_wakes_a_sleeper(void **state)
{
	char large[500];
	uint64_t seen_serial = 0;
	pthread_t sleeper = sleeper_start(&seen_serial);

	(void)state;
	memset(large, 'x', sizeof(large) - 1);
	large[sizeof(large) - 1] = '\0';
	publish(large);
	pthread_join(sleeper, NULL);
	assert_int_equal(waited, -ESTALE);
}

static void test_removal_wakes_a_sleeper(void **state)
{
	uint64_t seen_serial = 0;
	pthread_t sleeper = sleeper_start(&seen_serial);

	(void)state;
	frame_writer_remove(writer);
	writer = NULL;
	pthread_join(sleeper, NULL);
	assert_int_equal(waited, -ESTALE);
}

static void signal_seen(int number)
{
	(void)number;
}

static void test_a_signal_ends_the_wait(void **state)
{
	const struct sigaction action = { .sa_handler = signal_seen };
	uint64_t seen_serial = 0;
	pthread_t sleeper;

	(void)state;
	sigaction(SIGUSR1, &action, NULL);
	sleeper = sleeper_start(&seen_serial);
	pthread_kill(sleeper, SIGUSR1);
	pthread_join(sleeper, NULL);
	assert_int_equal(waited, -EINTR);
}

/* After each frame of one letter, empty ones that overtake who copies it. */
static void *publish_in_a_hurry(void *user)
{
	static char text[LARGE_BYTES];
	atomic_bool *is_over = user;

	for (unsigned int i = 0; !atomic_load(is_over); i++) {
		struct frame_info info =
			text_frame(i % 4 == 0 ? sizeof(text) : 0, 5);

		if (i % 4 == 0)
			memset(text, 'a' + i / 4 % 26, sizeof(text));
		if (frame_writer_publish(writer, &info, text) < 0)
			break;
	}
	return NULL;
}

static void assert_one_letter(const char *text, size_t size_bytes)
{
	assert_true(size_bytes == 0 ||
		    memcmp(text, text + 1, size_bytes - 1) == 0);
}

static void test_a_copy_that_is_overtaken_begins_again_and_counts(void **state)
{
	static char text[LARGE_BYTES];
	uint64_t deadline_ns = now_ns() + 10000 * MS_NS;
	atomic_bool is_over = false;
	struct frame_info info;
	pthread_t hurry;

	(void)state;
	frame_reader_close(reader);
	frame_writer_close(writer);
	assert_int_equal(frame_writer_open(&writer, slot, sizeof(text)), 0);
	assert_int_equal(frame_reader_open(&reader, slot), 0);
	pthread_create(&hurry, NULL, publish_in_a_hurry, &is_over);
	while (frame_reader_retries(reader) == 0 && now_ns() < deadline_ns)
		if (frame_reader_copy(reader, &info, text, sizeof(text)) == 0)
			assert_one_letter(text, info.size_bytes);
	atomic_store(&is_over, true);
	pthread_join(hurry, NULL);
	assert_true(frame_reader_retries(reader) > 0);
}

static void test_a_report_that_is_never_finished_says_try_again(void **state)
{
	struct frame_report report;

	(void)state;
	header->report.sequence++;
	assert_int_equal(frame_reader_report(reader, &report), -EAGAIN);
	header->report.sequence++;
	assert_int_equal(frame_reader_report(reader, &report), 0);
}

static void test_no_report_comes_from_a_slot_that_is_gone(void **state)
{
	struct frame_report report;

	(void)state;
	unlink(slot_file);
	assert_int_equal(frame_reader_report(reader, &report), -ESTALE);
}

#define READER_TEST(test)                                                      \
	cmocka_unit_test_setup_teardown(test, slot_open, slot_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_open_says_what_is_wrong,
						slot_absent, slot_absent),
		READER_TEST(test_open_refuses_a_header_that_does_not_add_up),
		READER_TEST(test_who_may_not_read_the_object_is_refused),
		READER_TEST(test_an_empty_slot_says_try_again),
		READER_TEST(test_a_buffer_too_small_is_told_how_much_it_takes),
		READER_TEST(test_an_empty_frame_is_a_frame),
		READER_TEST(test_a_removed_slot_is_stale),
		READER_TEST(test_a_slot_cut_short_is_damaged_and_no_signal),
		READER_TEST(test_lies_about_the_newest_frame_are_damage),
		READER_TEST(test_the_rate_comes_from_capture_times),
		READER_TEST(test_no_rate_comes_from_clocks_that_stand_still),
		READER_TEST(test_wait_ends_at_its_deadline),
		READER_TEST(test_wait_returns_at_once_for_a_frame_not_seen),
		READER_TEST(test_wait_sleeps_while_nothing_is_published),
		READER_TEST(test_publication_wakes_a_sleeper),
		READER_TEST(test_growth_wakes_a_sleeper),
		READER_TEST(test_removal_wakes_a_sleeper),
		READER_TEST(test_a_signal_ends_the_wait),
		READER_TEST(
			test_a_copy_that_is_overtaken_begins_again_and_counts),
		READER_TEST(
			test_a_report_that_is_never_finished_says_try_again),
		READER_TEST(test_no_report_comes_from_a_slot_that_is_gone),
	};

	return cmocka_run_group_tests_name("frame_reader", tests, NULL, NULL);
}
