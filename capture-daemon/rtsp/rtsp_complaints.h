/*
 * What publishers cannot have, told to people once and not a thousand times.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RTSP_COMPLAINTS_H
#define RTSP_COMPLAINTS_H

#include <stdbool.h>
#include <stdint.h>

/* So many different ones are told at once, and then one more a minute. */
#define RTSP_COMPLAINTS_AT_ONCE 5
#define RTSP_COMPLAINT_EACH_NS	(UINT64_C(60) * 1000000000)

/* All zeros at first. */
struct rtsp_complaints {
	char last[512];
	unsigned told;
	uint64_t forgiven_ns; /* until then `told` was counted down */
};

/*
 * Returns whether this sentence is to be told: it is not the last one again,
 * and there were not too many.
 */
bool rtsp_complaints_add(struct rtsp_complaints *complaints,
			 const char *sentence, uint64_t now_ns);

/* All is well again: the next one is news, whatever it says. */
void rtsp_complaints_forget(struct rtsp_complaints *complaints);

#endif
