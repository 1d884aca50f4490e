/*
 * A thread that waits for the frames of one slot and makes pictures of them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_watch.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "clock.h"
#include "event_text.h"
#include "log.h"
#include "loop.h"
#include "media_type.h"
#include "picture.h"

#define STACK_BYTES (256 * 1024)

/* A slot removed behind its writer's back is noticed after this. */
#define LOOK_NS NS_PER_S

/* How long the thread rests before it ends. */
#define REST_NS (30 * NS_PER_S)

/* The writer has overtaken every attempt to copy a frame; let it calm down. */
#define LAPPED_NS (5 * NS_PER_MS)

struct slot_watch {
	char name[FRAME_SLOT_NAME_MAX + 1];
	struct loop_bell *bell;
	bool hears_changes;
	pthread_t thread;
	bool has_thread; /* one was started and has not been joined */

	/* The thread's own. */
	bool is_missing;    /* the slot cannot be read */
	bool has_had_frame; /* since it was opened */

	/* How often the writer overtook us; only then it is touched. */
	_Atomic unsigned int retries;

	pthread_mutex_t mutex; /* guards what follows */
	pthread_cond_t changed;
	bool is_wanted, is_resting, is_ending, has_ended;
	unsigned int looks;	/* how often slot_watch_look() was called */
	struct picture *newest; /* not taken yet */
};

/* ------------------------------------------------- on the thread --------- */

static bool watch_is_wanted(struct slot_watch *watch)
{
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
		clock_monotonic_ns() + (watch->is_missing ? 0 : REST_NS);
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

static void watch_say_missing(struct slot_watch *watch, int error)
{
	if (!watch->is_missing)
		log_notice("slot gone: %s: its viewers wait for it: %s",
			   watch->name, strerror(-error));
	watch->is_missing = true;
}

static void watch_say_back(struct slot_watch *watch)
{
	if (watch->is_missing)
		log_notice("slot back: %s", watch->name);
	watch->is_missing = false;
}

/* Only the newest counts: one that nobody has taken yet is let go. */
static void watch_give(struct slot_watch *watch, struct picture *picture)
{
	struct picture *old;

	pthread_mutex_lock(&watch->mutex);
	old = watch->newest;
	watch->newest = picture;
	pthread_mutex_unlock(&watch->mutex);
	picture_release(old);
	loop_bell_ring(watch->bell);
}

static struct picture *watch_make_picture(const struct slot_watch *watch,
					  const struct frame_info *info,
					  const void *frame)
{
	struct picture *picture;
	char *event;

	if (!media_type_is_json(info->media_type))
		return picture_create(info, frame, NULL);
	event = event_text_of_value(watch->name, info, frame);
	if (!event)
		return NULL;
	picture = picture_create(info, frame, event);
	free(event);
	return picture;
}

/* Make a picture of the newest frame. Returns as frame_reader_copy(). */
static int watch_take_frame(struct slot_watch *watch,
			    struct frame_reader *reader, void *buffer,
			    uint64_t *serial)
{
	struct frame_info info;
	struct picture *picture;
	uint64_t retries = frame_reader_retries(reader);
	int result = frame_reader_copy(reader, &info, buffer,
				       frame_reader_capacity(reader));

	retries = frame_reader_retries(reader) - retries;
	if (retries > 0)
		watch->retries += (unsigned int)retries;
	if (result < 0)
		return result;
	*serial = info.serial;
	watch->has_had_frame = true;
	picture = watch_make_picture(watch, &info, buffer);
	if (!picture)
		return -ENOMEM;
	watch_give(watch, picture);
	return 0;
}

/*
 * Take frame after frame. Returns 0 when nobody wants them any more, or why
 * the slot has to be opened again.
 */
static int watch_follow(struct slot_watch *watch, struct frame_reader *reader,
			void *buffer)
{
	const struct timespec lapped = { .tv_nsec = LAPPED_NS };
	uint64_t serial = 0;

	while (watch_is_wanted(watch)) {
		int result = frame_reader_wait(reader, serial,
					       clock_monotonic_ns() + LOOK_NS);

		if (result == 0)
			result = watch_take_frame(watch, reader, buffer,
						  &serial);
		if (result == -EAGAIN)
			nanosleep(&lapped, NULL);
		else if (result < 0 && result != -ETIMEDOUT && result != -EINTR)
			return result;
	}
	return 0;
}

/* Returns as watch_follow(), and as frame_reader_open(). */
static int watch_open_and_follow(struct slot_watch *watch)
{
	struct frame_reader *reader;
	void *buffer;
	int result = frame_reader_open(&reader, watch->name);

	watch->has_had_frame = false;
	if (result < 0)
		return result;
	buffer = malloc(frame_reader_capacity(reader));
	if (!buffer) {
		result = -ENOMEM;
		goto close_reader;
	}
	watch_say_back(watch);
	result = frame_reader_demand(reader, true);
	if (result < 0)
		log_warning("slot %s: its writer cannot be told that there "
			    "are viewers: %s",
			    watch->name, strerror(-result));
	result = watch_follow(watch, reader, buffer);
	free(buffer);

close_reader:
	frame_reader_close(reader);
	return result;
}

static void *watch_run(void *user)
{
	struct slot_watch *watch = user;

	while (watch_rest(watch)) {
		while (watch_is_wanted(watch)) {
			unsigned int looks = watch_looks(watch);
			int result = watch_open_and_follow(watch);

			/*
			 * A slot that was replaced is there at once; one that
			 * nobody replaces must not make us spin.
			 */
			if (result == -ESTALE && watch->has_had_frame)
				continue;
			if (result < 0 && result != -ESTALE)
				watch_say_missing(watch, result);
			if (result < 0)
				watch_await_slot(watch, result, looks);
		}
	}
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

	if (!watch)
		return -ENOMEM;
	snprintf(watch->name, sizeof(watch->name), "%s", name);
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
}

void slot_watch_destroy(struct slot_watch *watch)
{
	if (!watch)
		return;
	slot_watch_end(watch);
	watch_join(watch);
	picture_release(watch->newest);
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
}

struct picture *slot_watch_take(struct slot_watch *watch)
{
	struct picture *picture;

	pthread_mutex_lock(&watch->mutex);
	picture = watch->newest;
	watch->newest = NULL;
	pthread_mutex_unlock(&watch->mutex);
	return picture;
}

unsigned int slot_watch_retries(const struct slot_watch *watch)
{
	return watch->retries;
}

bool slot_watch_has_ended(struct slot_watch *watch)
{
	bool has_ended;

	pthread_mutex_lock(&watch->mutex);
	has_ended = watch->has_ended;
	pthread_mutex_unlock(&watch->mutex);
	return has_ended;
}
