/*
 * The reading side of a slot.
 *
 * Nothing here writes to shared memory, and nothing read there is believed
 * until a sequence counter confirms it; sizes are limited before any copy.
 *
 * SPDX-License-Identifier: MIT
 */
#include "frame_reader.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "futex.h"
#include "seqlock.h"
#include "shm_object.h"
#include "slot_frame.h"
#include "slot_knock.h"
#include "slot_layout.h"
#include "slot_lock.h"
#include "slot_report.h"

/* A writer would have to publish four frames during each of them. */
#define READ_ATTEMPTS 8

int frame_reader_open(struct frame_reader **opened, const char *name)
{
	struct frame_reader *reader = malloc(sizeof(*reader));
	int fd, result;

	if (!reader)
		return -ENOMEM;
	fd = result = shm_object_open(name, false);
	if (result < 0)
		goto free_reader;
	result = slot_map_file(&reader->map, fd, false);
	if (result < 0)
		goto close_fd;
	reader->retries = 0;
	*opened = reader;
	return 0;

close_fd:
	close(fd);
free_reader:
	free(reader);
	return result;
}

void frame_reader_close(struct frame_reader *reader)
{
	if (!reader)
		return;
	slot_map_close(&reader->map);
	free(reader);
}

size_t frame_reader_capacity(const struct frame_reader *reader)
{
	return reader->map.capacity_bytes;
}

/* Pairs with the release store in writer_announce(). */
static uint32_t newest_load(const struct frame_reader *reader)
{
	return atomic_load_explicit(&reader->map.header->newest,
				    memory_order_acquire);
}

/*
 * One attempt at the frame that `newest` names; its bytes too when they fit
 * into `buffer`. -EAGAIN: the buffer was disturbed, or holds another frame.
 */
static int reader_attempt(struct frame_reader *reader, uint32_t newest,
			  struct slot_frame *frame, void *buffer,
			  size_t capacity_bytes)
{
	uint32_t index = newest % SLOT_BUFFERS;
	struct slot_buffer *source = &reader->map.header->buffers[index];
	uint32_t begun = seqlock_read_begin(&source->sequence);
	size_t size_bytes;

	seqlock_copy_out(frame, &source->frame, sizeof(*frame));
	size_bytes = frame->size_bytes;
	if (size_bytes <= capacity_bytes &&
	    size_bytes <= reader->map.capacity_bytes)
		seqlock_copy_out(buffer, slot_map_payload(&reader->map, index),
				 size_bytes);
	/*
	 * The serial differs when the writer lapped us, or has finished the
	 * next frame of this buffer and not yet announced it.
	 */
	if (!seqlock_read_is_whole(&source->sequence, begun) ||
	    (uint32_t)frame->serial != newest)
		return -EAGAIN;
	return slot_frame_is_possible(frame, reader->map.capacity_bytes)
		       ? 0
		       : -EBADMSG;
}

static int reader_take(struct frame_reader *reader, struct frame_info *info,
		       void *buffer, size_t capacity_bytes)
{
	struct slot_frame frame;
	int result = slot_map_check(&reader->map);
	uint32_t newest, next;

	if (result < 0)
		return result;
	newest = newest_load(reader);
	for (int attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
		if (newest == 0)
			return -EAGAIN;
		result = reader_attempt(reader, newest, &frame, buffer,
					capacity_bytes);
		if (result != -EAGAIN)
			break;
		/*
		 * No writer touches the buffer of the newest frame, so one
		 * that disturbed us has announced newer ones before; this
		 * fence makes us see that. Pairs with the release stores in
		 * seqlock_write_begin() and seqlock_write_end().
		 */
		atomic_thread_fence(memory_order_acquire);
		next = newest_load(reader);
		if (next == newest)
			return -EBADMSG;
		newest = next;
		reader->retries++;
	}
	if (result == 0)
		*info = slot_frame_info(&frame);
	return result;
}

int frame_reader_copy(struct frame_reader *reader, struct frame_info *info,
		      void *buffer, size_t capacity_bytes)
{
	int result = reader_take(reader, info, buffer, capacity_bytes);

	if (result == 0 && info->size_bytes > capacity_bytes)
		return -EMSGSIZE;
	return result;
}

int frame_reader_peek(struct frame_reader *reader, struct frame_info *info)
{
	return reader_take(reader, info, NULL, 0);
}

uint64_t frame_reader_retries(const struct frame_reader *reader)
{
	return reader->retries;
}

int frame_reader_report(struct frame_reader *reader,
			struct frame_report *report)
{
	int result = slot_map_check(&reader->map);

	if (result < 0)
		return result;
	for (int attempt = 0; attempt < READ_ATTEMPTS; attempt++)
		if (slot_report_load(&reader->map.header->report, report))
			return 0;
	return -EAGAIN;
}

bool frame_reader_has_writer(const struct frame_reader *reader)
{
	return slot_lock_writer_is_taken(reader->map.fd);
}

double frame_reader_rate_fps(struct frame_reader *reader)
{
	struct frame_info newest;
	struct slot_frame frame;
	uint64_t first_ns, last_ns;
	uint32_t frames = 1;

	if (frame_reader_peek(reader, &newest) < 0)
		return 0;
	first_ns = last_ns = newest.captured_ns;
	while (frames < SLOT_BUFFERS && newest.serial > frames) {
		if (reader_attempt(reader, (uint32_t)(newest.serial - frames),
				   &frame, NULL, 0) < 0)
			break;
		first_ns = frame.captured_ns;
		frames++;
	}
	if (last_ns <= first_ns)
		return 0;
	return (frames - 1) * 1e9 / (double)(last_ns - first_ns);
}

int frame_reader_await(struct frame_reader *reader, uint64_t seen_serial,
		       uint64_t deadline_ns, _Atomic uint32_t *call)
{
	struct slot_header *header = reader->map.header;
	int slept = 0;

	for (;;) {
		int result = slot_map_check(&reader->map);
		uint32_t changes, newest;

		if (result < 0)
			return result;
		/*
		 * Looked at before `newest`: a frame that comes in between
		 * raises it, and the kernel then refuses to sleep. Pairs with
		 * the release increment in slot_map_announce().
		 */
		changes = atomic_load_explicit(&header->changes,
					       memory_order_acquire);
		newest = newest_load(reader);
		if (newest != 0 && newest != (uint32_t)seen_serial)
			return 0;
		if (call && atomic_load(call) != 0)
			return -ECANCELED;
		if (slept < 0)
			return slept;
		slept = call ? futex_wait_or_call(&header->changes, changes,
						  call, deadline_ns)
			     : futex_wait(&header->changes, changes,
					  deadline_ns);
		if (slept == -EFAULT)
			return -EBADMSG;
		if (slept == -EAGAIN)
			slept = 0;
	}
}

int frame_reader_wait(struct frame_reader *reader, uint64_t seen_serial,
		      uint64_t deadline_ns)
{
	return frame_reader_await(reader, seen_serial, deadline_ns, NULL);
}

int frame_reader_demand(struct frame_reader *reader, bool wanted)
{
	int result = slot_lock_demand(reader->map.fd, wanted);

	if (result == 0 && wanted)
		slot_knock(reader->map.fd);
	return result;
}
