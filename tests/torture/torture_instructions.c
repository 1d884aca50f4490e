/*
 * A writer stopped, and killed, between any two of its instructions.
 *
 * A child does one thing to a slot, one instruction at a time (ptrace). After
 * each of them the parent, a reader, must find a whole frame. Each time the
 * slot's memory or its name has changed, the parent makes a slot of just what
 * the child would leave if it died there; in that the last frame must still be
 * found, and a new writer must go on. (Between two such changes no death could
 * leave anything else: the kernel takes back the locks.)
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "sanitizer.h"
#include "torture_frame.h"

#define SIZE_BYTES   40
#define LARGE_BYTES  200
#define OBJECT_BYTES 8192

/* The child's slot, and the one made of its remains. */
static char slot[64], heir[64];
static char slot_file[96], slot_waiting_file[96];
static char heir_file[96], heir_waiting_file[96];

static struct frame_writer *writer; /* the child's */

/* What a child does to a slot. */
struct deed {
	void (*prepare)(void); /* at full speed */
	void (*act)(void);     /* one instruction at a time */
	int allowed; /* what opening the slot may say until it is done, or 0 */
};

/* Everything of a slot that outlives its writer. */
struct remains {
	uint64_t inode, waiting_inode; /* 0: there is none */
	uint64_t size_bytes;
	unsigned char content[OBJECT_BYTES];
};

static void publish(size_t size_bytes)
{
	uint64_t serial = frame_writer_next_serial(writer);
	struct frame_info info = torture_info(size_bytes, serial);
	unsigned char frame[LARGE_BYTES];

	torture_fill(frame, size_bytes, serial);
	if (frame_writer_publish(writer, &info, frame) < 0)
		_exit(1);
}

static void claim(size_t capacity_bytes)
{
	if (frame_writer_open(&writer, slot, capacity_bytes) < 0)
		_exit(1);
}

static void remains_look(struct remains *remains)
{
	struct stat file = { 0 };
	int fd = open(slot_file, O_RDONLY);

	memset(remains, 0, sizeof(*remains));
	if (stat(slot_waiting_file, &file) == 0)
		remains->waiting_inode = file.st_ino;
	if (fd < 0)
		return;
	assert_int_equal(fstat(fd, &file), 0);
	remains->inode = file.st_ino;
	remains->size_bytes = (uint64_t)file.st_size;
	assert_true(remains->size_bytes <= OBJECT_BYTES);
	assert_true(pread(fd, remains->content, OBJECT_BYTES, 0) >= 0);
	close(fd);
}

static void file_make(const char *path, const void *content, size_t size_bytes)
{
	int fd = open(path, O_CREAT | O_EXCL | O_RDWR, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, content, size_bytes), size_bytes);
	close(fd);
}

static void remains_leave_to_heir(const struct remains *remains)
{
	if (remains->inode != 0)
		file_make(heir_file, remains->content, remains->size_bytes);
	if (remains->waiting_inode != 0)
		file_make(heir_waiting_file, "", 0);
}

/* ----------------------------------------------------- what is checked ---- */

/* Returns the serial of a whole frame, 0 when there is none (yet, or here). */
static uint64_t frame_check(struct frame_reader *reader)
{
	unsigned char frame[LARGE_BYTES];
	struct frame_info info;
	int result = frame_reader_copy(reader, &info, frame, sizeof(frame));

	if (result == -EAGAIN || result == -ESTALE)
		return 0;
	assert_int_equal(result, 0);
	assert_true(torture_is_whole(&info, frame));
	return info.serial;
}

/* The same for one who opens the heir's slot. */
static uint64_t heir_frame_check(const struct deed *deed)
{
	struct frame_reader *reader;
	uint64_t serial;
	int result = frame_reader_open(&reader, heir);

	if (result < 0 && result == deed->allowed)
		return 0;
	assert_int_equal(result, 0);
	serial = frame_check(reader);
	frame_reader_close(reader);
	return serial;
}

/* `seen_serial` is the newest that a reader has had. */
static void death_check(const struct deed *deed, const struct remains *remains,
			uint64_t seen_serial)
{
	struct frame_writer *next;
	uint64_t last_serial, serial;
	struct frame_info info;
	unsigned char frame[SIZE_BYTES];

	remains_leave_to_heir(remains);
	last_serial = heir_frame_check(deed);
	if (deed->allowed == 0)
		assert_true(last_serial >= seen_serial);
	assert_int_equal(frame_writer_open(&next, heir, SIZE_BYTES), 0);
	assert_int_equal(
		remains->inode != 0 && access(heir_waiting_file, F_OK) == 0, 0);
	serial = frame_writer_next_serial(next);
	assert_true(serial > last_serial);
	torture_fill(frame, SIZE_BYTES, serial);
	info = torture_info(SIZE_BYTES, serial);
	assert_int_equal(frame_writer_publish(next, &info, frame), 0);
	assert_true(heir_frame_check(deed) == serial);
	frame_writer_remove(next);
	unlink(heir_waiting_file);
}

/* ------------------------------------------------------ one instruction ---- */

/* A child that stands still before its deed, and ends after it. */
static pid_t child_start(const struct deed *deed)
{
	pid_t child;
	int status;

	/* Forty times as many instructions, most of them not ours. */
	if (SANITIZER_IS_THREAD) {
		print_message("too many instructions under ThreadSanitizer\n");
		skip();
	}
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
			_exit(77);
		deed->prepare();
		raise(SIGSTOP);
		deed->act();
		_exit(0);
	}
	waitpid(child, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 77) {
		print_message("processes cannot be traced here\n");
		skip();
	}
	assert_true(WIFSTOPPED(status));
	return child;
}

/* Returns false when the child has come to its end. */
static bool child_step(pid_t child)
{
	int status;

	assert_int_equal(ptrace(PTRACE_SINGLESTEP, child, NULL, NULL), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFSTOPPED(status))
		return true;
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	return false;
}

/* Returns the serial of the newest frame that a reader has had by now. */
static uint64_t reader_look(struct frame_reader *reader, uint64_t seen_serial)
{
	uint64_t serial = reader ? frame_check(reader) : 0;

	return serial > seen_serial ? serial : seen_serial;
}

static void die_everywhere(const struct deed *deed)
{
	static struct remains before, after;
	struct frame_reader *reader = NULL;
	pid_t child = child_start(deed);
	uint64_t seen_serial;
	int steps = 0, deaths = 0;

	remains_look(&before);
	frame_reader_open(&reader, slot);
	seen_serial = reader_look(reader, 0);
	death_check(deed, &before, seen_serial);
	for (; child_step(child); steps++) {
		seen_serial = reader_look(reader, seen_serial);
		remains_look(&after);
		if (memcmp(&before, &after, sizeof(before)) == 0)
			continue;
		death_check(deed, &after, seen_serial);
		before = after;
		deaths++;
	}
	frame_reader_close(reader);
	unlink(slot_file);
	print_message("# %d instructions, died at %d of them\n", steps, deaths);
	assert_true(deaths > 0);
}

/* -------------------------------------------------------------- deeds ---- */

static void prepare_nothing(void)
{
}

static void prepare_writer(void)
{
	claim(SIZE_BYTES);
	publish(SIZE_BYTES);
	publish(SIZE_BYTES);
}

/* Its last frame whole, the one after that half done. */
static void prepare_dead_writer(void)
{
	pid_t child = fork();
	void *buffer;

	if (child == 0) {
		prepare_writer();
		frame_writer_begin(writer, SIZE_BYTES, &buffer, NULL);
		memset(buffer, 0xee, SIZE_BYTES / 2);
		_exit(0);
	}
	waitpid(child, NULL, 0);
}

static void prepare_garbage(void)
{
	file_make(slot_file, "no slot", 7);
}

static void prepare_writer_without_name(void)
{
	prepare_writer();
	unlink(slot_file);
}

static void prepare_writer_cut_short(void)
{
	prepare_writer();
	if (truncate(slot_file, 100) < 0)
		_exit(1);
}

static void act_publish(void)
{
	publish(SIZE_BYTES);
}

static void act_publish_large(void)
{
	publish(LARGE_BYTES);
}

static void act_abort(void)
{
	void *buffer;

	frame_writer_begin(writer, SIZE_BYTES, &buffer, NULL);
	memset(buffer, 0xee, SIZE_BYTES);
	frame_writer_abort(writer);
}

static void act_claim(void)
{
	claim(SIZE_BYTES);
}

static void act_claim_large(void)
{
	claim(LARGE_BYTES);
}

static void act_remove(void)
{
	frame_writer_remove(writer);
}

static void test_publishing(void **state)
{
	(void)state;
	die_everywhere(&(struct deed){ prepare_writer, act_publish, 0 });
}

static void test_dropping_a_frame(void **state)
{
	(void)state;
	die_everywhere(&(struct deed){ prepare_writer, act_abort, 0 });
}

static void test_growing(void **state)
{
	(void)state;
	die_everywhere(&(struct deed){ prepare_writer, act_publish_large, 0 });
}

static void test_creating_a_slot(void **state)
{
	(void)state;
	die_everywhere(&(struct deed){ prepare_nothing, act_claim, -ENOENT });
}

static void test_taking_over_from_a_dead_writer(void **state)
{
	(void)state;
	die_everywhere(&(struct deed){ prepare_dead_writer, act_claim, 0 });
}

static void test_taking_over_with_a_larger_slot(void **state)
{
	(void)state;
	die_everywhere(
		&(struct deed){ prepare_dead_writer, act_claim_large, 0 });
}

static void test_replacing_what_is_no_slot(void **state)
{
	(void)state;
	die_everywhere(&(struct deed){ prepare_garbage, act_claim, -EBADMSG });
}

static void test_removing(void **state)
{
	(void)state;
	die_everywhere(&(struct deed){ prepare_writer, act_remove, -ENOENT });
}

static void test_publishing_after_the_name_was_removed(void **state)
{
	(void)state;
	die_everywhere(&(struct deed){ prepare_writer_without_name, act_publish,
				       -ENOENT });
}

static void test_publishing_after_the_slot_was_cut_short(void **state)
{
	(void)state;
	die_everywhere(&(struct deed){ prepare_writer_cut_short, act_publish,
				       -EBADMSG });
}

static int files_remove(void **state)
{
	(void)state;
	unlink(slot_file);
	unlink(slot_waiting_file);
	unlink(heir_file);
	unlink(heir_waiting_file);
	return 0;
}

static void names_choose(void)
{
	int pid = (int)getpid();

	snprintf(slot, sizeof(slot), "test-step-%d", pid);
	snprintf(heir, sizeof(heir), "test-heir-%d", pid);
	snprintf(slot_file, sizeof(slot_file), "/dev/shm/slotcast.%s", slot);
	snprintf(slot_waiting_file, sizeof(slot_waiting_file),
		 "/dev/shm/.slotcast.%s.new", slot);
	snprintf(heir_file, sizeof(heir_file), "/dev/shm/slotcast.%s", heir);
	snprintf(heir_waiting_file, sizeof(heir_waiting_file),
		 "/dev/shm/.slotcast.%s.new", heir);
}

#define DEED_TEST(test) cmocka_unit_test_teardown(test, files_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		DEED_TEST(test_publishing),
		DEED_TEST(test_dropping_a_frame),
		DEED_TEST(test_growing),
		DEED_TEST(test_creating_a_slot),
		DEED_TEST(test_taking_over_from_a_dead_writer),
		DEED_TEST(test_taking_over_with_a_larger_slot),
		DEED_TEST(test_replacing_what_is_no_slot),
		DEED_TEST(test_removing),
		DEED_TEST(test_publishing_after_the_name_was_removed),
		DEED_TEST(test_publishing_after_the_slot_was_cut_short),
	};

	names_choose();
	return cmocka_run_group_tests_name("torture_instructions", tests, NULL,
					   NULL);
}
