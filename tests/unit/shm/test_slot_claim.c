/*
 * Who may write a slot, and what becomes of its frames.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_claim.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>

#include "seqlock.h"
#include "shm_object.h"
#include "test_slot.h"

#define RACERS 8
#define RACES  50

static struct slot_map map;
static uint64_t last_serial;

/* What a writer does in begin and commit, without the library's writer. */
static void frame_put(struct slot_map *to, uint64_t serial, char content)
{
	uint32_t index = (uint32_t)(serial % SLOT_BUFFERS);
	struct slot_buffer *buffer = &to->header->buffers[index];
	struct slot_frame frame = {
		.serial = serial,
		.size_bytes = (uint32_t)to->capacity_bytes,
		.media_type = "text/plain",
	};

	seqlock_write_begin(&buffer->sequence);
	memset(slot_map_payload(to, index), content, to->capacity_bytes);
	seqlock_copy_in(&buffer->frame, &frame, sizeof(frame));
	seqlock_write_end(&buffer->sequence);
	atomic_store(&to->header->newest, (uint32_t)serial);
}

static void claim(size_t capacity_bytes)
{
	assert_int_equal(slot_claim(&map, slot, capacity_bytes, &last_serial),
			 0);
}

/* A slot of 64 bytes a frame, whose writer died after frame `serial`. */
static void slot_left_behind(uint64_t serial)
{
	claim(64);
	if (serial > 0)
		frame_put(&map, serial, 'x');
	slot_map_close(&map);
}

static void file_write(const void *content, size_t size_bytes)
{
	int fd = open(slot_file, O_CREAT | O_RDWR | O_TRUNC, 0644);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, content, size_bytes), size_bytes);
	close(fd);
}

static ino_t file_inode(void)
{
	struct stat file = { 0 };

	assert_int_equal(stat(slot_file, &file), 0);
	return file.st_ino;
}

static void test_a_missing_slot_is_created_empty(void **state)
{
	(void)state;
	claim(128);
	assert_int_equal(last_serial, 0);
	assert_int_equal(map.capacity_bytes, 128);
	assert_int_equal(map.header->newest, 0);
	assert_int_equal(map.header->writer_pid, getpid());
	assert_true(shm_object_is_named(map.fd, slot));
	slot_map_close(&map);
}

static void test_a_second_writer_is_refused(void **state)
{
	struct slot_map other;

	(void)state;
	claim(64);
	assert_int_equal(slot_claim(&other, slot, 64, &last_serial), -EBUSY);
	slot_map_close(&map);
}

static void test_a_dead_writer_s_slot_is_taken_over_with_its_frame(void **state)
{
	ino_t inode;

	(void)state;
	slot_left_behind(7);
	inode = file_inode();
	claim(64);
	assert_int_equal(last_serial, 7);
	assert_true(file_inode() == inode);
	assert_int_equal(map.header->newest, 7);
	slot_map_close(&map);
}

static void
test_an_odd_counter_is_repaired_and_the_last_frame_kept(void **state)
{
	struct slot_buffer *broken;

	(void)state;
	claim(64);
	frame_put(&map, 7, 'x');
	broken = &map.header->buffers[8 % SLOT_BUFFERS];
	seqlock_write_begin(&broken->sequence);
	broken->frame.serial = 8;
	slot_map_close(&map);

	claim(64);
	broken = &map.header->buffers[8 % SLOT_BUFFERS];
	assert_int_equal(last_serial, 7);
	assert_false(seqlock_is_odd(&broken->sequence));
	assert_int_equal(broken->frame.serial, 0);
	slot_map_close(&map);
}

/* They may have slept through the frame that the dead writer published last. */
static void test_a_takeover_wakes_the_readers(void **state)
{
	uint32_t changes;

	(void)state;
	claim(64);
	changes = map.header->changes;
	slot_map_close(&map);
	claim(64);
	assert_int_not_equal(map.header->changes, changes);
	slot_map_close(&map);
}

static void test_a_slot_too_small_is_replaced_with_its_last_frame(void **state)
{
	const char *payload;
	ino_t inode;

	(void)state;
	slot_left_behind(6);
	inode = file_inode();
	claim(128);
	payload = slot_map_payload(&map, 6 % SLOT_BUFFERS);
	assert_int_equal(last_serial, 6);
	assert_int_equal(map.capacity_bytes, 128);
	assert_false(file_inode() == inode);
	assert_int_equal(map.header->newest, 6);
	assert_int_equal(payload[0], 'x');
	assert_int_equal(payload[63], 'x');
	assert_int_equal(payload[64], 0);
	slot_map_close(&map);
}

static void test_growing_tells_the_readers_of_the_old_one(void **state)
{
	struct slot_map old = { 0 };
	uint32_t changes;

	(void)state;
	claim(64);
	old.fd = shm_object_open(slot, false);
	assert_int_equal(slot_map_file(&old, old.fd, false), 0);
	changes = old.header->changes;
	assert_int_equal(slot_claim_larger(&map, slot, 128), 0);
	assert_int_not_equal(old.header->changes, changes);
	assert_int_equal(slot_map_check(&old), -ESTALE);
	assert_true(shm_object_is_named(map.fd, slot));
	slot_map_close(&old);
	slot_map_close(&map);
}

static void test_a_replacement_keeps_the_access_mode(void **state)
{
	struct stat file;

	(void)state;
	slot_left_behind(1);
	assert_int_equal(chmod(slot_file, 0600), 0);
	claim(128);
	assert_int_equal(fstat(map.fd, &file), 0);
	assert_int_equal(file.st_mode & 0777, 0600);
	slot_map_close(&map);
}

static void test_unusable_objects_are_replaced(void **state)
{
	struct slot_header other_version = {
		.magic = SLOT_MAGIC,
		.version = SLOT_VERSION + 1,
		.buffer_count = SLOT_BUFFERS,
		.capacity_bytes = 64,
	};
	char garbage[5000];

	(void)state;
	memset(garbage, 0xff, sizeof(garbage));
	for (size_t size_bytes = 0; size_bytes <= 5000; size_bytes += 2500) {
		file_write(garbage, size_bytes);
		claim(64);
		assert_int_equal(last_serial, 0);
		slot_map_close(&map);
	}
	file_write(&other_version, sizeof(other_version));
	claim(64);
	assert_int_equal(last_serial, 0);
	slot_map_close(&map);
}

static void
test_a_newest_frame_that_cannot_be_true_is_not_inherited(void **state)
{
	ino_t inode;

	(void)state;
	claim(64);
	frame_put(&map, 7, 'x');
	map.header->newest = 9;
	slot_map_close(&map);
	inode = file_inode();
	claim(64);
	assert_int_equal(last_serial, 0);
	assert_false(file_inode() == inode);
	slot_map_close(&map);
}

static void test_what_is_no_regular_file_is_refused(void **state)
{
	(void)state;
	assert_int_equal(mkfifo(slot_file, 0600), 0);
	assert_int_equal(slot_claim(&map, slot, 64, &last_serial), -EBADMSG);
	unlink(slot_file);
	assert_int_equal(symlink("/etc/passwd", slot_file), 0);
	assert_int_equal(slot_claim(&map, slot, 64, &last_serial), -EBADMSG);
	unlink(slot_file);
	assert_int_equal(mkdir(slot_file, 0700), 0);
	assert_int_equal(slot_claim(&map, slot, 64, &last_serial), -EBADMSG);
}

/* A writer killed between link and rename leaves four frames of memory. */
static void test_what_a_dead_writer_had_waiting_is_removed(void **state)
{
	(void)state;
	slot_left_behind(1);
	assert_int_equal(link(slot_file, slot_waiting_file), 0);
	claim(64);
	assert_int_equal(access(slot_waiting_file, F_OK), -1);
	slot_map_close(&map);
}

/* Its owner could change bytes, length and mode while we publish. */
static void test_a_slot_of_another_user_is_not_taken_over(void **state)
{
	(void)state;
	if (geteuid() != 0) {
		print_message("only root can act as another user\n");
		skip();
	}
	claim(4096);
	slot_map_close(&map);
	assert_int_equal(chown(slot_file, 65534, 65534), 0);
	assert_int_equal(slot_claim(&map, slot, 4096, &last_serial), -EACCES);
	assert_int_equal(chown(slot_file, 0, 0), 0);
	claim(4096);
	slot_map_close(&map);
}

static void test_a_hostile_reader_cannot_keep_a_writer_out(void **state)
{
	struct flock hostile = { .l_type = F_RDLCK, .l_len = 1 };
	int fd;

	(void)state;
	slot_left_behind(7);
	fd = open(slot_file, O_RDONLY);
	assert_int_equal(fcntl(fd, F_OFD_SETLK, &hostile), 0);
	claim(64);
	assert_int_equal(last_serial, 7);
	assert_int_equal(map.header->newest, 7);
	assert_int_equal(fcntl(fd, F_OFD_SETLK, &hostile), 0);
	slot_map_close(&map);
	close(fd);
}

static void test_a_slot_whose_name_was_removed_comes_back(void **state)
{
	(void)state;
	claim(64);
	unlink(slot_file);
	assert_int_equal(slot_claim_again(&map, slot, &last_serial), 0);
	assert_true(shm_object_is_named(map.fd, slot));
	assert_int_equal(slot_map_check(&map), 0);
	slot_map_close(&map);
}

static void test_a_slot_cut_short_comes_back(void **state)
{
	(void)state;
	claim(64);
	assert_int_equal(truncate(slot_file, 10), 0);
	assert_int_equal(slot_claim_again(&map, slot, &last_serial), 0);
	assert_true(shm_object_is_named(map.fd, slot));
	assert_int_equal(slot_map_check(&map), 0);
	slot_map_close(&map);
}

static void test_a_slot_lost_to_another_writer_is_not_taken_back(void **state)
{
	struct slot_map other;

	(void)state;
	claim(64);
	unlink(slot_file);
	assert_int_equal(slot_claim(&other, slot, 64, &last_serial), 0);
	assert_int_equal(slot_claim_again(&map, slot, &last_serial), -EBUSY);
	slot_map_close(&other);
	slot_map_close(&map);
}

struct race {
	pthread_barrier_t start, verdict;
	atomic_int winners, strangers;
};

/* Each keeps what it won until all have tried. */
static void *race_run(void *user)
{
	struct race *race = user;
	struct slot_map won;
	uint64_t serial;
	int result;

	pthread_barrier_wait(&race->start);
	result = slot_claim(&won, slot, 64, &serial);
	if (result == 0)
		atomic_fetch_add(&race->winners, 1);
	else if (result != -EBUSY)
		atomic_fetch_add(&race->strangers, 1);
	pthread_barrier_wait(&race->verdict);
	if (result == 0)
		slot_map_close(&won);
	return NULL;
}

static void race_once(struct race *race)
{
	pthread_t racers[RACERS];

	race->winners = race->strangers = 0;
	for (int i = 0; i < RACERS; i++)
		assert_int_equal(
			pthread_create(&racers[i], NULL, race_run, race), 0);
	for (int i = 0; i < RACERS; i++)
		pthread_join(racers[i], NULL);
	assert_int_equal(race->winners, 1);
	assert_int_equal(race->strangers, 0);
}

static void test_of_writers_that_race_for_a_slot_one_wins(void **state)
{
	struct race race;
	const char garbage[] = "not a slot";

	(void)state;
	pthread_barrier_init(&race.start, NULL, RACERS);
	pthread_barrier_init(&race.verdict, NULL, RACERS);
	for (int i = 0; i < RACES; i++) {
		unlink(slot_file);
		race_once(&race); /* to create it */
		race_once(&race); /* to take it over */
		file_write(garbage, sizeof(garbage));
		race_once(&race); /* to replace it */
	}
	pthread_barrier_destroy(&race.start);
	pthread_barrier_destroy(&race.verdict);
}

#define CLAIM_TEST(test)                                                       \
	cmocka_unit_test_setup_teardown(test, slot_absent, slot_absent)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLAIM_TEST(test_a_missing_slot_is_created_empty),
		CLAIM_TEST(test_a_second_writer_is_refused),
		CLAIM_TEST(
			test_a_dead_writer_s_slot_is_taken_over_with_its_frame),
		CLAIM_TEST(
			test_an_odd_counter_is_repaired_and_the_last_frame_kept),
		CLAIM_TEST(test_a_takeover_wakes_the_readers),
		CLAIM_TEST(
			test_a_slot_too_small_is_replaced_with_its_last_frame),
		CLAIM_TEST(test_growing_tells_the_readers_of_the_old_one),
		CLAIM_TEST(test_a_replacement_keeps_the_access_mode),
		CLAIM_TEST(test_unusable_objects_are_replaced),
		CLAIM_TEST(
			test_a_newest_frame_that_cannot_be_true_is_not_inherited),
		CLAIM_TEST(test_what_is_no_regular_file_is_refused),
		CLAIM_TEST(test_what_a_dead_writer_had_waiting_is_removed),
		CLAIM_TEST(test_a_slot_of_another_user_is_not_taken_over),
		CLAIM_TEST(test_a_hostile_reader_cannot_keep_a_writer_out),
		CLAIM_TEST(test_a_slot_whose_name_was_removed_comes_back),
		CLAIM_TEST(test_a_slot_cut_short_comes_back),
		CLAIM_TEST(
			test_a_slot_lost_to_another_writer_is_not_taken_back),
		CLAIM_TEST(test_of_writers_that_race_for_a_slot_one_wins),
	};

	return cmocka_run_group_tests_name("slot_claim", tests, NULL, NULL);
}
