/*
 * The writing side of a slot: begin, commit, wake.
 *
 * SPDX-License-Identifier: MIT
 */
#include "frame_slot.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "monotonic.h"
#include "seqlock.h"
#include "shm_object.h"
#include "slot_claim.h"
#include "slot_frame.h"
#include "slot_knock.h"
#include "slot_lock.h"
#include "slot_report.h"

struct frame_writer {
	struct slot_map map;
	uint64_t next_serial;
	bool begun;
	struct frame_report report; /* moves with the slot */
	char name[FRAME_SLOT_NAME_MAX + 1];
};

static size_t capacity_round_up(size_t size_bytes)
{
	return (size_bytes + SLOT_ALIGNMENT - 1) / SLOT_ALIGNMENT *
	       SLOT_ALIGNMENT;
}

/* Serials that end in 32 zero bits are left out: `newest` 0 means no frame. */
static uint64_t serial_after(uint64_t serial)
{
	return (uint32_t)(serial + 1) == 0 ? serial + 2 : serial + 1;
}

static struct slot_buffer *writer_buffer(struct frame_writer *writer,
					 uint64_t serial)
{
	return &writer->map.header->buffers[serial % SLOT_BUFFERS];
}

static void writer_announce(struct frame_writer *writer, uint64_t serial)
{
	/*
	 * Release: a reader that sees this number finds that frame in its
	 * buffer. Pairs with the acquire load in newest_load().
	 */
	atomic_store_explicit(&writer->map.header->newest, (uint32_t)serial,
			      memory_order_release);
	slot_map_announce(&writer->map);
}

static void writer_report_store(struct frame_writer *writer)
{
	slot_report_store(&writer->map.header->report, &writer->report);
}

int frame_writer_open(struct frame_writer **opened, const char *name,
		      size_t capacity_bytes)
{
	struct frame_writer *writer;
	uint64_t last_serial;
	int result;

	if (!frame_slot_name_is_valid(name) || capacity_bytes == 0 ||
	    capacity_bytes > FRAME_BYTES_MAX)
		return -EINVAL;
	writer = calloc(1, sizeof(*writer));
	if (!writer)
		return -ENOMEM;
	strcpy(writer->name, name);
	result = slot_claim(&writer->map, name,
			    capacity_round_up(capacity_bytes), &last_serial);
	if (result < 0) {
		free(writer);
		return result;
	}
	writer->next_serial = serial_after(last_serial);
	/* The report of the writer before us says nothing of our source. */
	writer_report_store(writer);
	*opened = writer;
	return 0;
}

/* The slot lost its name or its length: get it back. */
static int writer_recover(struct frame_writer *writer)
{
	uint64_t last_serial;
	int result = slot_claim_again(&writer->map, writer->name, &last_serial);

	if (result < 0)
		return result == -EBUSY ? -ESTALE : result;
	if (writer->next_serial <= last_serial)
		writer->next_serial = serial_after(last_serial);
	writer_report_store(writer);
	return 0;
}

static int writer_grow(struct frame_writer *writer, size_t wanted_bytes)
{
	int result = slot_claim_larger(&writer->map, writer->name,
				       capacity_round_up(wanted_bytes));

	if (result == 0)
		writer_report_store(writer);
	return result;
}

/* Begin; a slot that is too small gives way to one for `wanted_bytes`. */
static int writer_begin(struct frame_writer *writer, size_t size_bytes,
			size_t wanted_bytes, void **buffer)
{
	int result = 0;

	if (writer->begun)
		return -EBUSY;
	if (size_bytes > FRAME_BYTES_MAX)
		return -EFBIG;
	if (wanted_bytes > FRAME_BYTES_MAX)
		wanted_bytes = FRAME_BYTES_MAX;
	if (slot_map_check(&writer->map) < 0)
		result = writer_recover(writer);
	if (result == 0 && size_bytes > writer->map.capacity_bytes)
		result = writer_grow(writer, wanted_bytes);
	if (result < 0)
		return result;
	seqlock_write_begin(
		&writer_buffer(writer, writer->next_serial)->sequence);
	writer->begun = true;
	*buffer = slot_map_payload(&writer->map,
				   writer->next_serial % SLOT_BUFFERS);
	return 0;
}

int frame_writer_begin(struct frame_writer *writer, size_t size_bytes,
		       void **buffer, size_t *capacity_bytes)
{
	int result = writer_begin(writer, size_bytes, size_bytes, buffer);

	if (result == 0 && capacity_bytes)
		*capacity_bytes = writer->map.capacity_bytes;
	return result;
}

void frame_writer_abort(struct frame_writer *writer)
{
	if (!writer->begun)
		return;
	slot_buffer_empty(writer_buffer(writer, writer->next_serial));
	writer->begun = false;
}

static bool info_is_publishable(const struct frame_writer *writer,
				const struct frame_info *info)
{
	return writer->begun &&
	       info->size_bytes <= writer->map.capacity_bytes &&
	       frame_media_type_is_valid(info->media_type);
}

int frame_writer_commit(struct frame_writer *writer, struct frame_info *info)
{
	struct slot_buffer *buffer;
	struct slot_frame frame;

	if (!info_is_publishable(writer, info)) {
		frame_writer_abort(writer);
		return -EINVAL;
	}
	info->serial = writer->next_serial;
	info->published_ns = monotonic_ns();
	frame = (struct slot_frame){
		.serial = info->serial,
		.captured_ns = info->captured_ns,
		.captured_wall_ns = info->captured_wall_ns,
		.published_ns = info->published_ns,
		.size_bytes = (uint32_t)info->size_bytes,
		.width_px = info->width_px,
		.height_px = info->height_px,
		.flags = info->flags,
	};
	strcpy(frame.media_type, info->media_type);
	buffer = writer_buffer(writer, info->serial);
	seqlock_copy_in(&buffer->frame, &frame, sizeof(frame));
	seqlock_write_end(&buffer->sequence);
	writer->begun = false;
	writer->next_serial = serial_after(info->serial);
	writer_announce(writer, info->serial);
	return 0;
}

int frame_writer_publish(struct frame_writer *writer, struct frame_info *info,
			 const void *data)
{
	void *buffer;
	/*
	 * The sizes of encoded frames vary: take half as much again, so that
	 * the slot is not replaced often.
	 */
	int result =
		writer_begin(writer, info->size_bytes,
			     info->size_bytes + info->size_bytes / 2, &buffer);

	if (result < 0)
		return result;
	seqlock_copy_in(buffer, data, info->size_bytes);
	return frame_writer_commit(writer, info);
}

uint64_t frame_writer_next_serial(const struct frame_writer *writer)
{
	return writer->next_serial;
}

void frame_writer_report(struct frame_writer *writer,
			 const struct frame_report *report)
{
	writer->report = *report;
	/* A slot that was taken from us gets the report with the next frame. */
	if (slot_map_check(&writer->map) == 0)
		writer_report_store(writer);
}

bool frame_writer_has_demand(const struct frame_writer *writer)
{
	return slot_lock_demand_is_taken(writer->map.fd);
}

int frame_writer_watch(const struct frame_writer *writer)
{
	return slot_knock_watch(writer->map.fd);
}

int frame_writer_check(const struct frame_writer *writer)
{
	return slot_map_check(&writer->map);
}

void frame_writer_close(struct frame_writer *writer)
{
	if (!writer)
		return;
	frame_writer_abort(writer);
	slot_map_close(&writer->map);
	free(writer);
}

void frame_writer_remove(struct frame_writer *writer)
{
	if (!writer)
		return;
	shm_object_unlink(writer->map.fd, writer->name);
	if (slot_map_check(&writer->map) == -ESTALE)
		slot_map_announce(&writer->map);
	frame_writer_close(writer);
}

pid_t frame_slot_writer_pid(const char *name)
{
	struct slot_header header;
	uint32_t pid = 0;
	int fd = shm_object_open(name, false);

	if (fd < 0)
		return fd;
	if (slot_lock_writer_is_taken(fd) &&
	    pread(fd, &header, sizeof(header), 0) == (ssize_t)sizeof(header))
		pid = header.writer_pid;
	close(fd);
	return pid <= INT32_MAX ? (pid_t)pid : 0;
}
