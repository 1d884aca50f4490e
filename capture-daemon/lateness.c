/*
 * Whether a live stream comes faster than it can be decoded.
 *
 * SPDX-License-Identifier: MIT
 */
#include "lateness.h"

#include "clock.h"

/* So long it is watched, and behind is who waited less than a fiftieth. */
#define WINDOW_NS   (500 * NS_PER_MS)
#define WAITED_PART 50

/* A read that took so long found nothing to read at first. */
#define WAIT_NS (2 * NS_PER_MS)

/* There are streams without keyframes. */
#define KEY_PATIENCE_NS (2 * NS_PER_S)

static void window_start(struct lateness *lateness, enum lateness_cure cure,
			 uint64_t now_ns)
{
	*lateness = (struct lateness){ .cure = cure, .window_ns = now_ns };
}

/* Everything is dropped: is this where it goes on? */
static bool is_over(struct lateness *lateness, uint64_t waited_ns,
		    uint64_t now_ns, bool is_key)
{
	if (lateness->caught_up_ns == 0 && waited_ns >= WAIT_NS)
		lateness->caught_up_ns = now_ns;
	return lateness->caught_up_ns != 0 &&
	       (is_key || now_ns > lateness->caught_up_ns + KEY_PATIENCE_NS);
}

enum lateness_cure lateness_note(struct lateness *lateness, uint64_t began_ns,
				 uint64_t ended_ns, bool is_key)
{
	uint64_t waited_ns = ended_ns - began_ns;
	bool is_behind;

	if (lateness->cure == LATENESS_DROP) {
		if (is_over(lateness, waited_ns, ended_ns, is_key))
			window_start(lateness, LATENESS_DECODE_ALL, ended_ns);
		return lateness->cure;
	}
	if (lateness->window_ns == 0)
		window_start(lateness, LATENESS_DECODE_ALL, ended_ns);
	lateness->waited_ns += waited_ns;
	if (ended_ns < lateness->window_ns + WINDOW_NS)
		return lateness->cure;
	is_behind = lateness->waited_ns <
		    (ended_ns - lateness->window_ns) / WAITED_PART;
	window_start(lateness,
		     !is_behind ? LATENESS_DECODE_ALL
		     : lateness->cure == LATENESS_DECODE_ALL
			     ? LATENESS_DECODE_NEEDED
			     : LATENESS_DROP,
		     ended_ns);
	return lateness->cure;
}
