/*
 * Whatever lies in a slot's memory, readers and the next writer survive it.
 *
 * The input becomes the content of the slot's object: once before it is
 * opened, once behind the back of a reader who has opened a good one. What
 * cannot be right ends in abort().
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "frame_slot.h"

#define CAPACITY_BYTES 64

/* More than any slot of this size maps: only the reader's own limits hold. */
#define ROOM_BYTES ((size_t)1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes);

static char slot[64], slot_file[96];

static void must(bool is_right)
{
	if (!is_right)
		abort();
}

static void names_choose(void)
{
	snprintf(slot, sizeof(slot), "test-fuzz-%d", (int)getpid());
	snprintf(slot_file, sizeof(slot_file), "/dev/shm/slotcast.%s", slot);
}

static void file_write(const uint8_t *data, size_t size_bytes, int flags)
{
	int fd = open(slot_file, O_WRONLY | flags, 0600);

	must(fd >= 0);
	must(write(fd, data, size_bytes) == (ssize_t)size_bytes);
	close(fd);
}

/* Everything a reader can do. Returns what copying said. */
static int reader_use(struct frame_reader *reader)
{
	struct frame_report report = { 0 };
	struct frame_info info = { 0 };
	char *frame = malloc(ROOM_BYTES);
	int result;

	must(frame_reader_peek(reader, &info) <= 0);
	must(frame_reader_copy(reader, &info, frame, 1) <= 0);
	result = frame_reader_copy(reader, &info, frame, ROOM_BYTES);
	if (result == 0) {
		must(info.size_bytes <= frame_reader_capacity(reader));
		must(info.serial != 0);
		must(memchr(info.media_type, '\0', sizeof(info.media_type)));
	}
	must(frame_reader_rate_fps(reader) >= 0);
	if (frame_reader_report(reader, &report) == 0)
		must(report.source <= FRAME_SOURCE_CLOSED);
	must(frame_reader_wait(reader, info.serial, 0) <= 0);
	frame_reader_demand(reader, true);
	free(frame);
	return result;
}

/* The input is there when a reader comes, and is cut short after that. */
static void reader_finds(const uint8_t *data, size_t size_bytes)
{
	struct frame_reader *reader;

	file_write(data, size_bytes, O_CREAT | O_TRUNC);
	must(frame_slot_writer_pid(slot) == 0);
	if (frame_reader_open(&reader, slot) < 0)
		return;
	reader_use(reader);
	must(truncate(slot_file, (off_t)size_bytes / 2) == 0);
	must(reader_use(reader) == -EBADMSG);
	frame_reader_close(reader);
	file_write(data, size_bytes, O_TRUNC);
}

/*
 * A writer makes a good slot of it, with the last frame if there is one, and
 * without what may have been told about its source.
 */
static void writer_finds(void)
{
	struct frame_info info = { .size_bytes = 5, .media_type = "a/b" };
	struct frame_report report;
	struct frame_writer *writer;
	struct frame_reader *reader;
	char frame[CAPACITY_BYTES];

	must(frame_writer_open(&writer, slot, CAPACITY_BYTES) == 0);
	must(frame_writer_publish(writer, &info, "hello") == 0);
	must(frame_reader_open(&reader, slot) == 0);
	must(frame_reader_copy(reader, &info, frame, sizeof(frame)) == 0);
	must(info.size_bytes == 5 && memcmp(frame, "hello", 5) == 0);
	must(info.serial + 1 == frame_writer_next_serial(writer));
	must(frame_reader_report(reader, &report) == 0);
	must(report.captured == 0 && report.source == FRAME_SOURCE_UNKNOWN);
	frame_reader_close(reader);
	frame_writer_remove(writer);
}

/* The input overwrites a slot that a reader has open. */
static void reader_is_betrayed(const uint8_t *data, size_t size_bytes)
{
	struct frame_writer *writer;
	struct frame_reader *reader;

	must(frame_writer_open(&writer, slot, CAPACITY_BYTES) == 0);
	must(frame_reader_open(&reader, slot) == 0);
	file_write(data, size_bytes, 0);
	reader_use(reader);
	frame_reader_close(reader);
	frame_writer_remove(writer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes)
{
	names_choose();
	reader_finds(data, size_bytes);
	writer_finds();
	reader_is_betrayed(data, size_bytes);
	return 0;
}
