/*
 * Counts what has become of the source's pictures, for the slot's report.
 *
 * Every captured picture ends in one of the other counters, so that none can
 * get lost between them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "tally.h"

#include <errno.h>

#include "mailbox.h"

void tally_published(struct frame_report *report, const struct frame_info *info)
{
	report->bytes += info->size_bytes;
	if (info->flags & FRAME_PLACEHOLDER) {
		report->placeholders++;
		return;
	}
	report->captured++;
	report->published++;
}

void tally_failed(struct frame_report *report, int error)
{
	report->captured++;
	if (error == -EBADMSG)
		report->dropped_damaged++;
	else
		report->dropped_unstorable++;
}

void tally_unwanted(struct frame_report *report)
{
	report->captured++;
	report->dropped_unwanted++;
}

void tally_mailbox(struct frame_report *report,
		   const struct mailbox_counts *counts)
{
	report->captured += counts->skipped - report->dropped_late;
	report->dropped_late = counts->skipped;
	report->reconnects = counts->returns;
}
