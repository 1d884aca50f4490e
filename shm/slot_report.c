/*
 * A writer's report about its source, on its way into the slot and out.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_report.h"

#include "seqlock.h"

void slot_report_store(struct slot_report *shared,
		       const struct frame_report *report)
{
	if (!seqlock_is_odd(&shared->sequence))
		seqlock_write_begin(&shared->sequence);
	seqlock_copy_in(&shared->report, report, sizeof(*report));
	seqlock_write_end(&shared->sequence);
}

bool slot_report_load(struct slot_report *shared, struct frame_report *report)
{
	uint32_t begun = seqlock_read_begin(&shared->sequence);

	seqlock_copy_out(report, &shared->report, sizeof(*report));
	if (!seqlock_read_is_whole(&shared->sequence, begun))
		return false;
	/* The memory may hold anything. */
	if (report->source > FRAME_SOURCE_CLOSED)
		report->source = FRAME_SOURCE_UNKNOWN;
	return true;
}
