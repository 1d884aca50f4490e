/*
 * How a slot's object is made, named, locked and replaced.
 *
 * SPDX-License-Identifier: MIT
 */
#include "shm_object.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>

#include "slot_lock.h"
#include "test_slot.h"

#define REPLACEMENTS 2000

/* An object of that many bytes, with the slot's name; the caller closes it. */
static int object_named(size_t size_bytes)
{
	int fd = shm_object_create(size_bytes);

	assert_true(fd >= 0);
	assert_int_equal(shm_object_link(fd, slot), 0);
	return fd;
}

static struct stat object_stat(int fd)
{
	struct stat file = { 0 };

	assert_int_equal(fstat(fd, &file), 0);
	return file;
}

static void test_a_new_object_has_its_memory_and_no_name(void **state)
{
	int fd = shm_object_create(1 << 20);
	struct stat file = object_stat(fd);

	(void)state;
	assert_int_equal(file.st_size, 1 << 20);
	assert_true(file.st_blocks * 512 >= file.st_size);
	assert_int_equal(file.st_nlink, 0);
	assert_int_equal(access(slot_file, F_OK), -1);
	close(fd);
}

static void test_what_has_no_room_is_not_made(void **state)
{
	(void)state;
	assert_int_equal(shm_object_create(SIZE_MAX / 4), -ENOSPC);
}

static void test_the_umask_decides_who_may_read(void **state)
{
	mode_t before = umask(027);
	int fd = object_named(64);

	(void)state;
	umask(before);
	assert_int_equal(object_stat(fd).st_mode & 0777, 0640);
	close(fd);
}

static void test_a_name_is_given_once(void **state)
{
	int first = object_named(64), second = shm_object_create(64);

	(void)state;
	assert_int_equal(shm_object_link(second, slot), -EEXIST);
	assert_true(shm_object_is_named(first, slot));
	assert_false(shm_object_is_named(second, slot));
	close(second);
	close(first);
}

static void test_the_object_of_a_name_is_found(void **state)
{
	int made = object_named(64), opened = shm_object_open(slot, false);

	(void)state;
	assert_true(opened >= 0);
	assert_true(object_stat(opened).st_ino == object_stat(made).st_ino);
	assert_int_equal(write(opened, "x", 1), -1);
	close(opened);
	opened = shm_object_open(slot, true);
	assert_int_equal(write(opened, "x", 1), 1);
	close(opened);
	close(made);
}

static void test_a_name_without_an_object_is_not_found(void **state)
{
	(void)state;
	assert_int_equal(shm_object_open(slot, false), -ENOENT);
}

static void test_what_is_no_name_leads_nowhere(void **state)
{
	int fd = shm_object_create(64);

	(void)state;
	assert_int_equal(shm_object_open("../shadow", false), -EINVAL);
	assert_int_equal(shm_object_link(fd, "../shadow"), -EINVAL);
	assert_int_equal(shm_object_link_over(fd, ""), -EINVAL);
	assert_false(shm_object_is_named(fd, "../shadow"));
	close(fd);
}

static void test_what_is_no_regular_file_is_not_opened(void **state)
{
	bool is_ours;

	(void)state;
	assert_int_equal(mkfifo(slot_file, 0600), 0);
	assert_int_equal(shm_object_open(slot, false), -EBADMSG);
	assert_int_equal(shm_object_open_locked(slot, &is_ours), -EBADMSG);
	unlink(slot_file);
	assert_int_equal(symlink("/etc/passwd", slot_file), 0);
	assert_int_equal(shm_object_open(slot, false), -EBADMSG);
	unlink(slot_file);
	assert_int_equal(mkdir(slot_file, 0700), 0);
	assert_int_equal(shm_object_open(slot, true), -EBADMSG);
}

static void test_an_object_is_locked_by_one_writer(void **state)
{
	bool is_ours = false;
	int fd = object_named(64), first, second;

	(void)state;
	close(fd);
	first = shm_object_open_locked(slot, &is_ours);
	assert_true(first >= 0);
	assert_true(is_ours);
	second = shm_object_open_locked(slot, &is_ours);
	assert_int_equal(second, -EBUSY);
	close(first);
	second = shm_object_open_locked(slot, &is_ours);
	assert_true(second >= 0);
	close(second);
}

/* It can be replaced by one that nobody else has locked. */
static void test_an_object_with_a_reader_s_lock_is_not_ours(void **state)
{
	struct flock hostile = { .l_type = F_RDLCK, .l_len = 1 };
	bool is_ours = true;
	int reader = object_named(64), fd;

	(void)state;
	assert_int_equal(fcntl(reader, F_OFD_SETLK, &hostile), 0);
	fd = shm_object_open_locked(slot, &is_ours);
	assert_true(fd >= 0);
	assert_false(is_ours);
	close(fd);
	close(reader);
}

/* Its owner could change bytes, length and mode while we publish. */
static void test_an_object_of_another_user_is_not_locked(void **state)
{
	bool is_ours;
	int fd, ours;

	(void)state;
	if (geteuid() != 0) {
		print_message("only root can act as another user\n");
		skip();
	}
	fd = object_named(64);
	assert_int_equal(fchown(fd, 65534, 65534), 0);
	assert_int_equal(shm_object_open_locked(slot, &is_ours), -EACCES);
	assert_int_equal(fchown(fd, 0, 0), 0);
	ours = shm_object_open_locked(slot, &is_ours);
	assert_true(ours >= 0);
	close(ours);
	close(fd);
}

static void test_one_object_takes_the_place_of_another(void **state)
{
	int before = object_named(64), after = shm_object_create(128);

	(void)state;
	assert_int_equal(fchmod(before, 0604), 0);
	assert_int_equal(shm_object_mode_copy(after, before), 0);
	assert_int_equal(shm_object_link_over(after, slot), 0);
	assert_true(shm_object_is_named(after, slot));
	assert_false(shm_object_is_named(before, slot));
	assert_int_equal(object_stat(before).st_nlink, 0);
	assert_int_equal(object_stat(after).st_mode & 0777, 0604);
	assert_int_equal(access(slot_waiting_file, F_OK), -1);
	close(after);
	close(before);
}

static void test_what_cannot_be_replaced_stays(void **state)
{
	int fd = shm_object_create(64);

	(void)state;
	assert_int_equal(mkdir(slot_file, 0700), 0);
	assert_int_equal(shm_object_link_over(fd, slot), -EISDIR);
	assert_int_equal(access(slot_waiting_file, F_OK), -1);
	close(fd);
}

/* A writer killed between link and rename leaves four frames of memory. */
static void test_what_a_dead_writer_had_waiting_is_removed(void **state)
{
	int fd = object_named(64), next = shm_object_create(64);

	(void)state;
	assert_int_equal(link(slot_file, slot_waiting_file), 0);
	shm_object_sweep(slot);
	assert_int_equal(access(slot_waiting_file, F_OK), -1);
	assert_true(shm_object_is_named(fd, slot));
	assert_int_equal(link(slot_file, slot_waiting_file), 0);
	assert_int_equal(shm_object_link_over(next, slot), 0);
	assert_int_equal(access(slot_waiting_file, F_OK), -1);
	close(next);
	close(fd);
}

static void test_only_the_object_that_has_the_name_loses_it(void **state)
{
	int stranger = shm_object_create(64), fd = object_named(64);

	(void)state;
	shm_object_unlink(stranger, slot);
	assert_true(shm_object_is_named(fd, slot));
	shm_object_unlink(fd, slot);
	assert_int_equal(shm_object_open(slot, false), -ENOENT);
	close(fd);
	close(stranger);
}

struct search {
	atomic_bool is_over;
	atomic_int misses;
};

static void *search_run(void *user)
{
	struct search *search = user;

	while (!atomic_load(&search->is_over)) {
		int fd = shm_object_open(slot, false);

		if (fd < 0)
			atomic_fetch_add(&search->misses, 1);
		else
			close(fd);
	}
	return NULL;
}

/* There is no moment between the old object and the new one. */
static void test_a_name_leads_somewhere_while_it_is_replaced(void **state)
{
	struct search search = { .is_over = false };
	pthread_t searcher;
	int fd = object_named(64);

	(void)state;
	assert_int_equal(pthread_create(&searcher, NULL, search_run, &search),
			 0);
	for (int i = 0; i < REPLACEMENTS; i++) {
		close(fd);
		fd = shm_object_create(64);
		assert_int_equal(shm_object_link_over(fd, slot), 0);
	}
	atomic_store(&search.is_over, true);
	pthread_join(searcher, NULL);
	close(fd);
	assert_int_equal(search.misses, 0);
}

#define OBJECT_TEST(test)                                                      \
	cmocka_unit_test_setup_teardown(test, slot_absent, slot_absent)

int main(void)
{
	const struct CMUnitTest tests[] = {
		OBJECT_TEST(test_a_new_object_has_its_memory_and_no_name),
		OBJECT_TEST(test_what_has_no_room_is_not_made),
		OBJECT_TEST(test_the_umask_decides_who_may_read),
		OBJECT_TEST(test_a_name_is_given_once),
		OBJECT_TEST(test_the_object_of_a_name_is_found),
		OBJECT_TEST(test_a_name_without_an_object_is_not_found),
		OBJECT_TEST(test_what_is_no_name_leads_nowhere),
		OBJECT_TEST(test_what_is_no_regular_file_is_not_opened),
		OBJECT_TEST(test_an_object_is_locked_by_one_writer),
		OBJECT_TEST(test_an_object_with_a_reader_s_lock_is_not_ours),
		OBJECT_TEST(test_an_object_of_another_user_is_not_locked),
		OBJECT_TEST(test_one_object_takes_the_place_of_another),
		OBJECT_TEST(test_what_cannot_be_replaced_stays),
		OBJECT_TEST(test_what_a_dead_writer_had_waiting_is_removed),
		OBJECT_TEST(test_only_the_object_that_has_the_name_loses_it),
		OBJECT_TEST(test_a_name_leads_somewhere_while_it_is_replaced),
	};

	return cmocka_run_group_tests_name("shm_object", tests, NULL, NULL);
}
