/*
 * Notices a live stream that comes faster than it can be decoded.
 *
 * SPDX-License-Identifier: MIT
 */
#include "lateness.h"

#include "clock.h"

/* How long to observe; a thread that slept less than a fiftieth is behind. */
#define WINDOW_NS  (500 * NS_PER_MS)
#define SLEPT_PART 50

/* A shorter sleep may have been for a lock. */
#define SLEEP_NS (2 * NS_PER_MS)

/*
 * A keyframe a second is usual; there are streams without any. A longer wait
 * would look like a camera that fell silent.
 */
#define KEY_PATIENCE_NS (1200 * NS_PER_MS)

static void window_start(struct lateness *lateness, enum lateness_cure cure,
			 uint64_t now_ns)
{
	*lateness = (struct lateness){ .cure = cure, .window_ns = now_ns };
}

/* Everything is dropped: whether that ends with this picture. */
static bool is_over(struct lateness *lateness, uint64_t now_ns,
		    uint64_t slept_ns, bool is_key)
{
	if (lateness->caught_up_ns == 0 && slept_ns >= SLEEP_NS)
		lateness->caught_up_ns = now_ns;
	return lateness->caught_up_ns != 0 &&
	       (is_key || now_ns > lateness->caught_up_ns + KEY_PATIENCE_NS);
}

enum lateness_cure lateness_note(struct lateness *lateness, uint64_t now_ns,
				 uint64_t slept_ns, bool is_key)
{
	bool is_behind;

	if (lateness->cure == LATENESS_DROP) {
		if (is_over(lateness, now_ns, slept_ns, is_key))
			window_start(lateness, LATENESS_DECODE_ALL, now_ns);
		return lateness->cure;
	}
	if (lateness->window_ns == 0)
		window_start(lateness, LATENESS_DECODE_ALL, now_ns);
	lateness->slept_ns += slept_ns;
	if (now_ns < lateness->window_ns + WINDOW_NS)
		return lateness->cure;
	is_behind = lateness->slept_ns <
		    (now_ns - lateness->window_ns) / SLEPT_PART;
	window_start(lateness,
		     !is_behind ? LATENESS_DECODE_ALL
		     : lateness->cure == LATENESS_DECODE_ALL
			     ? LATENESS_DECODE_NEEDED
			     : LATENESS_DROP,
		     now_ns);
	return lateness->cure;
}
