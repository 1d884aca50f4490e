/*
 * Counts what has become of the source's pictures, for the slot's report.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef TALLY_H
#define TALLY_H

#include "frame_slot.h"

struct mailbox_counts;

/* The picture or placeholder that `info` describes is in the slot. */
void tally_published(struct frame_report *report,
		     const struct frame_info *info);

/* A picture could not be published: -EBADMSG, or another negative errno. */
void tally_failed(struct frame_report *report, int error);

/* A picture was left out: nobody watches, or fewer are wanted. */
void tally_unwanted(struct frame_report *report);

/* The mailbox has counted the pictures that the main thread never saw. */
void tally_mailbox(struct frame_report *report,
		   const struct mailbox_counts *counts);

#endif
