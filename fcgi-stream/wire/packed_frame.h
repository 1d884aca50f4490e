/*
 * One frame as it goes over the wire, made once and shared by all who get it.
 *
 * The bytes are, in their records: a part's head, the frame's own bytes (its
 * payload), the boundary behind it, the next part's head in advance; and of a
 * JSON value the event that tells it. A viewer gets the first three, or the
 * last three of the first four (multipart.h), a snapshot the second alone, a
 * subscriber the last.
 *
 * It never changes once it is made. Whoever holds one calls
 * packed_frame_release() once; the count belongs to the loop's thread, and a
 * frame that another thread makes has one holder until it is handed over.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef FCGI_STREAM_PACKED_FRAME_H
#define FCGI_STREAM_PACKED_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <frame_slot.h>

struct packed_frame {
	unsigned int holders;
	struct frame_info info;
	size_t payload_offset_bytes; /* where the payload's records are */
	size_t payload_records_bytes;
	size_t part_bytes;	    /* up to the boundary, that included */
	size_t size_bytes;	    /* with the next part's head */
	size_t event_records_bytes; /* behind that; 0 without an event */
	size_t head_bytes, next_head_bytes; /* without their records */
	uint8_t bytes[];
};

/*
 * `payload` holds info->size_bytes. `event` is the text of its event, or NULL.
 * Returns a frame with one holder, or NULL without memory.
 */
struct packed_frame *packed_frame_create(const struct frame_info *info,
					 const void *payload,
					 const char *event);

/* One more holder. Returns `frame`. */
struct packed_frame *packed_frame_hold(struct packed_frame *frame);

/* One holder less; the last one frees it. NULL is legal. */
void packed_frame_release(struct packed_frame *frame);

/* Whether a browser can show it: its media type is image/something. */
bool packed_frame_is_image(const struct packed_frame *frame);

/* What a client gets of it as a part of a stream. */
size_t packed_frame_body_bytes(const struct packed_frame *frame,
			       bool head_in_advance);

bool packed_frame_is_placeholder(const struct packed_frame *frame);

/* Whether its writer sleeps until somebody asks. */
bool packed_frame_is_idle(const struct packed_frame *frame);

#endif
