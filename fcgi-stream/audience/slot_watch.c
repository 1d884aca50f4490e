/*
 * A thread that waits for the frames of one slot and packs them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_watch.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "clock.h"
#include "loop.h"
#include "packed_frame.h"
#include "slot_feed.h"

#define STACK_BYTES (256 * 1024)

/* How soon one is looked for that nothing tells of. */
#define LOOK_NS NS_PER_S

/* How long the thread rests before it ends. */
#define REST_NS (30 * NS_PER_S)

struct slot_watch {
	char name[FRAME_SLOT_NAME_MAX + 1];
	struct loop_bell *bell;
	bool hears_changes;
	pthread_t thread;
	bool has_thread; /* one was started and has not been joined */

	struct slot_feed feed; /* the thread's, but for its retries and wake */

	pthread_mutex_t mutex; /* guards what follows */
	pthread_cond_t changed;
	bool is_wanted, is_resting, is_ending, has_ended;
	unsigned int looks; /* how often slot_watch_look() was called */
	struct packed_frame *newest; /* not taken yet */
};

/* ------------------------------------------------- on the thread --------- */

static bool watch_is_wanted(void *user)
{
	struct slot_watch *watch = user;
	bool wanted;

	pthread_mutex_lock(&watch->mutex);
	wanted = watch->is_wanted && !watch->is_ending;
	pthread_mutex_unlock(&watch->mutex);
	return wanted;
}

static int watch_sleep(struct slot_watch *watch, uint64_t deadline_ns)
{
	const struct timespec deadline = {
		.tv_sec = (time_t)(deadline_ns / NS_PER_S),
		.tv_nsec = (long)(deadline_ns % NS_PER_S),
	};

	if (deadline_ns == UINT64_MAX)
		return pthread_cond_wait(&watch->changed, &watch->mutex);
	return pthread_cond_timedwait(&watch->changed, &watch->mutex,
				      &deadline);
}

/*
 * Rest until somebody wants the slot; not at all if there is none. Returns
 * false when it is time to end.
 */
static bool watch_rest(struct slot_watch *watch)
{
	uint64_t deadline_ns =
		clock_monotonic_ns() + (watch->feed.is_missing ? 0 : REST_NS);
	bool goes_on;

	pthread_mutex_lock(&watch->mutex);
	watch->is_resting = true;
	while (!watch->is_wanted && !watch->is_ending &&
	       watch_sleep(watch, deadline_ns) != ETIMEDOUT)
		;
	watch->is_resting = false;
	goes_on = watch->is_wanted && !watch->is_ending;
	watch->has_ended = !goes_on;
	pthread_mutex_unlock(&watch->mutex);
	return goes_on;
}

static unsigned int watch_looks(struct slot_watch *watch)
{
	unsigned int looks;

	pthread_mutex_lock(&watch->mutex);
	looks = watch->looks;
	pthread_mutex_unlock(&watch->mutex);
	return looks;
}

/*
 * The slot cannot be read because of `error`. Wait until that may have
 * changed: for a missing slot, until slots have come or gone since `looks`.
 */
static void watch_await_slot(struct slot_watch *watch, int error,
			     unsigned int looks)
{
	uint64_t deadline_ns = UINT64_MAX;

	if (error != -ENOENT || !watch->hears_changes)
		deadline_ns = clock_monotonic_ns() + LOOK_NS;
	pthread_mutex_lock(&watch->mutex);
	while (watch->looks == looks && watch->is_wanted && !watch->is_ending &&
	       watch_sleep(watch, deadline_ns) != ETIMEDOUT)
		;
	pthread_mutex_unlock(&watch->mutex);
}

/* Only the newest counts: one that nobody has taken yet is let go. */
static void watch_give(void *user, struct packed_frame *frame)
{
	struct slot_watch *watch = user;
	struct packed_frame *old;

	pthread_mutex_lock(&watch->mutex);
	old = watch->newest;
	watch->newest = frame;
	pthread_mutex_unlock(&watch->mutex);
	packed_frame_release(old);
	loop_bell_ring(watch->bell);
}

static void watch_work(struct slot_watch *watch)
{
	while (watch_is_wanted(watch)) {
		unsigned int looks = watch_looks(watch);
		int result = slot_feed_run(&watch->feed);

		if (result < 0)
			watch_await_slot(watch, result, looks);
	}
}

static void *watch_run(void *user)
{
	struct slot_watch *watch = user;

	while (watch_rest(watch))
		watch_work(watch);
	loop_bell_ring(watch->bell);
	return NULL;
}

/* -------------------------------------------- for the loop's thread ------ */

static int watch_start_thread(struct slot_watch *watch)
{
	pthread_attr_t attributes;
	int error;

	watch->has_ended = false;
	/* So that nobody takes it for being at work already. */
	watch->is_resting = true;
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_BYTES);
	error = pthread_create(&watch->thread, &attributes, watch_run, watch);
	pthread_attr_destroy(&attributes);
	watch->has_thread = error == 0;
	if (error != 0)
		watch->has_ended = true;
	return -error;
}

static void watch_join(struct slot_watch *watch)
{
	if (watch->has_thread)
		pthread_join(watch->thread, NULL);
	watch->has_thread = false;
}

int slot_watch_create(struct slot_watch **created, const char *name,
		      struct loop_bell *bell, bool hears_changes)
{
	struct slot_watch *watch = calloc(1, sizeof(*watch));
	pthread_condattr_t attributes;
	int result;

	if (!watch)
		return -ENOMEM;
	snprintf(watch->name, sizeof(watch->name), "%s", name);
	watch->feed = (struct slot_feed){ .name = watch->name,
					  .is_wanted = watch_is_wanted,
					  .give = watch_give,
					  .user = watch };
	result = slot_feed_open(&watch->feed);
	if (result < 0) {
		free(watch);
		return result;
	}
	watch->bell = bell;
	watch->hears_changes = hears_changes;
	watch->has_ended = true;
	pthread_mutex_init(&watch->mutex, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&watch->changed, &attributes);
	pthread_condattr_destroy(&attributes);
	*created = watch;
	return 0;
}

void slot_watch_end(struct slot_watch *watch)
{
	pthread_mutex_lock(&watch->mutex);
	watch->is_ending = true;
	pthread_cond_signal(&watch->changed);
	pthread_mutex_unlock(&watch->mutex);
	slot_feed_wake(&watch->feed);
}

void slot_watch_destroy(struct slot_watch *watch)
{
	if (!watch)
		return;
	slot_watch_end(watch);
	watch_join(watch);
	packed_frame_release(watch->newest);
	slot_feed_close(&watch->feed);
	pthread_cond_destroy(&watch->changed);
	pthread_mutex_destroy(&watch->mutex);
	free(watch);
}

int slot_watch_want(struct slot_watch *watch)
{
	bool was_at_work, has_ended;

	pthread_mutex_lock(&watch->mutex);
	has_ended = watch->has_ended;
	was_at_work = !has_ended && !watch->is_resting;
	watch->is_wanted = true;
	watch->is_ending = false;
	pthread_cond_signal(&watch->changed);
	pthread_mutex_unlock(&watch->mutex);
	if (has_ended) {
		watch_join(watch);
		return watch_start_thread(watch);
	}
	return was_at_work;
}

void slot_watch_rest(struct slot_watch *watch)
{
	pthread_mutex_lock(&watch->mutex);
	watch->is_wanted = false;
	pthread_cond_signal(&watch->changed);
	pthread_mutex_unlock(&watch->mutex);
}

void slot_watch_look(struct slot_watch *watch)
{
	pthread_mutex_lock(&watch->mutex);
	watch->looks++;
	pthread_cond_signal(&watch->changed);
	pthread_mutex_unlock(&watch->mutex);
	slot_feed_wake(&watch->feed);
}

struct packed_frame *slot_watch_take(struct slot_watch *watch)
{
	struct packed_frame *frame;

	pthread_mutex_lock(&watch->mutex);
	frame = watch->newest;
	watch->newest = NULL;
	pthread_mutex_unlock(&watch->mutex);
	return frame;
}

unsigned int slot_watch_retries(const struct slot_watch *watch)
{
	return watch->feed.retries;
}

bool slot_watch_has_ended(struct slot_watch *watch)
{
	bool has_ended;

	pthread_mutex_lock(&watch->mutex);
	has_ended = watch->has_ended;
	pthread_mutex_unlock(&watch->mutex);
	return has_ended;
}
