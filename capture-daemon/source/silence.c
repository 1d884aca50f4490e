/*
 * How long a source may give no picture before it counts as silent.
 *
 * SPDX-License-Identifier: MIT
 */
#include "silence.h"

#include "clock.h"

/* The pace is known when so many intervals were seen. */
#define INTERVALS_ENOUGH 4

/* Before that: long enough for a camera that shows the time once in ten s. */
#define UNKNOWN_NS (15 * NS_PER_S)

/* No pause that is learned is longer. */
#define LONGEST_NS (600 * NS_PER_S)

/* The patience is doubled so often at most. */
#define LOSSES_MAX 3

static uint64_t larger(uint64_t one, uint64_t other)
{
	return one > other ? one : other;
}

void silence_start(struct silence *silence, unsigned given_s)
{
	*silence = (struct silence){ .given_ns = given_s * NS_PER_S };
}

void silence_open(struct silence *silence)
{
	silence->picture_ns = 0;
}

void silence_note_picture(struct silence *silence, uint64_t now_ns)
{
	if (silence->picture_ns != 0) {
		silence->intervals_ns[silence->intervals % SILENCE_INTERVALS] =
			now_ns - silence->picture_ns;
		silence->intervals++;
		silence->losses = 0;
	}
	silence->picture_ns = now_ns;
}

void silence_note_loss(struct silence *silence)
{
	if (silence->losses < LOSSES_MAX)
		silence->losses++;
}

/* Entries of the ring that were never filled are 0. */
static uint64_t longest_interval_ns(const struct silence *silence)
{
	uint64_t longest_ns = 0;

	for (int i = 0; i < SILENCE_INTERVALS; i++)
		longest_ns = larger(longest_ns, silence->intervals_ns[i]);
	return longest_ns;
}

uint64_t silence_learned_ns(const struct silence *silence, uint64_t least_ns)
{
	uint64_t pause_ns = 2 * longest_interval_ns(silence);

	if (silence->given_ns != 0)
		return silence->given_ns;
	return larger(least_ns, pause_ns < LONGEST_NS ? pause_ns : LONGEST_NS);
}

uint64_t silence_allowed_ns(const struct silence *silence)
{
	return silence_learned_ns(silence,
				  silence->intervals >= INTERVALS_ENOUGH
					  ? SILENCE_LEAST_NS
					  : UNKNOWN_NS);
}

uint64_t silence_patience_ns(const struct silence *silence, uint64_t least_ns)
{
	uint64_t patience_ns = silence_learned_ns(silence, least_ns);

	/* Connecting takes its time, however soon a picture is due. */
	if (silence->picture_ns == 0)
		patience_ns = larger(patience_ns, least_ns);
	else
		patience_ns = larger(patience_ns, silence_allowed_ns(silence));
	return silence->given_ns != 0 ? patience_ns
				      : patience_ns << silence->losses;
}
