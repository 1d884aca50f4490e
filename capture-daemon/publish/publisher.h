/*
 * Decides whether a picture is published, and puts it into the slot.
 *
 * Only the main thread publishes.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PUBLISHER_H
#define PUBLISHER_H

#include <stdbool.h>
#include <stdint.h>

#include "frame_slot.h"
#include "mailbox.h"
#include "picture.h"
#include "turn.h"

struct publisher;

struct publisher_request {
	const char *slot;
	int width_px, height_px; /* before they are turned; 0: not known */
	unsigned rate_fps;	 /* at most; 0: every picture */
	int quality;
	int rotate_degrees;  /* clockwise: 0, 90, 180, 270 */
	enum turn_flip flip; /* after that */
	bool keeps_metadata; /* of JPEGs from outside: EXIF and its like */
};

/*
 * Take possession of the slot.
 *
 * Returns 0 and the publisher, owned by the caller, or a negative errno as
 * frame_writer_open().
 */
int publisher_open(struct publisher **publisher,
		   const struct publisher_request *request);

/* Give the slot up and remove it. NULL is legal. */
void publisher_remove(struct publisher *publisher);

/*
 * Publish `picture`, which stays the caller's, unless it is not wanted: it
 * comes too soon after the one before, or nobody is watching and the newest
 * frame is younger than a second.
 *
 * Returns 0, or a negative errno when it could not be published: -EBADMSG for a
 * damaged JPEG. A picture that is not wanted has the result of the one before.
 */
int publisher_offer(struct publisher *publisher, struct picture *picture);

/*
 * Why the last picture was not published, as a sentence; NULL when it was.
 * Valid until the next offer.
 */
const char *publisher_fault(const struct publisher *publisher);

/* Whether somebody wants frames, or did a moment ago. */
bool publisher_has_demand(struct publisher *publisher);

/*
 * Tell the slot's readers what has become of the pictures so far, including
 * those in the mailbox, and what the source is doing.
 */
void publisher_report(struct publisher *publisher,
		      const struct mailbox_counts *counts,
		      enum frame_source source);

/* Publish a placeholder of the size of the last picture. */
void publisher_excuse(struct publisher *publisher, const char *reason);

/*
 * Publish that there are no pictures until somebody wants them. Nothing else
 * is to be published until then.
 */
void publisher_rest(struct publisher *publisher);

/* To be called after that. Returns as frame_writer_watch(). */
int publisher_listen(const struct publisher *publisher);

/* Whether readers can find the slot; if not, the next picture creates it. */
bool publisher_has_slot(const struct publisher *publisher);

#endif
