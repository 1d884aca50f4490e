/*
 * A thread that waits for the frames of one slot and packs them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_thread.h"

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

/* How often a slot is tried again when nothing tells of a change. */
#define RETRY_NS NS_PER_S

/* How long the thread rests before it ends. */
#define REST_NS (30 * NS_PER_S)

struct slot_thread {
	char name[FRAME_SLOT_NAME_MAX + 1];
	struct loop_bell *bell;
	pthread_t id;
	bool is_started; /* and not joined yet */

	struct slot_feed
		feed; /* used on the thread, but for its retries and wake */

	pthread_mutex_t mutex; /* guards what follows */
	pthread_cond_t changed;
	bool is_wanted, is_resting, is_ending, has_ended;
	unsigned int rechecks; /* how often slot_thread_recheck() was called */
	struct packed_frame *newest; /* not taken yet */
};

/* ------------------------------------------------- on the thread --------- */

static bool thread_is_wanted(void *user)
{
	struct slot_thread *thread = user;
	bool wanted;

	pthread_mutex_lock(&thread->mutex);
	wanted = thread->is_wanted && !thread->is_ending;
	pthread_mutex_unlock(&thread->mutex);
	return wanted;
}

static int thread_sleep(struct slot_thread *thread, uint64_t deadline_ns)
{
	const struct timespec deadline = {
		.tv_sec = (time_t)(deadline_ns / NS_PER_S),
		.tv_nsec = (long)(deadline_ns % NS_PER_S),
	};

	if (deadline_ns == UINT64_MAX)
		return pthread_cond_wait(&thread->changed, &thread->mutex);
	return pthread_cond_timedwait(&thread->changed, &thread->mutex,
				      &deadline);
}

/*
 * Somebody may come back to the slot; to one that is gone nobody does. It may
 * have gone when it was still wanted and the loop therefore let us be, and not
 * have been missed before nobody wanted it any more. If it goes from now on,
 * the loop ends us.
 */
static uint64_t thread_rest_ns(const struct slot_thread *thread)
{
	if (thread->feed.is_missing || !frame_slot_is_there(thread->name))
		return 0;
	return REST_NS;
}

/* Rest until somebody wants the slot. Returns false when it is time to end. */
static bool thread_rest(struct slot_thread *thread)
{
	uint64_t deadline_ns = clock_monotonic_ns() + thread_rest_ns(thread);
	bool goes_on;

	pthread_mutex_lock(&thread->mutex);
	thread->is_resting = true;
	while (!thread->is_wanted && !thread->is_ending &&
	       thread_sleep(thread, deadline_ns) != ETIMEDOUT)
		;
	thread->is_resting = false;
	goes_on = thread->is_wanted && !thread->is_ending;
	thread->has_ended = !goes_on;
	pthread_mutex_unlock(&thread->mutex);
	return goes_on;
}

static unsigned int thread_rechecks(struct slot_thread *thread)
{
	unsigned int rechecks;

	pthread_mutex_lock(&thread->mutex);
	rechecks = thread->rechecks;
	pthread_mutex_unlock(&thread->mutex);
	return rechecks;
}

/*
 * The slot cannot be read because of `error`. Wait until that may have
 * changed: for a missing slot, until slots have come or gone since `rechecks`.
 */
static void thread_await_slot(struct slot_thread *thread, int error,
			      unsigned int rechecks)
{
	uint64_t deadline_ns = UINT64_MAX;

	if (error != -ENOENT)
		deadline_ns = clock_monotonic_ns() + RETRY_NS;
	pthread_mutex_lock(&thread->mutex);
	while (thread->rechecks == rechecks && thread->is_wanted &&
	       !thread->is_ending &&
	       thread_sleep(thread, deadline_ns) != ETIMEDOUT)
		;
	pthread_mutex_unlock(&thread->mutex);
}

/* Keep only the newest: release one that has not been taken yet. */
static void thread_give(void *user, struct packed_frame *frame)
{
	struct slot_thread *thread = user;
	struct packed_frame *old;

	pthread_mutex_lock(&thread->mutex);
	old = thread->newest;
	thread->newest = frame;
	pthread_mutex_unlock(&thread->mutex);
	packed_frame_release(old);
	loop_bell_ring(thread->bell);
}

static void thread_work(struct slot_thread *thread)
{
	while (thread_is_wanted(thread)) {
		unsigned int rechecks = thread_rechecks(thread);
		int result = slot_feed_run(&thread->feed);

		if (result < 0)
			thread_await_slot(thread, result, rechecks);
	}
}

static void *thread_run(void *user)
{
	struct slot_thread *thread = user;

	while (thread_rest(thread))
		thread_work(thread);
	loop_bell_ring(thread->bell);
	return NULL;
}

/* -------------------------------------------- for the loop's thread ------ */

static int thread_start(struct slot_thread *thread)
{
	pthread_attr_t attributes;
	int error;

	thread->has_ended = false;
	/* It is not at work yet. */
	thread->is_resting = true;
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_BYTES);
	error = pthread_create(&thread->id, &attributes, thread_run, thread);
	pthread_attr_destroy(&attributes);
	thread->is_started = error == 0;
	if (error != 0)
		thread->has_ended = true;
	return -error;
}

static void thread_join(struct slot_thread *thread)
{
	if (thread->is_started)
		pthread_join(thread->id, NULL);
	thread->is_started = false;
}

int slot_thread_create(struct slot_thread **created, const char *name,
		       struct loop_bell *bell)
{
	struct slot_thread *thread = calloc(1, sizeof(*thread));
	pthread_condattr_t attributes;
	int result;

	if (!thread)
		return -ENOMEM;
	snprintf(thread->name, sizeof(thread->name), "%s", name);
	thread->feed = (struct slot_feed){ .name = thread->name,
					   .is_wanted = thread_is_wanted,
					   .give = thread_give,
					   .user = thread };
	result = slot_feed_open(&thread->feed);
	if (result < 0) {
		free(thread);
		return result;
	}
	thread->bell = bell;
	thread->has_ended = true;
	pthread_mutex_init(&thread->mutex, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&thread->changed, &attributes);
	pthread_condattr_destroy(&attributes);
	*created = thread;
	return 0;
}

void slot_thread_end(struct slot_thread *thread)
{
	pthread_mutex_lock(&thread->mutex);
	thread->is_ending = true;
	pthread_cond_signal(&thread->changed);
	pthread_mutex_unlock(&thread->mutex);
	slot_feed_wake(&thread->feed);
}

void slot_thread_destroy(struct slot_thread *thread)
{
	if (!thread)
		return;
	slot_thread_end(thread);
	thread_join(thread);
	packed_frame_release(thread->newest);
	slot_feed_close(&thread->feed);
	pthread_cond_destroy(&thread->changed);
	pthread_mutex_destroy(&thread->mutex);
	free(thread);
}

int slot_thread_want(struct slot_thread *thread)
{
	bool was_at_work, has_ended;

	pthread_mutex_lock(&thread->mutex);
	has_ended = thread->has_ended;
	was_at_work = !has_ended && !thread->is_resting;
	thread->is_wanted = true;
	thread->is_ending = false;
	pthread_cond_signal(&thread->changed);
	pthread_mutex_unlock(&thread->mutex);
	if (has_ended) {
		thread_join(thread);
		return thread_start(thread);
	}
	return was_at_work;
}

void slot_thread_rest(struct slot_thread *thread)
{
	pthread_mutex_lock(&thread->mutex);
	thread->is_wanted = false;
	pthread_cond_signal(&thread->changed);
	pthread_mutex_unlock(&thread->mutex);
}

void slot_thread_recheck(struct slot_thread *thread)
{
	pthread_mutex_lock(&thread->mutex);
	thread->rechecks++;
	pthread_cond_signal(&thread->changed);
	pthread_mutex_unlock(&thread->mutex);
	slot_feed_wake(&thread->feed);
}

struct packed_frame *slot_thread_take(struct slot_thread *thread)
{
	struct packed_frame *frame;

	pthread_mutex_lock(&thread->mutex);
	frame = thread->newest;
	thread->newest = NULL;
	pthread_mutex_unlock(&thread->mutex);
	return frame;
}

unsigned int slot_thread_retries(const struct slot_thread *thread)
{
	return thread->feed.retries;
}

bool slot_thread_has_ended(struct slot_thread *thread)
{
	bool has_ended;

	pthread_mutex_lock(&thread->mutex);
	has_ended = thread->has_ended;
	pthread_mutex_unlock(&thread->mutex);
	return has_ended;
}
