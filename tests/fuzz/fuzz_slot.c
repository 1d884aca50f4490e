/*
 * Whatever lies in a slot's memory, readers and the next writer survive it.
 *
 * The input is what somebody makes of the slot's object: two bytes are its
 * length, and then comes what it begins with; the rest is zeros. It is there
 * before a reader comes, before a writer comes, and behind the backs of both.
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "frame_slot.h"
#include "fuzz.h"

#define CAPACITY_BYTES 64

/* More than any slot of this size maps: only the reader's own limits hold. */
#define ROOM_BYTES ((size_t)1 << 20)

static char slot[64], slot_file[96];

static void names_choose(void)
{
	snprintf(slot, sizeof(slot), "test-fuzz-%d", (int)getpid());
	snprintf(slot_file, sizeof(slot_file), "/dev/shm/slotcast.%s", slot);
}

struct object {
	const uint8_t *begin; /* and zeros up to its end */
	size_t begin_bytes;
	off_t size_bytes;
};

/* A new object, or the one that is there and stays as long as it is. */
static void object_write(const struct object *object, bool is_new)
{
	int fd = open(slot_file, O_WRONLY | (is_new ? O_CREAT | O_TRUNC : 0),
		      0600);

	must(fd >= 0);
	must(write(fd, object->begin, object->begin_bytes) ==
	     (ssize_t)object->begin_bytes);
	must(!is_new || ftruncate(fd, object->size_bytes) == 0);
	close(fd);
}

/* Everything a reader can do. Returns what copying said. */
static int reader_use(struct frame_reader *reader)
{
	static char frame[ROOM_BYTES];
	struct frame_report report = { 0 };
	struct frame_info info = { 0 };
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
	return result;
}

/* The input is there when a reader comes, and is cut short after that. */
static void reader_finds(const struct object *object)
{
	struct frame_reader *reader;

	object_write(object, true);
	must(frame_slot_writer_pid(slot) == 0);
	if (frame_reader_open(&reader, slot) < 0)
		return;
	reader_use(reader);
	must(truncate(slot_file, object->size_bytes / 2) == 0);
	must(reader_use(reader) == -EBADMSG);
	frame_reader_close(reader);
	object_write(object, true);
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

/* What a writer does; to watch would take an inotify instance, and 10 ms. */
static void writer_use(struct frame_writer *writer)
{
	static const char large[CAPACITY_BYTES + 1];
	struct frame_info info = { .size_bytes = 5, .media_type = "a/b" };
	struct frame_report report = { .source = FRAME_SOURCE_RUNNING };

	frame_writer_has_demand(writer);
	frame_writer_report(writer, &report);
	must(frame_writer_check(writer) <= 0);
	must(frame_writer_publish(writer, &info, "hello") <= 0);
	info.size_bytes = sizeof(large);
	must(frame_writer_publish(writer, &info, large) <= 0);
}

/* The input overwrites a slot that a reader and a writer have open. */
static void both_are_betrayed(const struct object *object)
{
	struct frame_writer *writer;
	struct frame_reader *reader;

	must(frame_writer_open(&writer, slot, CAPACITY_BYTES) == 0);
	must(frame_reader_open(&reader, slot) == 0);
	object_write(object, false);
	reader_use(reader);
	writer_use(writer);
	reader_use(reader);
	frame_reader_close(reader);
	frame_writer_remove(writer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes)
{
	struct object object;

	if (size_bytes < 2)
		return -1;
	object = (struct object){ .begin = data + 2,
				  .begin_bytes = size_bytes - 2,
				  .size_bytes = data[0] << 8 | data[1] };
	names_choose();
	reader_finds(&object);
	writer_finds();
	both_are_betrayed(&object);
	return 0;
}
