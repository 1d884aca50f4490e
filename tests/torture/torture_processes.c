/*
 * One writer, eight readers and two followers, processes, stopped and killed at
 * random.
 *
 * None of them ever sees a frame that is not whole, or an older one than
 * before; after each death of the writer its last frame is still there, and in
 * the end the followers have seen the last one.
 *
 * TORTURE_SECONDS (30) and TORTURE_SEED (from the clock, printed) may be set.
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "torture_frame.h"

#define READERS		     10
#define FOLLOWERS	     2	     /* the last of them */
#define WRITER		     READERS /* the last process */
#define WAIT_NS		     100000000u
#define LAST_FRAME_NS	     20000000000u
#define FIRST_CAPACITY_BYTES 4096

/* What the processes tell each other; it outlives each of them. */
struct board {
	_Atomic uint64_t seen_serial[READERS];
	_Atomic uint64_t frames_read[READERS];
	_Atomic uint64_t frames_published;
	_Atomic uint64_t reopened;
	atomic_size_t capacity_bytes; /* that the next writer asks for */
	atomic_bool failed;
	char fault[200]; /* of whoever set `failed` first */
};

static struct board *board;
static char slot[64];
static uint64_t seed;
static pid_t processes[READERS + 1];
static bool is_stopped[READERS + 1];

static uint64_t random_below(uint64_t limit)
{
	return torture_mix(seed++) % limit;
}

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* Ends the process that calls it, and with it the whole test. */
static _Noreturn void fault(const char *what, int result, uint64_t serial)
{
	if (!atomic_exchange(&board->failed, true))
		snprintf(board->fault, sizeof(board->fault),
			 "%s: result %d, serial %llu", what, result,
			 (unsigned long long)serial);
	_exit(1);
}

/* ------------------------------------------------------------ a writer ---- */

static void frame_write(struct frame_writer *writer, void *scratch)
{
	uint64_t serial = frame_writer_next_serial(writer);
	size_t size_bytes = torture_size_bytes(serial);
	struct frame_info info = torture_info(size_bytes, serial);
	void *buffer;
	int result;

	if (random_below(2) == 0) {
		torture_fill(scratch, size_bytes, serial);
		result = frame_writer_publish(writer, &info, scratch);
	} else {
		result = frame_writer_begin(writer, size_bytes, &buffer, NULL);
		if (result < 0)
			fault("begin", result, serial);
		torture_fill(buffer, size_bytes, serial);
		if (random_below(16) == 0) {
			frame_writer_abort(writer);
			return;
		}
		result = frame_writer_commit(writer, &info);
	}
	if (result < 0 || info.serial != serial)
		fault("publish", result, serial);
	atomic_fetch_add(&board->frames_published, 1);
}

/* Bursts that overrun the readers, and rests that let them sleep. */
static void writer_run(void)
{
	void *scratch = malloc(TORTURE_BYTES_MAX);
	struct frame_writer *writer;
	int result = frame_writer_open(&writer, slot, board->capacity_bytes);

	if (result < 0)
		fault("writer open", result, 0);
	for (;;) {
		for (uint64_t i = random_below(64); i > 0; i--)
			frame_write(writer, scratch);
		frame_writer_has_demand(writer);
		usleep((useconds_t)random_below(3000));
	}
}

/* ------------------------------------------------------------ a reader ---- */

static void frame_check(int number, const struct frame_info *info,
			const void *frame)
{
	if (!torture_is_whole(info, frame))
		fault("a frame is not whole", number, info->serial);
	if (info->size_bytes != torture_size_bytes(info->serial))
		fault("a frame has another size", number, info->serial);
	if (info->serial < board->seen_serial[number])
		fault("serials fall", number, info->serial);
	board->seen_serial[number] = info->serial;
}

/* Returns false when the slot has to be opened again. */
static bool frame_read(int number, struct frame_reader *reader, void *frame)
{
	uint64_t seen_serial = board->seen_serial[number];
	struct frame_info info;
	bool is_peek = random_below(8) == 0;
	int result = frame_reader_wait(reader, seen_serial, now_ns() + WAIT_NS);

	if (result == -ETIMEDOUT)
		return true;
	if (result == 0)
		result = is_peek ? frame_reader_peek(reader, &info)
				 : frame_reader_copy(
					   reader, &info, frame,
					   frame_reader_capacity(reader));
	if (result == -EAGAIN) /* the writer was too fast */
		return true;
	if (result == -ESTALE)
		return false;
	if (result != 0)
		fault("read", result, seen_serial);
	if (info.serial == seen_serial)
		fault("a frame comes twice", number, seen_serial);
	frame_check(number, &info, is_peek ? NULL : frame);
	atomic_fetch_add(&board->frames_read[number], 1);
	return true;
}

static void reader_run(int number)
{
	struct frame_reader *reader;
	void *frame;

	for (;;) {
		int result = frame_reader_open(&reader, slot);

		if (result < 0)
			fault("reader open", result, 0);
		frame = malloc(frame_reader_capacity(reader));
		frame_reader_demand(reader, random_below(2) == 0);
		while (frame_read(number, reader, frame))
			;
		free(frame);
		frame_reader_close(reader);
		atomic_fetch_add(&board->reopened, 1);
	}
}

static void follower_run(int number)
{
	struct frame_follower *follower;
	struct frame_info info;
	const void *frame;
	int result = frame_follower_open(&follower, slot);

	if (result < 0)
		fault("follower open", result, 0);
	frame_follower_demand(follower, random_below(2) == 0);
	/* One that was killed begins with the frame that its last life had. */
	for (bool is_first = true;; is_first = false) {
		uint64_t seen_serial = board->seen_serial[number];

		do
			result = frame_follower_next(follower, &info, &frame,
						     now_ns() + WAIT_NS);
		while (result == -ETIMEDOUT);
		if (result != 0)
			fault("follow", result, seen_serial);
		if (info.serial == seen_serial && !is_first)
			fault("a frame is told twice", number, seen_serial);
		frame_check(number, &info, frame);
		atomic_fetch_add(&board->frames_read[number], 1);
	}
}

/* --------------------------------------------------------- their enemy ---- */

static void process_start(int number)
{
	pid_t parent = getpid();

	/* Else a process started again would repeat what its first life did. */
	seed += 1000003;
	processes[number] = fork();
	if (processes[number] == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(1);
		if (number == WRITER)
			writer_run();
		else if (number < READERS - FOLLOWERS)
			reader_run(number);
		else
			follower_run(number);
	}
	assert_true(processes[number] > 0);
	is_stopped[number] = false;
}

static void process_kill(int number)
{
	kill(processes[number], SIGKILL);
	waitpid(processes[number], NULL, 0);
}

static void process_stop_or_go_on(int number)
{
	kill(processes[number], is_stopped[number] ? SIGCONT : SIGSTOP);
	is_stopped[number] = !is_stopped[number];
}

/*
 * With the writer dead: its last frame, and none older than any reader saw.
 * Returns the capacity of its slot.
 */
static size_t last_frame_check(void *frame)
{
	struct frame_reader *reader;
	struct frame_info info;
	size_t capacity_bytes;

	assert_int_equal(frame_reader_open(&reader, slot), 0);
	capacity_bytes = frame_reader_capacity(reader);
	assert_int_equal(
		frame_reader_copy(reader, &info, frame, TORTURE_BYTES_MAX), 0);
	assert_true(torture_is_whole(&info, frame));
	for (int i = 0; i < READERS; i++)
		assert_true(info.serial >= board->seen_serial[i]);
	frame_reader_close(reader);
	return capacity_bytes;
}

/* Every other new writer asks for a larger slot than the one it finds. */
static void writer_kill(void *frame)
{
	process_kill(WRITER);
	board->capacity_bytes = last_frame_check(frame) + random_below(2);
	process_start(WRITER);
}

static void torment(uint64_t end_ns, uint64_t *writers_killed)
{
	void *frame = malloc(TORTURE_BYTES_MAX);

	while (now_ns() < end_ns && !board->failed) {
		int number = (int)random_below(READERS + 1);

		usleep((useconds_t)random_below(8000));
		if (random_below(3) > 0) {
			process_stop_or_go_on(number);
		} else if (number == WRITER || random_below(3) == 0) {
			writer_kill(frame);
			++*writers_killed;
		} else {
			process_kill(number);
			process_start(number);
		}
	}
	free(frame);
}

/* With the writer dead and nobody stopped: the last frame is told to each. */
static void last_frame_reaches_the_followers(void)
{
	uint64_t end_ns = now_ns() + LAST_FRAME_NS;
	struct frame_reader *reader;
	struct frame_info info;

	process_kill(WRITER);
	for (int i = 0; i < READERS; i++)
		kill(processes[i], SIGCONT);
	assert_int_equal(frame_reader_open(&reader, slot), 0);
	assert_int_equal(frame_reader_peek(reader, &info), 0);
	frame_reader_close(reader);
	for (int i = READERS - FOLLOWERS; i < READERS; i++) {
		while (board->seen_serial[i] != info.serial &&
		       now_ns() < end_ns && !board->failed)
			usleep(1000);
		if (!board->failed)
			assert_int_equal(board->seen_serial[i], info.serial);
	}
}

/* Readers and a writer that nobody disturbs; the first frame is there. */
static void processes_start(void)
{
	process_start(WRITER);
	while (board->frames_published == 0 && !board->failed)
		usleep(1000);
	for (int i = 0; i < READERS; i++)
		process_start(i);
}

static void slot_remove(void)
{
	struct frame_writer *writer;

	if (frame_writer_open(&writer, slot, 1) == 0)
		frame_writer_remove(writer);
}

static void test_nobody_sees_a_mix_and_no_death_costs_a_frame(void **state)
{
	const char *seconds = getenv("TORTURE_SECONDS");
	uint64_t duration_s = seconds ? strtoull(seconds, NULL, 10) : 30;
	uint64_t writers_killed = 0, read = 0;

	(void)state;
	processes_start();
	torment(now_ns() + duration_s * 1000000000u, &writers_killed);
	last_frame_reaches_the_followers();
	for (int i = 0; i < READERS; i++)
		process_kill(i);
	slot_remove();
	for (int i = 0; i < READERS; i++)
		read += board->frames_read[i];
	print_message("# published %llu, read %llu, writers killed %llu, slots "
		      "opened again %llu\n",
		      (unsigned long long)board->frames_published,
		      (unsigned long long)read,
		      (unsigned long long)writers_killed,
		      (unsigned long long)board->reopened);
	if (board->failed)
		fail_msg("%s", board->fault);
	for (int i = 0; i < READERS; i++)
		assert_true(board->frames_read[i] > 0);
	assert_true(writers_killed > 0);
	assert_true(board->reopened > 0);
}

static int board_open(void **state)
{
	const char *told = getenv("TORTURE_SEED");

	(void)state;
	seed = told ? strtoull(told, NULL, 10) : now_ns();
	print_message("# TORTURE_SEED=%llu\n", (unsigned long long)seed);
	snprintf(slot, sizeof(slot), "test-torture-%d", (int)getpid());
	board = mmap(NULL, sizeof(*board), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (board == MAP_FAILED)
		return -1;
	board->capacity_bytes = FIRST_CAPACITY_BYTES;
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
			test_nobody_sees_a_mix_and_no_death_costs_a_frame,
			board_open),
	};

	return cmocka_run_group_tests_name("torture_processes", tests, NULL,
					   NULL);
}
