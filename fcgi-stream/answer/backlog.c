/*
 * Whether pictures pile up between the web server and a slow browser.
 *
 * SPDX-License-Identifier: MIT
 */
#include "backlog.h"

#include "clock.h"

/* This much may wait when a picture starts, so that the link is never idle. */
#define CLEAR_BYTES (16 * 1024)

/* More than piles up by chance. */
#define JAM_BYTES (512 * 1024)
#define JAM_NS	  (500 * NS_PER_MS)

/*
 * How much longer a link has to be clear than not, for its first trust and for
 * another. A thousand viewers jam a busy machine's links now and then: if each
 * jam cost all that was earned, none would be trusted again, and to hold their
 * pictures back would not relieve the machine.
 */
#define FIRST_TRUST_NS	(100 * NS_PER_MS)
#define SECOND_TRUST_NS NS_PER_S

/* How long a link is not measured: trusted, or moving, or standing still. */
#define TRUSTED_PAUSE_NS NS_PER_S
#define JAMMED_PAUSE_NS	 (10 * NS_PER_MS)
#define STILL_PAUSE_NS	 (500 * NS_PER_MS)

bool backlog_is_due(const struct backlog *backlog, uint64_t now_ns)
{
	return now_ns >= backlog->due_ns;
}

static void backlog_clear(struct backlog *backlog, uint64_t now_ns)
{
	uint64_t trust_ns =
		backlog->was_jammed ? SECOND_TRUST_NS : FIRST_TRUST_NS;

	if (backlog->waiting_since_ns == 0)
		backlog->earned_ns += now_ns - backlog->measured_ns;
	backlog->waiting_since_ns = 0;
	backlog->progress_ns = now_ns;
	backlog->is_trusted |= backlog->earned_ns >= trust_ns;
	if (backlog->is_trusted)
		backlog->due_ns = now_ns + TRUSTED_PAUSE_NS;
}

static void backlog_jam(struct backlog *backlog, uint64_t now_ns)
{
	uint64_t lost_ns = now_ns - backlog->measured_ns;

	backlog->earned_ns -=
		lost_ns < backlog->earned_ns ? lost_ns : backlog->earned_ns;
	if (backlog->waiting_since_ns == 0)
		backlog->waiting_since_ns = now_ns;
	if (backlog->unsent_bytes <= JAM_BYTES &&
	    now_ns - backlog->waiting_since_ns < JAM_NS)
		return;
	if (backlog->is_trusted)
		backlog->earned_ns = 0;
	backlog->is_trusted = false;
	backlog->was_jammed = true;
}

/* Rarer with time when nothing moves, so that a dead link costs nothing. */
static uint64_t next_due_ns(const struct backlog *backlog, uint64_t now_ns)
{
	uint64_t still_ns = now_ns - backlog->progress_ns;
	uint64_t pause_ns = JAMMED_PAUSE_NS + still_ns / 8;

	return now_ns + (pause_ns < STILL_PAUSE_NS ? pause_ns : STILL_PAUSE_NS);
}

bool backlog_must_wait(struct backlog *backlog, uint64_t now_ns,
		       uint64_t unsent_bytes)
{
	if (backlog->measured_ns == 0)
		backlog->measured_ns = backlog->progress_ns = now_ns;
	if (unsent_bytes < backlog->unsent_bytes)
		backlog->progress_ns = now_ns;
	backlog->unsent_bytes = unsent_bytes;
	if (unsent_bytes <= CLEAR_BYTES)
		backlog_clear(backlog, now_ns);
	else
		backlog_jam(backlog, now_ns);
	backlog->measured_ns = now_ns;
	if (unsent_bytes <= CLEAR_BYTES)
		return false;
	backlog->due_ns =
		backlog->is_trusted ? now_ns : next_due_ns(backlog, now_ns);
	return !backlog->is_trusted;
}
