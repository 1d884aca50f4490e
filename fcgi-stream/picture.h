/*
 * One frame as it goes over the wire, made once and shared by all who get it.
 *
 * The bytes are, in their records: the part's head, the frame, the boundary
 * behind it, the next part's head in advance; and of a JSON value the event
 * that tells it. A viewer gets the first three, or the last three of the first
 * four (multipart.h), a snapshot the second alone, a subscriber the last.
 *
 * A picture never changes once it is made. Whoever holds one calls
 * picture_release() once; the count belongs to the loop's thread, and a
 * picture that another thread makes has one holder until it is handed over.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef FCGI_STREAM_PICTURE_H
#define FCGI_STREAM_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <frame_slot.h>

struct picture {
	unsigned int holders;
	struct frame_info info;
	size_t frame_offset_bytes; /* where the frame's own records are */
	size_t frame_records_bytes;
	size_t part_bytes;	    /* up to the boundary, that included */
	size_t size_bytes;	    /* with the next part's head */
	size_t event_records_bytes; /* behind that; 0 without an event */
	size_t head_bytes, next_head_bytes; /* without their records */
	uint8_t bytes[];
};

/*
 * A picture of the frame with one holder, or NULL without memory. `event` is
 * the text of its event, or NULL.
 */
struct picture *picture_create(const struct frame_info *info, const void *frame,
			       const char *event);

/* One more holder. Returns `picture`. */
struct picture *picture_hold(struct picture *picture);

/* One holder less; the last one frees it. NULL is legal. */
void picture_release(struct picture *picture);

/* Whether a browser can show it: its media type is image/something. */
bool picture_is_image(const struct picture *picture);

/* What a client gets of it as a part of a stream. */
size_t picture_body_bytes(const struct picture *picture, bool head_in_advance);

bool picture_is_placeholder(const struct picture *picture);

/* Whether its writer sleeps until somebody asks. */
bool picture_is_idle(const struct picture *picture);

#endif
