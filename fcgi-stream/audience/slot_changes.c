/*
 * Hears that slots have come or gone.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_changes.h"

#include <unistd.h>

#include <frame_slot.h>

#include "clock.h"
#include "log.h"
#include "slot_fault.h"

#define LOOK_NS NS_PER_S

static void changes_ready(void *user, uint32_t events);

/* Returns 0 or a negative errno: nothing is heard. */
static int changes_listen(struct slot_changes *changes)
{
	int fd = frame_slot_watch();
	int result;

	if (fd < 0)
		return fd;
	changes->source = (struct loop_source){ fd, changes_ready, changes };
	result = loop_add(changes->loop, &changes->source, EPOLLIN);
	if (result < 0) {
		close(fd);
		changes->source.fd = -1;
	}
	return result;
}

static void changes_stop_listening(struct slot_changes *changes)
{
	if (changes->source.fd < 0)
		return;
	loop_remove(changes->loop, &changes->source);
	close(changes->source.fd);
	changes->source.fd = -1;
}

static void changes_ready(void *user, uint32_t events)
{
	struct slot_changes *changes = user;

	(void)events;
	if (!frame_slot_watch_clear(changes->source.fd)) {
		changes_stop_listening(changes);
		slot_changes_await(changes);
	}
	changes->look(changes->user);
}

/* Listen first: what happens between is seen by the look, or told after it. */
static void changes_look(void *user)
{
	struct slot_changes *changes = user;

	if (changes_listen(changes) == 0)
		log_notice("slots that come and go are heard of again");
	changes->look(changes->user);
}

void slot_changes_open(struct slot_changes *changes, struct loop *loop)
{
	int result;

	changes->loop = loop;
	changes->source.fd = -1;
	changes->due =
		(struct loop_timer){ .fire = changes_look, .user = changes };
	result = changes_listen(changes);
	if (result < 0)
		slot_fault_report_deafness("slots that come and go are looked "
					   "for once a second",
					   result);
}

void slot_changes_close(struct slot_changes *changes)
{
	changes_stop_listening(changes);
	loop_timer_clear(&changes->due);
}

void slot_changes_await(struct slot_changes *changes)
{
	if (changes->source.fd < 0 && !changes->due.is_set)
		loop_timer_set(changes->loop, &changes->due,
			       clock_monotonic_ns() + LOOK_NS);
}
