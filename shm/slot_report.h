/*
 * A writer's report about its source, on its way into the slot and out.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SLOT_REPORT_H
#define SLOT_REPORT_H

#include <stdbool.h>

#include "slot_layout.h"

/* `shared` may be in any state, also one that a dying writer left. */
void slot_report_store(struct slot_report *shared,
		       const struct frame_report *report);

/*
 * One attempt to copy. Returns false when the writer was changing it. An
 * invalid source becomes FRAME_SOURCE_UNKNOWN.
 */
bool slot_report_load(struct slot_report *shared, struct frame_report *report);

#endif
