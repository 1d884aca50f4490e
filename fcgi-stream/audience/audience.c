/*
 * All members that want the frames of one slot.
 *
 * SPDX-License-Identifier: MIT
 */
#include "audience.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <frame_slot.h>

#include "clock.h"
#include "limit_advice.h"
#include "log.h"
#include "lookout.h"
#include "packed_frame.h"
#include "slot_thread.h"

/* Shorter than any server's patience with a silent response. */
#define REPEAT_NS (5 * NS_PER_S)

struct audience {
	char name[FRAME_SLOT_NAME_MAX + 1];
	struct loop *loop;
	struct loop_bell *bell;
	struct lookout lookout;
	struct slot_thread *thread;
	struct packed_frame *newest;
	struct loop_timer repeat;
	uint64_t wanted_ns; /* since when the thread is at work */
	bool lacks_thread;  /* when it last needed one */
	struct stream_counts counts;
	unsigned int viewer_count;
	LIST_HEAD(, member) members;
};

static void audience_show(struct audience *audience)
{
	struct member *member, *next;

	loop_timer_set(audience->loop, &audience->repeat,
		       loop_now_ns(audience->loop) + REPEAT_NS);
	for (member = LIST_FIRST(&audience->members); member; member = next) {
		/* It may leave when it has seen enough. */
		next = LIST_NEXT(member, others);
		member->show(member->user, audience->newest);
	}
}

static void audience_repeat(void *user)
{
	struct audience *audience = user;

	if (audience->newest && !LIST_EMPTY(&audience->members))
		audience_show(audience);
}

int audience_create(struct audience **created, struct loop *loop,
		    const char *name, struct loop_bell *bell)
{
	struct audience *audience = calloc(1, sizeof(*audience));
	int result;

	if (!audience)
		return -ENOMEM;
	result = slot_thread_create(&audience->thread, name, bell);
	if (result < 0) {
		free(audience);
		return result;
	}
	snprintf(audience->name, sizeof(audience->name), "%s", name);
	audience->loop = loop;
	audience->bell = bell;
	lookout_open(&audience->lookout, loop, audience->name);
	audience->repeat.fire = audience_repeat;
	audience->repeat.user = audience;
	LIST_INIT(&audience->members);
	*created = audience;
	return 0;
}

void audience_destroy(struct audience *audience)
{
	loop_timer_clear(&audience->repeat);
	lookout_close(&audience->lookout);
	slot_thread_destroy(audience->thread);
	packed_frame_release(audience->newest);
	free(audience);
}

void audience_forget(struct audience *audience)
{
	packed_frame_release(audience->newest);
	audience->newest = NULL;
}

/* Each who comes meanwhile is told; the log, only once. */
static void audience_note_thread(struct audience *audience, int result)
{
	if (result < 0 && !audience->lacks_thread)
		log_warning("slot %s cannot be watched: %s%s", audience->name,
			    strerror(-result), limit_advice(result));
	audience->lacks_thread = result < 0;
}

int audience_join(struct audience *audience, struct member *member)
{
	int result = slot_thread_want(audience->thread);

	audience_note_thread(audience, result);
	if (result < 0)
		return result;
	/* The frame that a resting thread took last may be old. */
	if (result == 0) {
		audience_forget(audience);
		audience->wanted_ns = clock_monotonic_ns();
	}
	member->audience = audience;
	audience->viewer_count += member->is_viewer;
	LIST_INSERT_HEAD(&audience->members, member, others);
	if (!audience->newest)
		return 0;
	if (!audience->repeat.is_set)
		loop_timer_set(audience->loop, &audience->repeat,
			       loop_now_ns(audience->loop) + REPEAT_NS);
	member->show(member->user, audience->newest);
	return 0;
}

void audience_leave(struct member *member)
{
	struct audience *audience = member->audience;

	if (!audience)
		return;
	member->audience = NULL;
	audience->viewer_count -= member->is_viewer;
	LIST_REMOVE(member, others);
	if (!LIST_EMPTY(&audience->members))
		return;
	loop_timer_clear(&audience->repeat);
	slot_thread_rest(audience->thread);
}

struct stream_counts *member_counts(struct member *member)
{
	return &member->audience->counts;
}

static bool is_same_frame(const struct packed_frame *one,
			  const struct packed_frame *other)
{
	return one && one->info.serial == other->info.serial &&
	       one->info.captured_ns == other->info.captured_ns;
}

/* How quickly the frame came, and how many before it were missed. */
static void audience_count(struct audience *audience,
			   const struct frame_info *info)
{
	const struct packed_frame *before = audience->newest;
	uint64_t now_ns = clock_monotonic_ns();

	if (before && info->serial > before->info.serial + 1)
		audience->counts.frames_missed +=
			info->serial - before->info.serial - 1;
	/* A frame from before anybody wanted it was not handed on late. */
	if (info->published_ns >= audience->wanted_ns &&
	    info->published_ns <= now_ns)
		histogram_add(&audience->counts.hand_off,
			      now_ns - info->published_ns);
}

void audience_update(struct audience *audience)
{
	struct packed_frame *frame = slot_thread_take(audience->thread);

	if (!frame)
		return;
	/* A slot that was opened again begins with the frame that it had. */
	if (is_same_frame(audience->newest, frame)) {
		packed_frame_release(frame);
		return;
	}
	audience_count(audience, &frame->info);
	audience_forget(audience);
	audience->newest = frame;
	lookout_look(&audience->lookout);
	if (!LIST_EMPTY(&audience->members))
		audience_show(audience);
}

void audience_recheck(struct audience *audience)
{
	slot_thread_recheck(audience->thread);
	lookout_look(&audience->lookout);
}

void audience_follow(struct audience *audience, struct follower *follower)
{
	lookout_follow(&audience->lookout, follower);
}

void audience_unfollow(struct audience *audience, struct follower *follower)
{
	lookout_unfollow(&audience->lookout, follower);
	/* Nothing else would tell that the audience may be over. */
	loop_bell_ring(audience->bell);
}

const struct lookout *audience_lookout(const struct audience *audience)
{
	return &audience->lookout;
}

void audience_end(struct audience *audience)
{
	struct member *member, *next;

	slot_thread_end(audience->thread);
	lookout_end(&audience->lookout);
	for (member = LIST_FIRST(&audience->members); member; member = next) {
		next = LIST_NEXT(member, others);
		member->end(member->user);
	}
}

struct packed_frame *audience_newest(const struct audience *audience)
{
	return audience->newest;
}

const char *audience_name(const struct audience *audience)
{
	return audience->name;
}

const struct stream_counts *audience_counts(const struct audience *audience)
{
	return &audience->counts;
}

unsigned int audience_retries(const struct audience *audience)
{
	return slot_thread_retries(audience->thread);
}

unsigned int audience_viewer_count(const struct audience *audience)
{
	return audience->viewer_count;
}

unsigned int audience_follower_count(const struct audience *audience)
{
	return audience->lookout.follower_count;
}

bool audience_is_empty(const struct audience *audience)
{
	return LIST_EMPTY(&audience->members) &&
	       audience_follower_count(audience) == 0;
}

bool audience_is_over(const struct audience *audience)
{
	return audience_is_empty(audience) &&
	       slot_thread_has_ended(audience->thread);
}

void audience_retire(struct audience *audience)
{
	if (LIST_EMPTY(&audience->members))
		slot_thread_end(audience->thread);
}
