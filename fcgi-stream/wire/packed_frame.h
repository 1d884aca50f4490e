/*
 * One frame as it goes over the wire, packed once and held by all that send it.
 *
 * The bytes are five sections, in their records: a part's head, the frame's
 * own bytes (its payload), the boundary after it, the next part's head in
 * advance (multipart.h); and for a JSON value the event that tells it. A piece
 * is a range of sections that one kind of peer gets.
 *
 * A packed frame never changes. Each holder calls packed_frame_release() once.
 * The count belongs to the loop's thread; a frame that another thread packs
 * has one holder until it is handed over.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PACKED_FRAME_H
#define PACKED_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <frame_slot.h>

#define FRAME_SECTIONS 5

struct packed_frame {
	unsigned int holders;
	struct frame_info info;
	size_t section_bytes[FRAME_SECTIONS]; /* without their records */
	uint8_t bytes[];
};

enum frame_piece {
	PIECE_PART,	       /* head, payload, boundary */
	PIECE_PART_IN_ADVANCE, /* payload, boundary, the next part's head */
	PIECE_PAYLOAD,
	PIECE_EVENT, /* empty when there is none */
};

/* In its records, as long as the frame is held. */
struct packed_piece {
	const uint8_t *bytes;
	size_t size_bytes;
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

struct packed_piece packed_frame_piece(const struct packed_frame *frame,
				       enum frame_piece piece);

/* The bytes of that piece without the records around them. */
size_t packed_frame_body_bytes(const struct packed_frame *frame,
			       enum frame_piece piece);

bool packed_frame_is_placeholder(const struct packed_frame *frame);

/* Whether its writer rests until somebody asks. */
bool packed_frame_is_idle(const struct packed_frame *frame);

#endif
