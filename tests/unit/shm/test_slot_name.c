/*
 * Where the slot of a name lives, and which slots there are.
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "test_slot.h"

static void file_make(const char *path)
{
	int fd = open(path, O_CREAT | O_EXCL | O_RDWR, 0600);

	assert_true(fd >= 0);
	close(fd);
}

static void test_letters_digits_dots_underscores_hyphens_are_names(void **state)
{
	char longest[FRAME_SLOT_NAME_MAX + 1];

	(void)state;
	memset(longest, 'x', sizeof(longest));
	longest[FRAME_SLOT_NAME_MAX] = '\0';
	assert_true(frame_slot_name_is_valid(longest));
	assert_true(frame_slot_name_is_valid("a"));
	assert_true(frame_slot_name_is_valid("7"));
	assert_true(frame_slot_name_is_valid("Drone_1.objects-v2"));
}

static void test_nothing_else_is_a_name(void **state)
{
	static const char *const wrong[] = {
		"",   ".",   "..",  ".a", "-a",	   "_a",       "a/b",
		"/a", "a b", "a\n", "a%", "a\x7f", "\xc3\xa9", "a\xc3\xa9"
	};
	char too_long[FRAME_SLOT_NAME_MAX + 2];

	(void)state;
	memset(too_long, 'x', sizeof(too_long));
	too_long[FRAME_SLOT_NAME_MAX + 1] = '\0';
	assert_false(frame_slot_name_is_valid(too_long));
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(frame_slot_name_is_valid(wrong[i]));
}

static void test_a_bad_name_has_no_path(void **state)
{
	char path[SLOT_PATH_BYTES] = "untouched";

	(void)state;
	assert_int_equal(slot_path(path, "../etc/passwd"), -EINVAL);
	assert_int_equal(slot_new_path(path, ""), -EINVAL);
	assert_string_equal(path, "untouched");
}

static void test_the_longest_name_fits_both_paths(void **state)
{
	char longest[FRAME_SLOT_NAME_MAX + 1];
	char path[SLOT_PATH_BYTES];

	(void)state;
	memset(longest, 'x', sizeof(longest));
	longest[FRAME_SLOT_NAME_MAX] = '\0';
	assert_int_equal(slot_path(path, longest), 0);
	assert_string_equal(path + sizeof("/dev/shm/slotcast.") - 1, longest);
	assert_int_equal(slot_new_path(path, longest), 0);
	assert_string_equal(path + strlen(path) - 5, "x.new");
}

static void test_a_waiting_object_is_never_another_slot(void **state)
{
	char path[SLOT_PATH_BYTES], waiting[SLOT_PATH_BYTES];

	(void)state;
	slot_new_path(waiting, "a");
	slot_path(path, "a.new");
	assert_string_not_equal(path, waiting);
}

struct seen {
	char names[4][FRAME_SLOT_NAME_MAX + 1];
	int count;
	int end_at; /* the visit that ends the walk, counted from 1 */
};

/* Notes only the slots of this process. */
static int note_own(const char *name, void *user)
{
	struct seen *seen = user;

	if (strncmp(name, slot, strlen(slot)) != 0)
		return 0;
	assert_true(seen->count < 4);
	strcpy(seen->names[seen->count++], name);
	return seen->count == seen->end_at ? 42 : 0;
}

static void test_list_visits_slots_by_name_and_nothing_else(void **state)
{
	char b[SLOT_PATH_BYTES + 4], not_a_name[SLOT_PATH_BYTES + 4];
	struct seen seen = { 0 };

	(void)state;
	snprintf(b, sizeof(b), "%s-b", slot_file);
	snprintf(not_a_name, sizeof(not_a_name), "%s~", slot_file);
	file_make(b);
	file_make(slot_file);
	file_make(slot_waiting_file);
	file_make(not_a_name);
	assert_int_equal(frame_slot_list(note_own, &seen), 0);
	unlink(b);
	unlink(not_a_name);
	assert_int_equal(seen.count, 2);
	assert_string_equal(seen.names[0], slot);
	assert_string_equal(seen.names[1] + strlen(slot), "-b");
}

static void test_list_ends_when_a_visit_says_so(void **state)
{
	char b[SLOT_PATH_BYTES + 4];
	struct seen seen = { .end_at = 1 };

	(void)state;
	snprintf(b, sizeof(b), "%s-b", slot_file);
	file_make(b);
	file_make(slot_file);
	assert_int_equal(frame_slot_list(note_own, &seen), 42);
	unlink(b);
	assert_int_equal(seen.count, 1);
}

static void test_watch_tells_of_a_slot_that_is_moved_away(void **state)
{
	struct pollfd watch = { .events = POLLIN };
	char folder[SLOT_PATH_BYTES + 8], elsewhere[SLOT_PATH_BYTES + 16];

	(void)state;
	snprintf(folder, sizeof(folder), "%s.folder", slot_file);
	snprintf(elsewhere, sizeof(elsewhere), "%s/slot", folder);
	assert_int_equal(mkdir(folder, 0700), 0);
	file_make(slot_file);
	watch.fd = frame_slot_watch();
	assert_true(watch.fd >= 0);
	assert_int_equal(rename(slot_file, elsewhere), 0);
	assert_int_equal(poll(&watch, 1, 5000), 1);
	unlink(elsewhere);
	rmdir(folder);
	close(watch.fd);
}

static unsigned int queue_length(void)
{
	FILE *file = fopen("/proc/sys/fs/inotify/max_queued_events", "r");
	unsigned int length;

	assert_non_null(file);
	assert_int_equal(fscanf(file, "%u", &length), 1);
	fclose(file);
	return length;
}

/* What the queue has no room for is a notice all the same: look. */
static void test_watch_whose_queue_was_full_still_tells(void **state)
{
	struct pollfd watch = { .fd = frame_slot_watch(), .events = POLLIN };

	(void)state;
	assert_true(watch.fd >= 0);
	for (unsigned int i = 0; i < queue_length() / 2 + 10; i++) {
		file_make(slot_file);
		unlink(slot_file);
	}
	assert_int_equal(poll(&watch, 1, 5000), 1);
	assert_true(frame_slot_watch_clear(watch.fd));
	assert_int_equal(poll(&watch, 1, 0), 0);
	file_make(slot_file);
	assert_int_equal(poll(&watch, 1, 5000), 1);
	close(watch.fd);
}

static void test_a_slot_is_there_for_whom_no_descriptor_is_left(void **state)
{
	struct rlimit before, none = { 0, 0 };

	(void)state;
	assert_false(frame_slot_is_there(slot));
	assert_false(frame_slot_is_there("../shm"));
	file_make(slot_file);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	none.rlim_max = before.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	assert_true(frame_slot_is_there(slot));
	unlink(slot_file);
	assert_false(frame_slot_is_there(slot));
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
}

static void test_watch_tells_of_slots_that_come_and_go(void **state)
{
	struct pollfd watch = { .fd = frame_slot_watch(), .events = POLLIN };

	(void)state;
	assert_true(watch.fd >= 0);
	file_make(slot_file);
	assert_int_equal(poll(&watch, 1, 5000), 1);
	assert_true(frame_slot_watch_clear(watch.fd));
	unlink(slot_file);
	assert_int_equal(poll(&watch, 1, 5000), 1);
	close(watch.fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_letters_digits_dots_underscores_hyphens_are_names),
		cmocka_unit_test(test_nothing_else_is_a_name),
		cmocka_unit_test(test_a_bad_name_has_no_path),
		cmocka_unit_test(test_the_longest_name_fits_both_paths),
		cmocka_unit_test(test_a_waiting_object_is_never_another_slot),
		cmocka_unit_test_setup_teardown(
			test_list_visits_slots_by_name_and_nothing_else,
			slot_absent, slot_absent),
		cmocka_unit_test_setup_teardown(
			test_list_ends_when_a_visit_says_so, slot_absent,
			slot_absent),
		cmocka_unit_test_setup_teardown(
			test_watch_tells_of_slots_that_come_and_go, slot_absent,
			slot_absent),
		cmocka_unit_test_setup_teardown(
			test_watch_tells_of_a_slot_that_is_moved_away,
			slot_absent, slot_absent),
		cmocka_unit_test_setup_teardown(
			test_watch_whose_queue_was_full_still_tells,
			slot_absent, slot_absent),
		cmocka_unit_test_setup_teardown(
			test_a_slot_is_there_for_whom_no_descriptor_is_left,
			slot_absent, slot_absent),
	};

	return cmocka_run_group_tests_name("slot_name", tests, NULL, NULL);
}
