/*
 * The layout of a slot's shared memory, byte by byte (docs/slot-layout.md).
 *
 * One page of header, then SLOT_BUFFERS frame buffers of equal size. A field
 * that changes while readers read it is either a 32-bit atomic word, which can
 * be read through a read-only mapping on every machine, or guarded by a
 * sequence counter: each buffer has one, and so has the report.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SLOT_LAYOUT_H
#define SLOT_LAYOUT_H

#include <stdalign.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "frame_slot.h"

#define SLOT_MAGIC   0x5453414354304c53ull /* "SL0TCAST", little-endian */
#define SLOT_VERSION 2u

/*
 * The writer fills the buffer after the newest one, so a reader is disturbed
 * only when three more frames are published during its one copy.
 */
#define SLOT_BUFFERS 4u

/* Buffers and their descriptions have cache lines of their own. */
#define SLOT_ALIGNMENT	  64u
#define SLOT_HEADER_BYTES 4096u

/* Bytes of the object that carry no data, only OFD locks (fcntl(2)). */
#define SLOT_LOCK_WRITER 0
#define SLOT_LOCK_DEMAND 1

/* The description of a buffer's frame. Guarded by the buffer's counter. */
struct slot_frame {
	uint64_t serial; /* 0: nothing */
	uint64_t captured_ns;
	uint64_t captured_wall_ns;
	uint64_t published_ns;
	uint32_t size_bytes;
	uint32_t width_px;
	uint32_t height_px;
	uint32_t flags;
	char media_type[FRAME_MEDIA_TYPE_BYTES];
};

struct slot_buffer {
	alignas(SLOT_ALIGNMENT) _Atomic uint32_t
		sequence; /* odd: being written */
	alignas(8) struct slot_frame frame;
};

/* The writer's report about its source. Guarded by its own counter. */
struct slot_report {
	alignas(SLOT_ALIGNMENT) _Atomic uint32_t
		sequence; /* odd: being written */
	alignas(8) struct frame_report report;
};

struct slot_header {
	/* Written once, before the slot gets its name. */
	uint64_t magic;
	uint32_t version;
	uint32_t buffer_count;
	uint64_t capacity_bytes; /* of each buffer, a multiple of 64 */

	/* The writer's process id; void once the lock is free. */
	_Atomic uint32_t writer_pid;

	/*
	 * The low half of the newest serial; modulo four, it is the index of
	 * that frame's buffer. 0: nothing is published yet. No serial ends in
	 * 32 zero bits.
	 */
	alignas(SLOT_ALIGNMENT) _Atomic uint32_t newest;

	/* Futex: raised at each publication and when the slot is replaced. */
	_Atomic uint32_t changes;

	struct slot_buffer buffers[SLOT_BUFFERS];
	struct slot_report report;
};

_Static_assert(sizeof(struct slot_frame) == 112, "layout version 2");
_Static_assert(offsetof(struct slot_header, newest) == 64, "layout version 2");
_Static_assert(offsetof(struct slot_header, buffers) == 128,
	       "layout version 2");
_Static_assert(sizeof(struct slot_buffer) == 128, "layout version 2");
_Static_assert(offsetof(struct slot_header, report) == 640, "layout version 2");
_Static_assert(sizeof(struct frame_report) == 80, "layout version 2");
_Static_assert(sizeof(struct slot_header) <= SLOT_HEADER_BYTES,
	       "the header is one page");
_Static_assert(ATOMIC_INT_LOCK_FREE == 2, "atomics work across processes");

static inline size_t slot_object_bytes(size_t capacity_bytes)
{
	return SLOT_HEADER_BYTES + SLOT_BUFFERS * capacity_bytes;
}

static inline size_t slot_buffer_offset(uint32_t index, size_t capacity_bytes)
{
	return SLOT_HEADER_BYTES + index * capacity_bytes;
}

#endif
