/*
 * One slot followed: each thing that can happen to it, and each way to sleep.
 *
 * SPDX-License-Identifier: MIT
 */
#include "frame_slot.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "slot_layout.h"
#include "test_slot.h"

/* What is told at once comes within this, even on a machine that is busy. */
#define SOON_NS (700 * MS_NS)

/* What nothing tells of is seen once a second. */
#define LATE_NS (2500 * MS_NS)

#define LIVES 200

static struct frame_follower *follower;
static struct frame_writer *writer; /* NULL while there is none */
static char elsewhere[SLOT_PATH_BYTES + 4];

/* What frame_follower_next() has given last. */
static struct frame_info info;
static const void *frame;

static int follower_start(void **state)
{
	slot_absent(state);
	snprintf(elsewhere, sizeof(elsewhere), "%s.old", slot_file);
	return frame_follower_open(&follower, slot);
}

static int follower_end(void **state)
{
	frame_follower_close(follower);
	frame_writer_close(writer);
	writer = NULL;
	unlink(elsewhere);
	return slot_absent(state);
}

static void writer_start(size_t capacity_bytes)
{
	assert_int_equal(frame_writer_open(&writer, slot, capacity_bytes), 0);
}

static void writer_remove(void)
{
	frame_writer_remove(writer);
	writer = NULL;
}

static void publish(const char *text)
{
	struct frame_info about = text_frame(strlen(text), 5);

	assert_int_equal(frame_writer_publish(writer, &about, text), 0);
}

/* frame_follower_next() that gives up after `patience_ns`. */
static int next_within(uint64_t patience_ns)
{
	return frame_follower_next(follower, &info, &frame,
				   now_ns() + patience_ns);
}

static void comes(const char *text, uint64_t serial)
{
	assert_int_equal(next_within(SOON_NS), 0);
	assert_int_equal(info.size_bytes, strlen(text));
	assert_memory_equal(frame, text, strlen(text));
	assert_int_equal(info.serial, serial);
}

static void nothing_comes(void)
{
	assert_int_equal(next_within(50 * MS_NS), -ETIMEDOUT);
}

/* ----------------------------------------------------- later, elsewhere ---- */

static pthread_t later_thread;
static void (*later_action)(void);
static atomic_bool is_awake;

static void *later_run(void *user)
{
	(void)user;
	sleep_ms(100);
	later_action();
	return NULL;
}

/* While this thread sleeps, another does that. */
static void later(void (*action)(void))
{
	later_action = action;
	is_awake = false;
	assert_int_equal(pthread_create(&later_thread, NULL, later_run, NULL),
			 0);
}

static void later_is_over(void)
{
	pthread_join(later_thread, NULL);
}

/* What was to happen `later` ends the sleep, with `result`, in time. */
static void wakes_up(int result, uint64_t patience_ns)
{
	uint64_t begun_ns = now_ns();

	assert_int_equal(next_within(10 * LATE_NS), result);
	is_awake = true;
	assert_true(now_ns() - begun_ns < patience_ns);
	later_is_over();
}

static void write_and_publish(void)
{
	writer_start(64);
	publish("new");
}

static void publish_new(void)
{
	publish("new");
}

static void publish_large(void)
{
	struct frame_info about = text_frame(5000, 5);
	char text[5000];

	memset(text, 'l', sizeof(text));
	assert_int_equal(frame_writer_publish(writer, &about, text), 0);
}

static void file_unlink(void)
{
	unlink(slot_file);
}

static void file_unlink_and_wake(void)
{
	unlink(slot_file);
	frame_follower_wake(follower);
}

static void file_rename(void)
{
	assert_int_equal(rename(slot_file, elsewhere), 0);
}

static void file_cut(void)
{
	assert_int_equal(truncate(slot_file, 10), 0);
}

static void wake(void)
{
	frame_follower_wake(follower);
}

/* ---------------------------------------------------------- its frames ---- */

static void test_a_name_that_is_none_is_refused(void **state)
{
	struct frame_follower *other;

	(void)state;
	assert_int_equal(frame_follower_open(&other, "../a"), -EINVAL);
	frame_follower_close(NULL);
}

static void test_each_frame_comes_once(void **state)
{
	(void)state;
	writer_start(64);
	nothing_comes();
	publish("one");
	comes("one", 1);
	nothing_comes();
	publish("two");
	comes("two", 2);
	nothing_comes();
}

static void test_of_those_that_were_not_taken_the_newest_comes(void **state)
{
	(void)state;
	writer_start(64);
	publish("one");
	publish("two");
	publish("three");
	comes("three", 3);
	nothing_comes();
}

static void test_a_deadline_that_has_passed_takes_what_is_there(void **state)
{
	(void)state;
	writer_start(64);
	publish("one");
	assert_int_equal(frame_follower_next(follower, &info, &frame, 0), 0);
	assert_int_equal(info.serial, 1);
	assert_int_equal(frame_follower_next(follower, &info, &frame, 0),
			 -ETIMEDOUT);
}

static void test_a_frame_ends_the_sleep(void **state)
{
	(void)state;
	writer_start(64);
	nothing_comes();
	later(publish_new);
	wakes_up(0, SOON_NS);
	assert_int_equal(info.serial, 1);
}

static void test_a_frame_is_ours_while_the_next_are_published(void **state)
{
	(void)state;
	writer_start(64);
	publish("one");
	comes("one", 1);
	for (int i = 0; i < 8; i++)
		publish("two");
	assert_memory_equal(frame, "one", 3);
}

/* ------------------------------------------- what can happen to a slot ---- */

static void test_a_missing_slot_is_told_once_and_waited_for(void **state)
{
	(void)state;
	assert_int_equal(next_within(LATE_NS), -ENOENT);
	nothing_comes();
	later(write_and_publish);
	wakes_up(0, SOON_NS);
	assert_memory_equal(frame, "new", 3);
}

static void test_a_slot_that_was_waited_for_may_still_be_empty(void **state)
{
	(void)state;
	assert_int_equal(next_within(0), -ENOENT);
	nothing_comes();
	writer_start(64);
	nothing_comes();
	publish("one");
	comes("one", 1);
}

static void test_a_dead_writer_s_successor_is_followed(void **state)
{
	(void)state;
	writer_start(64);
	publish("one");
	comes("one", 1);
	frame_writer_close(writer);
	nothing_comes();
	writer_start(64);
	nothing_comes();
	publish("two");
	comes("two", 2);
}

static void test_a_removed_slot_is_told_and_comes_back(void **state)
{
	(void)state;
	writer_start(64);
	publish("one");
	comes("one", 1);
	nothing_comes();
	later(writer_remove);
	wakes_up(-ENOENT, SOON_NS);
	nothing_comes();
	later(write_and_publish);
	wakes_up(0, SOON_NS);
	/* Alike in all but the moment: a new one all the same. */
	assert_int_equal(info.serial, 1);
	assert_memory_equal(frame, "new", 3);
}

static void test_each_time_a_slot_goes_is_told(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(next_within(LATE_NS), -ENOENT);
		writer_start(64);
		nothing_comes();
		writer_remove();
	}
}

static void test_a_slot_made_anew_unseen_counts_from_one(void **state)
{
	(void)state;
	writer_start(64);
	publish("one");
	publish("two");
	comes("two", 2);
	writer_remove();
	writer_start(64);
	publish("one");
	comes("one", 1);
	writer_remove();
	writer_start(64);
	publish("one");
	comes("one", 1);
}

static void test_a_slot_that_somebody_removed_is_missed(void **state)
{
	(void)state;
	writer_start(64);
	publish("one");
	comes("one", 1);
	later(file_unlink);
	wakes_up(-ENOENT, LATE_NS);
	publish("two");
	comes("two", 2);
}

/* Linux before 5.16 and qemu-user have none; frame_slot.h says what then. */
static void skip_without_futex_waitv(void)
{
#ifdef SYS_futex_waitv
	if (syscall(SYS_futex_waitv, NULL, 0, 0, NULL, 0) < 0 &&
	    errno != ENOSYS && errno != EPERM)
		return;
#endif
	print_message("there is no futex_waitv(2)\n");
	skip();
}

static void test_who_hears_of_it_can_say_that_a_slot_is_gone(void **state)
{
	(void)state;
	skip_without_futex_waitv();
	writer_start(64);
	publish("one");
	comes("one", 1);
	later(file_unlink_and_wake);
	wakes_up(-ECANCELED, SOON_NS);
	assert_int_equal(next_within(0), -ENOENT);
}

/* The object lives on, and its writer may go on: it is another slot now. */
static void test_a_slot_that_was_renamed_is_not_followed(void **state)
{
	(void)state;
	writer_start(64);
	publish("one");
	comes("one", 1);
	later(file_rename);
	wakes_up(-ENOENT, LATE_NS);
	publish("two");
	nothing_comes();
}

static void test_who_hears_of_it_can_say_that_a_slot_was_renamed(void **state)
{
	(void)state;
	writer_start(64);
	publish("one");
	comes("one", 1);
	file_rename();
	frame_follower_wake(follower);
	assert_int_equal(next_within(0), -ECANCELED);
	assert_int_equal(next_within(0), -ENOENT);
}

/* Publishing all the time must not hide that it is the wrong slot. */
static void test_a_busy_slot_that_was_renamed_is_not_followed(void **state)
{
	uint64_t end_ns = now_ns() + LATE_NS;
	int result = 0;

	(void)state;
	writer_start(64);
	publish("one");
	comes("one", 1);
	file_rename();
	while (result != -ENOENT && now_ns() < end_ns) {
		publish("more");
		result = next_within(10 * MS_NS);
	}
	assert_int_equal(result, -ENOENT);
}

static void test_a_slot_that_grows_is_followed(void **state)
{
	(void)state;
	writer_start(64);
	publish("one");
	comes("one", 1);
	later(publish_large);
	wakes_up(0, SOON_NS);
	assert_int_equal(info.serial, 2);
	assert_int_equal(info.size_bytes, 5000);
	assert_int_equal(((const char *)frame)[4999], 'l');
	nothing_comes();
	publish("three");
	comes("three", 3);
}

static void test_a_frame_that_a_larger_slot_has_kept_is_known(void **state)
{
	void *buffer;

	(void)state;
	writer_start(64);
	publish("one");
	comes("one", 1);
	assert_int_equal(frame_writer_begin(writer, 5000, &buffer, NULL), 0);
	frame_writer_abort(writer);
	nothing_comes();
	publish("two");
	comes("two", 2);
}

static void test_a_slot_cut_short_is_told_once_and_comes_back(void **state)
{
	(void)state;
	writer_start(64);
	publish("one");
	comes("one", 1);
	later(file_cut);
	wakes_up(-EBADMSG, LATE_NS);
	nothing_comes();
	later(publish_new);
	wakes_up(0, SOON_NS);
	assert_int_equal(info.serial, 2);
}

static void test_a_damaged_slot_is_told_once_and_may_recover(void **state)
{
	struct slot_header *header;
	int fd;

	(void)state;
	writer_start(64);
	publish("one");
	comes("one", 1);
	fd = open(slot_file, O_RDWR);
	header = mmap(NULL, SLOT_HEADER_BYTES, PROT_READ | PROT_WRITE,
		      MAP_SHARED, fd, 0);
	assert_true(header != MAP_FAILED);
	close(fd);
	header->newest = 7;
	assert_int_equal(next_within(SOON_NS), -EBADMSG);
	nothing_comes();
	publish("two");
	assert_int_equal(next_within(LATE_NS), 0);
	assert_int_equal(info.serial, 2);
	munmap(header, SLOT_HEADER_BYTES);
}

static void test_what_is_no_slot_is_told_once_and_replaced(void **state)
{
	int fd = open(slot_file, O_CREAT | O_RDWR, 0644);

	(void)state;
	assert_int_equal(next_within(0), -EBADMSG);
	nothing_comes();
	close(fd);
	later(write_and_publish);
	wakes_up(0, SOON_NS);
}

static void test_a_slot_of_another_version_is_told(void **state)
{
	struct slot_header other = { .magic = SLOT_MAGIC,
				     .version = SLOT_VERSION + 1 };
	int fd = open(slot_file, O_CREAT | O_RDWR, 0644);

	(void)state;
	assert_int_equal(write(fd, &other, sizeof(other)), sizeof(other));
	close(fd);
	assert_int_equal(next_within(0), -EPROTO);
	unlink(slot_file);
	assert_int_equal(next_within(SOON_NS), -ENOENT);
}

static int next_as_nobody(void)
{
	return frame_follower_next(follower, &info, &frame, 0);
}

static void test_who_may_not_read_it_is_told(void **state)
{
	(void)state;
	writer_start(64);
	publish("one");
	assert_int_equal(chmod(slot_file, 0), 0);
	assert_int_equal(as_nobody(next_as_nobody), -EACCES);
}

/* ------------------------------------------------------------- demand ---- */

static void test_demand_goes_where_the_name_goes(void **state)
{
	(void)state;
	writer_start(64);
	nothing_comes();
	assert_false(frame_writer_has_demand(writer));
	assert_int_equal(frame_follower_demand(follower, true), 0);
	assert_true(frame_writer_has_demand(writer));
	publish_large();
	assert_int_equal(next_within(SOON_NS), 0);
	assert_true(frame_writer_has_demand(writer));
	writer_remove();
	writer_start(64);
	nothing_comes();
	assert_true(frame_writer_has_demand(writer));
	assert_int_equal(frame_follower_demand(follower, false), 0);
	assert_false(frame_writer_has_demand(writer));
}

static void test_demand_may_be_declared_before_there_is_a_slot(void **state)
{
	(void)state;
	assert_int_equal(frame_follower_demand(follower, true), 0);
	assert_int_equal(next_within(0), -ENOENT);
	writer_start(64);
	nothing_comes();
	assert_true(frame_writer_has_demand(writer));
}

/* A lock that somebody else holds there is one of the reasons. */
static void test_frames_come_although_demand_cannot_be_declared(void **state)
{
	struct flock lock = { .l_type = F_WRLCK,
			      .l_whence = SEEK_SET,
			      .l_start = SLOT_LOCK_DEMAND,
			      .l_len = 1 };
	int fd;

	(void)state;
	writer_start(64);
	fd = open(slot_file, O_RDWR | O_CLOEXEC);
	assert_int_equal(fcntl(fd, F_OFD_SETLK, &lock), 0);
	assert_int_equal(frame_follower_demand(follower, true), 0);
	publish("one");
	assert_int_equal(next_within(SOON_NS), 0);
	assert_int_equal(frame_follower_demand(follower, true), -EAGAIN);
	close(fd);
	assert_int_equal(frame_follower_demand(follower, true), 0);
	assert_true(frame_writer_has_demand(writer));
}

static void test_at_rest_there_is_no_demand_and_nothing_is_known(void **state)
{
	(void)state;
	writer_start(64);
	publish("one");
	frame_follower_demand(follower, true);
	comes("one", 1);
	frame_follower_rest(follower);
	assert_false(frame_writer_has_demand(writer));
	comes("one", 1);
	assert_true(frame_writer_has_demand(writer));
}

/* ------------------------------------------------------------ looking ---- */

static void test_a_look_takes_no_frame_and_declares_no_demand(void **state)
{
	struct frame_reader *first, *reader;

	(void)state;
	assert_int_equal(frame_follower_look(follower, &reader), -ENOENT);
	assert_null(reader);
	writer_start(64);
	publish("one");
	assert_int_equal(frame_follower_look(follower, &first), 1);
	assert_int_equal(frame_follower_look(follower, &reader), 0);
	assert_ptr_equal(reader, first);
	assert_int_equal(frame_reader_peek(reader, &info), 0);
	assert_int_equal(info.serial, 1);
	assert_false(frame_writer_has_demand(writer));
	comes("one", 1);
}

static void test_a_look_sees_what_happened_to_the_slot(void **state)
{
	struct frame_reader *reader;

	(void)state;
	writer_start(64);
	assert_int_equal(frame_follower_look(follower, &reader), 1);
	publish_large();
	assert_int_equal(frame_follower_look(follower, &reader), 1);
	assert_true(frame_reader_capacity(reader) >= 5000);
	file_cut();
	assert_int_equal(frame_follower_look(follower, &reader), -EBADMSG);
	publish("new");
	assert_int_equal(frame_follower_look(follower, &reader), 1);
	file_rename();
	assert_int_equal(frame_follower_look(follower, &reader), -ENOENT);
	assert_null(reader);
}

/* ------------------------------------------------------------- waking ---- */

static void test_a_call_ends_the_sleep_over_a_slot(void **state)
{
	(void)state;
	skip_without_futex_waitv();
	writer_start(64);
	nothing_comes();
	later(wake);
	wakes_up(-ECANCELED, SOON_NS);
	nothing_comes();
}

static void test_a_call_ends_the_sleep_without_a_slot(void **state)
{
	(void)state;
	assert_int_equal(next_within(0), -ENOENT);
	later(wake);
	wakes_up(-ECANCELED, SOON_NS);
	nothing_comes();
	/* Now that it listens already. */
	later(wake);
	wakes_up(-ECANCELED, SOON_NS);
	nothing_comes();
}

static void test_calls_before_the_sleep_count_as_one(void **state)
{
	(void)state;
	writer_start(64);
	publish("one");
	wake();
	wake();
	assert_int_equal(next_within(SOON_NS), -ECANCELED);
	comes("one", 1);
}

static void signal_wakes(int number)
{
	(void)number;
	frame_follower_wake(follower);
}

static void signal_does_nothing(int number)
{
	(void)number;
}

static pthread_t sleeper;

static void signal_send(void)
{
	pthread_kill(sleeper, SIGUSR1);
}

/* The first one may come before the sleep. */
static void signals_send(void)
{
	while (!is_awake) {
		signal_send();
		sleep_ms(20);
	}
}

static void signal_handle(void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler };

	sleeper = pthread_self();
	sigaction(SIGUSR1, &action, NULL);
}

static void test_a_signal_ends_the_sleep(void **state)
{
	(void)state;
	signal_handle(signal_does_nothing);
	assert_int_equal(next_within(0), -ENOENT);
	nothing_comes();
	later(signals_send);
	wakes_up(-EINTR, SOON_NS);
	writer_start(64);
	nothing_comes();
	later(signals_send);
	wakes_up(-EINTR, SOON_NS);
}

static void test_a_signal_handler_may_call(void **state)
{
	(void)state;
	signal_handle(signal_wakes);
	writer_start(64);
	signal_send();
	assert_int_equal(next_within(SOON_NS), -ECANCELED);
	nothing_comes();
}

/* ------------------------------------------------------------ its cost ---- */

static uint64_t cpu_ns(void)
{
	struct timespec used;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
	return (uint64_t)used.tv_sec * 1000000000u + (uint64_t)used.tv_nsec;
}

static void sleeps(void)
{
	uint64_t before_ns = cpu_ns();

	assert_int_equal(next_within(300 * MS_NS), -ETIMEDOUT);
	/* A loop that spins takes all of the 300 ms. */
	assert_true(cpu_ns() - before_ns < 100 * MS_NS);
}

static void test_whatever_the_slot_is_like_it_sleeps(void **state)
{
	(void)state;
	assert_int_equal(next_within(0), -ENOENT);
	sleeps();
	writer_start(64);
	sleeps();
	publish("one");
	comes("one", 1);
	sleeps();
	file_cut();
	assert_int_equal(next_within(LATE_NS), -EBADMSG);
	sleeps();
	file_unlink();
	assert_int_equal(next_within(LATE_NS), -ENOENT);
	sleeps();
}

static int descriptor_count(void)
{
	DIR *folder = opendir("/proc/self/fd");
	int count = 0;

	while (readdir(folder))
		count++;
	closedir(folder);
	return count;
}

static void test_nothing_is_left_open(void **state)
{
	int before = descriptor_count();

	(void)state;
	writer_start(64);
	for (int i = 0; i < 20; i++) {
		nothing_comes();
		writer_remove();
		assert_int_equal(next_within(LATE_NS), -ENOENT);
		nothing_comes();
		writer_start(64);
	}
	frame_follower_close(follower);
	follower = NULL;
	writer_remove();
	assert_int_equal(descriptor_count(), before);
}

/* Where no inotify can be had, a missing slot is looked for. */
static void test_without_descriptors_a_slot_is_found_all_the_same(void **state)
{
	struct rlimit before, none = { 0, 0 };

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	none.rlim_max = before.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	assert_true(next_within(0) < 0);
	nothing_comes();
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	write_and_publish();
	while (next_within(LATE_NS) == -ENOENT)
		;
	assert_int_equal(info.serial, 1);
	assert_memory_equal(frame, "new", 3);
}

/* ----------------------------------------------- without any inotify ------ */

#define IN_CHILD_SKIPPED 77

static void in_a_child(int (*follow)(void))
{
	pid_t child = fork();
	int status;

	if (child == 0)
		_exit(follow() & 0xff);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == IN_CHILD_SKIPPED) {
		print_message("a child may not change what it needs to\n");
		skip();
	}
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* No instance is left for this process, and nobody else is disturbed. */
static bool instances_take_all(void)
{
	FILE *limit = NULL;
	bool done;

	if (unshare(CLONE_NEWUSER) == 0)
		limit = fopen("/proc/sys/user/max_inotify_instances", "w");
	done = limit && fputs("0\n", limit) >= 0;
	if (limit)
		done = fclose(limit) == 0 && done;
	return done && inotify_init1(IN_CLOEXEC) < 0 && errno == EMFILE;
}

/* Returns the line of the first thing that is not as it should be, or 0. */
static int follow_without_inotify(void)
{
	if (!instances_take_all())
		return IN_CHILD_SKIPPED;
	if (next_within(0) != -ENOENT || next_within(0) != -ETIMEDOUT)
		return __LINE__;
	later(write_and_publish);
	if (next_within(LATE_NS) != 0)
		return __LINE__;
	later_is_over();
	if (info.serial != 1 || memcmp(frame, "new", 3) != 0)
		return __LINE__;
	/* Behind the writer's back: it tells nobody. */
	later(file_unlink);
	if (next_within(LATE_NS) != -ENOENT)
		return __LINE__;
	later_is_over();
	return 0;
}

static void
test_without_inotify_a_slot_that_comes_or_goes_is_seen_in_time(void **state)
{
	(void)state;
	in_a_child(follow_without_inotify);
}

static unsigned int instance_count(void)
{
	DIR *folder = opendir("/proc/self/fd");
	struct dirent *entry;
	unsigned int count = 0;

	while ((entry = readdir(folder))) {
		char target[64] = "";

		if (readlinkat(dirfd(folder), entry->d_name, target,
			       sizeof(target) - 1) > 0)
			count += strcmp(target, "anon_inode:inotify") == 0;
	}
	closedir(folder);
	return count;
}

/* Nor do its notices pile up in the kernel, with nobody to read them. */
static void test_who_waits_for_no_slot_keeps_no_inotify(void **state)
{
	(void)state;
	assert_int_equal(next_within(0), -ENOENT);
	nothing_comes();
	assert_int_equal(instance_count(), 1);
	write_and_publish();
	assert_int_equal(next_within(LATE_NS), 0);
	nothing_comes();
	assert_int_equal(instance_count(), 0);
	writer_remove();
	assert_int_equal(next_within(LATE_NS), -ENOENT);
	nothing_comes();
	assert_int_equal(instance_count(), 1);
	frame_follower_rest(follower);
	assert_int_equal(instance_count(), 0);
}

/* A /dev/shm of its own for a child, which is then taken away and given anew. */
static int follow_through_an_unmount(void)
{
	if (unshare(geteuid() == 0 ? CLONE_NEWNS
				   : CLONE_NEWNS | CLONE_NEWUSER) < 0 ||
	    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mount("small", "/dev/shm", "tmpfs", 0, "size=1m") < 0)
		return IN_CHILD_SKIPPED;
	if (next_within(0) != -ENOENT || next_within(0) != -ETIMEDOUT)
		return __LINE__;
	if (umount("/dev/shm") < 0)
		return __LINE__;
	later(write_and_publish);
	if (next_within(SOON_NS) != 0)
		return __LINE__;
	later_is_over();
	writer_remove();
	return 0;
}

static void test_an_unmounted_dev_shm_is_listened_to_anew(void **state)
{
	(void)state;
	in_a_child(follow_through_an_unmount);
}

/* -------------------------------------------------------- nothing lost ---- */

static atomic_int taken_life;

static void *lives_run(void *user)
{
	uint64_t end_ns = now_ns() + 60000 * MS_NS;

	(void)user;
	for (int life = 1; life <= LIVES; life++) {
		struct frame_info about = text_frame(sizeof(life), 5);

		if (frame_writer_open(&writer, slot, 64) < 0)
			break;
		if (life % 3 == 0)
			sched_yield();
		frame_writer_publish(writer, &about, "none");
		frame_writer_publish(writer, &about, &life);
		while (taken_life != life && now_ns() < end_ns)
			usleep(50);
		if (life % 2 == 0)
			frame_writer_remove(writer);
		else
			frame_writer_close(writer);
	}
	writer = NULL;
	return NULL;
}

static void test_the_last_frame_of_each_writer_comes(void **state)
{
	pthread_t lives;
	int life = 0;

	(void)state;
	taken_life = 0;
	assert_int_equal(pthread_create(&lives, NULL, lives_run, NULL), 0);
	while (life < LIVES) {
		int result = next_within(10 * LATE_NS);

		if (result == -ENOENT)
			continue;
		assert_int_equal(result, 0);
		if (memcmp(frame, "none", 4) == 0)
			continue;
		life++;
		assert_memory_equal(frame, &life, sizeof(life));
		taken_life = life;
	}
	pthread_join(lives, NULL);
}

static atomic_int wanted_round, taken_round, over_round;

static void *rounds_run(void *user)
{
	(void)user;
	for (int round = 1; round <= LIVES; round++) {
		while (wanted_round < round)
			;
		/* Between its look and its sleep, sooner or later. */
		for (volatile int i = 0; i < round * 20; i++)
			;
		write_and_publish();
		while (taken_round < round)
			usleep(50);
		writer_remove();
		over_round = round;
	}
	return NULL;
}

static void test_a_slot_that_comes_just_now_is_not_missed(void **state)
{
	pthread_t rounds;

	(void)state;
	wanted_round = taken_round = over_round = 0;
	assert_int_equal(pthread_create(&rounds, NULL, rounds_run, NULL), 0);
	for (int round = 1; round <= LIVES; round++) {
		frame_follower_close(follower);
		assert_int_equal(frame_follower_open(&follower, slot), 0);
		assert_int_equal(next_within(0), -ENOENT);
		wanted_round = round;
		assert_int_equal(next_within(LATE_NS), 0);
		taken_round = round;
		while (over_round < round)
			usleep(50);
	}
	pthread_join(rounds, NULL);
}

#define FOLLOWER_TEST(test)                                                    \
	cmocka_unit_test_setup_teardown(test, follower_start, follower_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLLOWER_TEST(test_a_name_that_is_none_is_refused),
		FOLLOWER_TEST(test_each_frame_comes_once),
		FOLLOWER_TEST(
			test_of_those_that_were_not_taken_the_newest_comes),
		FOLLOWER_TEST(
			test_a_deadline_that_has_passed_takes_what_is_there),
		FOLLOWER_TEST(test_a_frame_ends_the_sleep),
		FOLLOWER_TEST(
			test_a_frame_is_ours_while_the_next_are_published),
		FOLLOWER_TEST(test_a_missing_slot_is_told_once_and_waited_for),
		FOLLOWER_TEST(
			test_a_slot_that_was_waited_for_may_still_be_empty),
		FOLLOWER_TEST(test_a_dead_writer_s_successor_is_followed),
		FOLLOWER_TEST(test_a_removed_slot_is_told_and_comes_back),
		FOLLOWER_TEST(test_each_time_a_slot_goes_is_told),
		FOLLOWER_TEST(test_a_slot_made_anew_unseen_counts_from_one),
		FOLLOWER_TEST(test_a_slot_that_somebody_removed_is_missed),
		FOLLOWER_TEST(test_who_hears_of_it_can_say_that_a_slot_is_gone),
		FOLLOWER_TEST(test_a_slot_that_was_renamed_is_not_followed),
		FOLLOWER_TEST(
			test_who_hears_of_it_can_say_that_a_slot_was_renamed),
		FOLLOWER_TEST(
			test_a_busy_slot_that_was_renamed_is_not_followed),
		FOLLOWER_TEST(test_a_slot_that_grows_is_followed),
		FOLLOWER_TEST(
			test_a_frame_that_a_larger_slot_has_kept_is_known),
		FOLLOWER_TEST(
			test_a_slot_cut_short_is_told_once_and_comes_back),
		FOLLOWER_TEST(test_a_damaged_slot_is_told_once_and_may_recover),
		FOLLOWER_TEST(test_what_is_no_slot_is_told_once_and_replaced),
		FOLLOWER_TEST(test_a_slot_of_another_version_is_told),
		FOLLOWER_TEST(test_who_may_not_read_it_is_told),
		FOLLOWER_TEST(test_demand_goes_where_the_name_goes),
		FOLLOWER_TEST(
			test_demand_may_be_declared_before_there_is_a_slot),
		FOLLOWER_TEST(
			test_frames_come_although_demand_cannot_be_declared),
		FOLLOWER_TEST(
			test_at_rest_there_is_no_demand_and_nothing_is_known),
		FOLLOWER_TEST(
			test_a_look_takes_no_frame_and_declares_no_demand),
		FOLLOWER_TEST(test_a_look_sees_what_happened_to_the_slot),
		FOLLOWER_TEST(test_a_call_ends_the_sleep_over_a_slot),
		FOLLOWER_TEST(test_a_call_ends_the_sleep_without_a_slot),
		FOLLOWER_TEST(test_calls_before_the_sleep_count_as_one),
		FOLLOWER_TEST(test_a_signal_ends_the_sleep),
		FOLLOWER_TEST(test_a_signal_handler_may_call),
		FOLLOWER_TEST(test_whatever_the_slot_is_like_it_sleeps),
		FOLLOWER_TEST(test_nothing_is_left_open),
		FOLLOWER_TEST(
			test_without_descriptors_a_slot_is_found_all_the_same),
		FOLLOWER_TEST(
			test_without_inotify_a_slot_that_comes_or_goes_is_seen_in_time),
		FOLLOWER_TEST(test_who_waits_for_no_slot_keeps_no_inotify),
		FOLLOWER_TEST(test_an_unmounted_dev_shm_is_listened_to_anew),
		FOLLOWER_TEST(test_the_last_frame_of_each_writer_comes),
		FOLLOWER_TEST(test_a_slot_that_comes_just_now_is_not_missed),
	};

	return cmocka_run_group_tests_name("frame_follower", tests, NULL, NULL);
}
