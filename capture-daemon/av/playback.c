/*
 * Tells when each picture of a recording is due.
 *
 * SPDX-License-Identifier: MIT
 */
#include "playback.h"

#include "clock.h"

#define USUAL_RATE_FPS 25
#define LATE_NS	       NS_PER_S

/* A longer step between two pictures means a damaged recording. */
#define STEP_MAX_NS (10 * (int64_t)NS_PER_S)

void playback_start(struct playback *playback, double rate_fps)
{
	if (!(rate_fps >= 0.1 && rate_fps <= 1000))
		rate_fps = USUAL_RATE_FPS;
	*playback = (struct playback){
		.period_ns = (uint64_t)((double)NS_PER_S / rate_fps),
	};
}

void playback_rewind(struct playback *playback)
{
	playback->pause_ns =
		playback->pictures <= 1 ? NS_PER_S : playback->period_ns;
	playback->pictures = 0;
}

/* The time since the picture before. */
static uint64_t playback_step_ns(const struct playback *playback,
				 int64_t time_ns)
{
	int64_t step_ns;

	if (playback->pictures == 0)
		return playback->pause_ns;
	if (time_ns == PLAYBACK_UNKNOWN)
		return playback->period_ns;
	if (__builtin_sub_overflow(time_ns, playback->time_ns, &step_ns) ||
	    step_ns < 0 || step_ns > STEP_MAX_NS)
		return playback->period_ns;
	return (uint64_t)step_ns;
}

uint64_t playback_due_ns(struct playback *playback, int64_t time_ns,
			 uint64_t now_ns)
{
	uint64_t step_ns = playback_step_ns(playback, time_ns);

	playback->due_ns += step_ns;
	if (playback->due_ns + LATE_NS < now_ns)
		playback->due_ns = now_ns;
	/* Unsigned, because the times of a damaged file may be anything. */
	playback->time_ns =
		time_ns == PLAYBACK_UNKNOWN
			? (int64_t)((uint64_t)playback->time_ns + step_ns)
			: time_ns;
	playback->pictures++;
	return playback->due_ns;
}
