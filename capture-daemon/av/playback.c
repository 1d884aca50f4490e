/*
 * Tells when each picture of a source that comes faster than it is to be shown
 * is due.
 *
 * SPDX-License-Identifier: MIT
 */
#include "playback.h"

#include "clock.h"

#define USUAL_RATE_FPS	 25
#define SLOWEST_RATE_FPS (1.0 / 3600)
#define LATE_NS		 NS_PER_S

/* A longer step between two pictures, or one of more periods, is damage. */
#define STEP_MAX_NS	 (10 * NS_PER_S)
#define STEP_MAX_PERIODS 4

/* A live stream: nothing is known of its bursts at first. */
#define BURST_UNKNOWN_NS (10 * NS_PER_S)
#define BURST_MAX_NS	 (15 * NS_PER_S)

/* How long to observe before it goes faster, and how much faster. */
#define WINDOW_NS   (30 * NS_PER_S)
#define HURRY_PARTS 16

void playback_start(struct playback *playback, double rate_fps)
{
	if (!(rate_fps >= SLOWEST_RATE_FPS && rate_fps <= 1000))
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

static uint64_t larger(uint64_t one, uint64_t other)
{
	return one > other ? one : other;
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
	    step_ns < 0 ||
	    (uint64_t)step_ns >
		    larger(STEP_MAX_NS, STEP_MAX_PERIODS * playback->period_ns))
		return playback->period_ns;
	return (uint64_t)step_ns;
}

static void picture_note(struct playback *playback, int64_t time_ns,
			 uint64_t step_ns)
{
	/* Unsigned, because the times of a damaged file may be anything. */
	playback->time_ns =
		time_ns == PLAYBACK_UNKNOWN
			? (int64_t)((uint64_t)playback->time_ns + step_ns)
			: time_ns;
	playback->pictures++;
}

uint64_t playback_due_ns(struct playback *playback, int64_t time_ns,
			 uint64_t now_ns)
{
	uint64_t step_ns = playback_step_ns(playback, time_ns);

	playback->due_ns += step_ns;
	if (playback->due_ns + LATE_NS < now_ns)
		playback->due_ns = now_ns;
	picture_note(playback, time_ns, step_ns);
	return playback->due_ns;
}

/* ------------------------------------------------- a live stream --------- */

static void observe_anew(struct playback *playback, uint64_t now_ns)
{
	playback->window_ns = now_ns;
	playback->spare_ns = INT64_MAX;
}

static uint64_t burst_ns(const struct playback *playback)
{
	uint64_t seen_ns = playback->burst_ns;

	if (seen_ns == 0)
		return BURST_UNKNOWN_NS;
	return seen_ns < BURST_MAX_NS ? seen_ns : BURST_MAX_NS;
}

/*
 * A gap of some seconds in the stream's times may be real: a segment was lost,
 * or nothing moved. It is none, but a new beginning of the sender's clock, when
 * the picture after it would have to wait for longer than bursts can explain.
 */
static uint64_t step_believed_ns(const struct playback *playback,
				 uint64_t step_ns, uint64_t arrived_ns)
{
	uint64_t wait_max_ns = 2 * burst_ns(playback) + PLAYBACK_RESERVE_NS;

	return playback->due_ns + step_ns > arrived_ns + wait_max_ns &&
			       step_ns > NS_PER_S
		       ? playback->period_ns
		       : step_ns;
}

/* What to add to a step, to make up for a part of the excess. */
static int64_t correction_ns(struct playback *playback, uint64_t step_ns)
{
	int64_t most_ns = (int64_t)(step_ns / HURRY_PARTS);
	int64_t part_ns = playback->excess_ns;

	if (part_ns > most_ns)
		part_ns = most_ns;
	if (part_ns < -most_ns)
		part_ns = -most_ns;
	playback->excess_ns -= part_ns;
	return -part_ns;
}

/* A picture came so much earlier than it is due. */
static void spare_note(struct playback *playback, int64_t spare_ns,
		       uint64_t now_ns)
{
	const int64_t reserve_ns = (int64_t)PLAYBACK_RESERVE_NS;

	if (spare_ns < playback->spare_ns)
		playback->spare_ns = spare_ns;
	if (spare_ns - reserve_ns < playback->excess_ns &&
	    spare_ns < reserve_ns) {
		playback->excess_ns = spare_ns - reserve_ns;
		observe_anew(playback, now_ns);
	} else if (playback->excess_ns != 0) {
		observe_anew(playback, now_ns);
	} else if (now_ns > playback->window_ns + WINDOW_NS) {
		if (playback->spare_ns > 2 * reserve_ns)
			playback->excess_ns = playback->spare_ns - reserve_ns;
		observe_anew(playback, now_ns);
	}
}

static void arrival_note(struct playback *playback, uint64_t arrived_ns)
{
	uint64_t pause_ns = arrived_ns - playback->arrived_ns;

	if (playback->arrived_ns != 0 && pause_ns > playback->burst_ns)
		playback->burst_ns = pause_ns;
	playback->arrived_ns = arrived_ns;
}

uint64_t playback_live_due_ns(struct playback *playback, int64_t time_ns,
			      uint64_t arrived_ns)
{
	uint64_t step_ns = playback_step_ns(playback, time_ns);

	arrival_note(playback, arrived_ns);
	if (playback->due_ns == 0) {
		playback->due_ns = arrived_ns + PLAYBACK_RESERVE_NS;
		observe_anew(playback, arrived_ns);
	} else {
		step_ns = step_believed_ns(playback, step_ns, arrived_ns);
		playback->due_ns +=
			step_ns + (uint64_t)correction_ns(playback, step_ns);
		/* It is late: go on from here. */
		playback->due_ns = larger(playback->due_ns, arrived_ns);
		spare_note(playback, (int64_t)(playback->due_ns - arrived_ns),
			   arrived_ns);
	}
	picture_note(playback, time_ns, step_ns);
	return playback->due_ns;
}

uint64_t playback_live_awaited_ns(const struct playback *playback)
{
	return playback->due_ns + burst_ns(playback);
}
