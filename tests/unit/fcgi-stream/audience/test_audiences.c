/*
 * Tests of audiences.c, audience.c and slot_thread.c, with a real slot.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_house.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>

#include "audiences.h"
#include "log.h"
#include "lookout.h"
#include "packed_frame.h"

#define CAPACITY_BYTES 1000
#define LARGE_BYTES    1000000

static struct audiences *audiences;

/* Who counts what it is shown, and stops the loop when that was enough. */
struct guest {
	struct member member;
	unsigned int shown, enough;
	uint64_t last_serial;
	size_t last_size_bytes;
};

static void guest_show(void *user, struct packed_frame *frame)
{
	struct guest *guest = user;

	guest->shown++;
	guest->last_serial = frame->info.serial;
	guest->last_size_bytes = frame->info.size_bytes;
	if (guest->shown == guest->enough)
		loop_stop(loop);
}

static void guest_join(struct guest *guest, bool is_viewer)
{
	*guest = (struct guest){ .member = { .show = guest_show,
					     .user = guest,
					     .is_viewer = is_viewer } };
	assert_int_equal(
		audience_join(audiences_get(audiences, slot), &guest->member),
		0);
}

/* Until the guest has been shown so many pictures; three seconds at most. */
static void run_until_shown(struct guest *guest, unsigned int enough)
{
	guest->enough = enough;
	if (guest->shown < enough)
		run_for_ms(3000);
	assert_int_equal(guest->shown, enough);
}

static int try_to_publish(size_t size_bytes)
{
	static const char frame[LARGE_BYTES];
	struct frame_info info = { .size_bytes = size_bytes,
				   .captured_ns = clock_monotonic_ns(),
				   .media_type = "image/jpeg" };

	return frame_writer_publish(writer, &info, frame);
}

static void publish(size_t size_bytes)
{
	assert_int_equal(try_to_publish(size_bytes), 0);
}

static void writer_open(void)
{
	assert_int_equal(frame_writer_open(&writer, slot, CAPACITY_BYTES), 0);
}

static int house_open(void **state)
{
	(void)state;
	if (slot_house_open("audiences", CAPACITY_BYTES) < 0)
		return -1;
	return audiences_create(&audiences, loop);
}

static int house_close(void **state)
{
	(void)state;
	audiences_destroy(audiences);
	slot_house_close();
	return 0;
}

static void test_all_members_are_shown_each_picture(void **state)
{
	struct guest one, other;

	(void)state;
	publish(10);
	guest_join(&one, true);
	guest_join(&other, true);
	run_until_shown(&one, 1);
	publish(10);
	run_until_shown(&one, 2);
	assert_int_equal(other.shown, 2);
	assert_int_equal(other.last_serial, 2);
	audience_leave(&one.member);
	publish(10);
	run_until_shown(&other, 3);
	assert_int_equal(one.shown, 2);
	audience_leave(&other.member);
}

static void test_late_member_is_shown_the_newest_at_once(void **state)
{
	struct guest early, late;

	(void)state;
	publish(10);
	guest_join(&early, true);
	run_until_shown(&early, 1);
	guest_join(&late, true);
	assert_int_equal(late.shown, 1);
	audience_leave(&early.member);
	audience_leave(&late.member);
}

static void test_writer_sees_demand_only_while_there_are_members(void **state)
{
	struct guest guest;

	(void)state;
	assert_false(frame_writer_has_demand(writer));
	publish(10);
	guest_join(&guest, true);
	run_until_shown(&guest, 1);
	assert_true(frame_writer_has_demand(writer));
	audience_leave(&guest.member);
	/* The thread learns of it when it wakes up, after a second at most. */
	run_for_ms(1100);
	assert_false(frame_writer_has_demand(writer));
}

static void test_who_comes_after_a_rest_is_not_shown_the_past(void **state)
{
	struct guest first, second;

	(void)state;
	publish(10);
	guest_join(&first, true);
	run_until_shown(&first, 1);
	audience_leave(&first.member);
	run_for_ms(1100);
	publish(20);
	guest_join(&second, true);
	run_until_shown(&second, 1);
	assert_int_equal(second.last_serial, 2);
	audience_leave(&second.member);
}

static void test_larger_slot_is_followed(void **state)
{
	struct guest guest;

	(void)state;
	publish(10);
	guest_join(&guest, true);
	run_until_shown(&guest, 1);
	publish(CAPACITY_BYTES * 3);
	run_until_shown(&guest, 2);
	assert_int_equal(guest.last_size_bytes, CAPACITY_BYTES * 3);
	audience_leave(&guest.member);
}

static void test_slot_that_comes_back_is_found_at_once(void **state)
{
	struct guest guest;
	uint64_t back_ns;

	(void)state;
	publish(10);
	guest_join(&guest, true);
	run_until_shown(&guest, 1);
	frame_writer_remove(writer);
	run_for_ms(50);
	writer_open();
	back_ns = clock_monotonic_ns();
	publish(20);
	run_until_shown(&guest, 2);
	assert_true(clock_monotonic_ns() - back_ns < 500 * NS_PER_MS);
	assert_int_equal(guest.last_size_bytes, 20);
	audience_leave(&guest.member);
}

/* The thread sleeps in the old one, where nobody wakes it: the loop does. */
static void test_slot_taken_away_behind_our_back_is_found_at_once(void **state)
{
	char path[FRAME_SLOT_NAME_MAX + 16];
	struct guest guest;
	uint64_t begun_ns;

	(void)state;
	publish(10);
	guest_join(&guest, true);
	run_until_shown(&guest, 1);
	snprintf(path, sizeof(path), "/slotcast.%s", slot);
	begun_ns = clock_monotonic_ns();
	assert_int_equal(shm_unlink(path), 0);
	frame_writer_close(writer);
	writer_open();
	publish(20);
	run_until_shown(&guest, 2);
	assert_int_equal(guest.last_size_bytes, 20);
	assert_true(clock_monotonic_ns() - begun_ns < 700 * NS_PER_MS);
	audience_leave(&guest.member);
}

static void test_silence_repeats_the_last_picture(void **state)
{
	struct guest guest;
	uint64_t start_ns = clock_monotonic_ns();

	(void)state;
	publish(10);
	guest_join(&guest, true);
	run_until_shown(&guest, 1);
	guest.enough = 2;
	run_for_ms(6000);
	assert_int_equal(guest.shown, 2);
	assert_int_equal(guest.last_serial, 1);
	assert_true(clock_monotonic_ns() - start_ns >= 5 * NS_PER_S);
	audience_leave(&guest.member);
}

static void test_only_viewers_are_counted(void **state)
{
	struct guest viewer, snapshot;
	struct audience *audience = audiences_get(audiences, slot);

	(void)state;
	guest_join(&viewer, true);
	guest_join(&snapshot, false);
	assert_int_equal(audience_viewer_count(audience), 1);
	assert_int_equal(audiences_seat_count(audiences), 1);
	audience_leave(&viewer.member);
	audience_leave(&viewer.member);
	assert_int_equal(audience_viewer_count(audience), 0);
	audience_leave(&snapshot.member);
}

static uint64_t histogram_count(const struct histogram *histogram)
{
	uint64_t count = 0;

	for (int i = 0; i <= HISTOGRAM_BOUNDS; i++)
		count += histogram->counts[i];
	return count;
}

static void test_frames_are_counted_as_handed_on_or_missed(void **state)
{
	struct audience *audience = audiences_get(audiences, slot);
	const struct stream_counts *counts = audience_counts(audience);
	struct guest guest;

	(void)state;
	publish(10);
	guest_join(&guest, true);
	run_until_shown(&guest, 1);
	/* One that was there before anybody came was not handed on late. */
	assert_int_equal(histogram_count(&counts->hand_off), 0);
	publish(10);
	run_until_shown(&guest, 2);
	assert_int_equal(histogram_count(&counts->hand_off), 1);
	/* While the loop does something else, two are lost to the third. */
	for (int i = 0; i < 3; i++)
		publish(10);
	usleep(200 * 1000);
	run_until_shown(&guest, 3);
	assert_int_equal(guest.last_serial, 5);
	assert_int_equal(counts->frames_missed, 2);
	audience_leave(&guest.member);
}

/* After each large frame, small ones that overtake whoever copies it. */
static void *publish_in_a_hurry(void *user)
{
	atomic_bool *is_over = user;

	for (unsigned int i = 0; !atomic_load(is_over); i++)
		if (try_to_publish(i % 4 == 0 ? LARGE_BYTES : 1) < 0)
			break;
	return NULL;
}

static void test_a_writer_that_overtakes_us_is_counted(void **state)
{
	struct audience *audience = audiences_get(audiences, slot);
	atomic_bool is_over = false;
	struct guest guest;
	pthread_t hurry;

	(void)state;
	publish(LARGE_BYTES);
	guest_join(&guest, true);
	run_until_shown(&guest, 1);
	assert_int_equal(audience_retries(audience), 0);
	assert_int_equal(
		pthread_create(&hurry, NULL, publish_in_a_hurry, &is_over), 0);
	for (int i = 0; i < 1000 && audience_retries(audience) == 0; i++)
		run_for_ms(10);
	atomic_store(&is_over, true);
	pthread_join(hurry, NULL);
	assert_true(audience_retries(audience) > 0);
	audience_leave(&guest.member);
}

static unsigned int thread_count(void)
{
	unsigned int count = 0;
	DIR *folder = opendir("/proc/self/task");

	while (readdir(folder))
		count++;
	closedir(folder);
	return count;
}

/* Soon, that is. */
static void assert_all_is_forgotten(unsigned int threads)
{
	for (int i = 0; i < 60 && (audiences_find(audiences, slot) ||
				   thread_count() > threads);
	     i++)
		run_for_ms(50);
	assert_null(audiences_find(audiences, slot));
	assert_int_equal(thread_count(), threads);
}

static void test_counters_and_thread_go_with_the_slot(void **state)
{
	unsigned int threads = thread_count();
	struct guest guest;

	(void)state;
	publish(10);
	guest_join(&guest, true);
	run_until_shown(&guest, 1);
	audience_leave(&guest.member);
	run_for_ms(1100);
	assert_non_null(audiences_find(audiences, slot));
	assert_int_equal(thread_count(), threads + 1);
	frame_writer_remove(writer);
	writer = NULL;
	assert_all_is_forgotten(threads);
}

static void test_who_leaves_a_slot_that_is_gone_leaves_nothing(void **state)
{
	unsigned int threads = thread_count();
	struct guest guest;

	(void)state;
	publish(10);
	guest_join(&guest, true);
	run_until_shown(&guest, 1);
	frame_writer_remove(writer);
	writer = NULL;
	run_for_ms(300);
	audience_leave(&guest.member);
	assert_all_is_forgotten(threads);
}

static void nothing_to_tell(void *user)
{
	(void)user;
}

/* ------------------------------------------- a thread that is too late ---- */

static int held[2]; /* a pipe: a thread that is held waits for a byte of it */

static void hold(int number)
{
	char byte;

	(void)number;
	if (read(held[0], &byte, 1) < 0)
		return;
}

/* The watch's thread: the one beside ours. */
static void thread_hold(void)
{
	struct sigaction action = { .sa_handler = hold };
	DIR *folder = opendir("/proc/self/task");
	struct dirent *entry;

	assert_int_equal(pipe(held), 0);
	assert_int_equal(sigaction(SIGUSR1, &action, NULL), 0);
	while ((entry = readdir(folder))) {
		pid_t thread = (pid_t)atoi(entry->d_name);

		if (thread > 0 && thread != getpid())
			assert_int_equal(tgkill(getpid(), thread, SIGUSR1), 0);
	}
	closedir(folder);
}

static void thread_release(void)
{
	assert_int_equal(write(held[1], "x", 1), 1);
}

/*
 * When the loop hears that the slot has gone, the viewer is still there; when
 * the viewer has left, nobody tells of the slot again. The thread has slept
 * through both.
 */
static void test_slot_and_viewer_that_go_together_leave_nothing(void **state)
{
	unsigned int threads = thread_count();
	struct guest guest;

	(void)state;
	publish(10);
	guest_join(&guest, true);
	run_until_shown(&guest, 1);
	thread_hold();
	frame_writer_remove(writer);
	writer = NULL;
	run_for_ms(100);
	audience_leave(&guest.member);
	run_for_ms(100);
	thread_release();
	assert_all_is_forgotten(threads);
	close(held[0]);
	close(held[1]);
}

/* Who follows the state needs no thread, and does not keep one. */
static void test_follower_of_a_slot_that_is_gone_keeps_no_thread(void **state)
{
	unsigned int threads = thread_count();
	struct follower follower = { .tell = nothing_to_tell,
				     .end = nothing_to_tell };
	struct audience *audience = audiences_get(audiences, slot);
	struct guest guest;

	(void)state;
	publish(10);
	guest_join(&guest, true);
	run_until_shown(&guest, 1);
	audience_follow(audience, &follower);
	audience_leave(&guest.member);
	run_for_ms(1100);
	assert_int_equal(thread_count(), threads + 1);
	frame_writer_remove(writer);
	writer = NULL;
	for (int i = 0; i < 60 && thread_count() > threads; i++)
		run_for_ms(50);
	assert_int_equal(thread_count(), threads);
	assert_ptr_equal(audiences_find(audiences, slot), audience);
	audience_unfollow(audience, &follower);
	assert_all_is_forgotten(threads);
}

/* What visits have told of our slot, and of the one that is missing. */
struct visits {
	unsigned int here, missing;
	bool is_read, is_wanted, missing_is_read;
};

#define MISSING "test-audiences-missing"

static void note_visit(const struct slot_visit *visit, void *user)
{
	struct visits *visits = user;

	if (strcmp(visit->name, slot) == 0) {
		visits->here++;
		visits->is_read = visit->reader;
		visits->is_wanted = visit->audience;
	} else if (strcmp(visit->name, MISSING) == 0) {
		assert_non_null(visit->audience);
		assert_true(visits->here > 0);
		visits->missing++;
		visits->missing_is_read = visit->reader;
	}
}

static struct visits visits_make(void)
{
	struct visits visits = { .here = 0 };

	audiences_visit_slots(audiences, note_visit, &visits);
	assert_int_equal(visits.here, 1);
	return visits;
}

static void test_each_slot_is_visited_once(void **state)
{
	struct visits visits = visits_make();

	(void)state;
	assert_true(visits.is_read);
	assert_false(visits.is_wanted);
	assert_int_equal(visits.missing, 0);
	assert_non_null(audiences_get(audiences, slot));
	visits = visits_make();
	assert_true(visits.is_read);
	assert_true(visits.is_wanted);
}

static void test_audiences_of_gone_slots_are_visited_last(void **state)
{
	struct visits visits;

	(void)state;
	assert_non_null(audiences_get(audiences, MISSING));
	visits = visits_make();
	assert_int_equal(visits.missing, 1);
	assert_false(visits.missing_is_read);
}

static void test_slot_that_went_since_the_last_visit_is_gone(void **state)
{
	struct visits visits = { .here = 0 };

	(void)state;
	assert_non_null(audiences_get(audiences, slot));
	assert_true(visits_make().is_read);
	frame_writer_remove(writer);
	writer = NULL;
	audiences_visit_slots(audiences, note_visit, &visits);
	assert_int_equal(visits.here, 1);
	assert_true(visits.is_wanted);
	assert_false(visits.is_read);
}

/*
 * What others do in /dev/shm makes the loop look again, and would hide that it
 * has missed something. Where it cannot be kept out, the tests run all the same.
 */
static void shared_memory_take(void)
{
	if (unshare(geteuid() == 0 ? CLONE_NEWNS
				   : CLONE_NEWNS | CLONE_NEWUSER) < 0 ||
	    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mount("own", "/dev/shm", "tmpfs", 0, "mode=1777") < 0)
		print_message("/dev/shm is shared with others: %s\n",
			      strerror(errno));
}

int main(void)
{
#define HOUSE_TEST(test)                                                       \
	cmocka_unit_test_setup_teardown(test, house_open, house_close)
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(test_all_members_are_shown_each_picture),
		HOUSE_TEST(test_late_member_is_shown_the_newest_at_once),
		HOUSE_TEST(
			test_writer_sees_demand_only_while_there_are_members),
		HOUSE_TEST(test_who_comes_after_a_rest_is_not_shown_the_past),
		HOUSE_TEST(test_larger_slot_is_followed),
		HOUSE_TEST(test_slot_that_comes_back_is_found_at_once),
		HOUSE_TEST(
			test_slot_taken_away_behind_our_back_is_found_at_once),
		HOUSE_TEST(test_silence_repeats_the_last_picture),
		HOUSE_TEST(test_only_viewers_are_counted),
		HOUSE_TEST(test_frames_are_counted_as_handed_on_or_missed),
		HOUSE_TEST(test_a_writer_that_overtakes_us_is_counted),
		HOUSE_TEST(test_counters_and_thread_go_with_the_slot),
		HOUSE_TEST(test_who_leaves_a_slot_that_is_gone_leaves_nothing),
		HOUSE_TEST(test_slot_and_viewer_that_go_together_leave_nothing),
		HOUSE_TEST(
			test_follower_of_a_slot_that_is_gone_keeps_no_thread),
		HOUSE_TEST(test_each_slot_is_visited_once),
		HOUSE_TEST(test_audiences_of_gone_slots_are_visited_last),
		HOUSE_TEST(test_slot_that_went_since_the_last_visit_is_gone),
	};

	log_open("test_audiences", LOG_LEVEL_ERROR);
	shared_memory_take();
	return cmocka_run_group_tests_name("audiences", tests, NULL, NULL);
}
