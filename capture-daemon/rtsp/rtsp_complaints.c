/*
 * What publishers cannot have, told to people once and not a thousand times.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtsp_complaints.h"

#include <stdio.h>
#include <string.h>

static void forgive(struct rtsp_complaints *complaints, uint64_t now_ns)
{
	if (complaints->told == 0)
		complaints->forgiven_ns = now_ns;
	while (complaints->told > 0 &&
	       now_ns - complaints->forgiven_ns >= RTSP_COMPLAINT_EACH_NS) {
		complaints->told--;
		complaints->forgiven_ns += RTSP_COMPLAINT_EACH_NS;
	}
}

bool rtsp_complaints_add(struct rtsp_complaints *complaints,
			 const char *sentence, uint64_t now_ns)
{
	char told[sizeof(complaints->last)];

	forgive(complaints, now_ns);
	/* Compare as much of it as is kept. */
	snprintf(told, sizeof(told), "%s", sentence);
	if (strcmp(told, complaints->last) == 0 ||
	    complaints->told == RTSP_COMPLAINTS_AT_ONCE)
		return false;
	memcpy(complaints->last, told, sizeof(told));
	complaints->told++;
	return true;
}

void rtsp_complaints_forget(struct rtsp_complaints *complaints)
{
	complaints->last[0] = '\0';
}
