/*
 * What a writer tells about its source, on its way into the slot and out.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SLOT_REPORT_H
#define SLOT_REPORT_H

#include <stdbool.h>

#include "slot_layout.h"

/* Whatever state `shared` is in, also one that a dying writer left. */
void slot_report_store(struct slot_report *shared,
		       const struct frame_report *report);

/*
 * One attempt to copy. Returns false when the writer was in the midst of it;
 * a source that there is not becomes FRAME_SOURCE_UNKNOWN.
 */
bool slot_report_load(struct slot_report *shared, struct frame_report *report);

#endif
