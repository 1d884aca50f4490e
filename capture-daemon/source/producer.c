/*
 * The source thread: keeps a source open and puts its pictures into the
 * mailbox.
 *
 * SPDX-License-Identifier: MIT
 */
#include "producer.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "backoff.h"
#include "clock.h"
#include "log.h"

enum wish { WISH_RUN, WISH_REST, WISH_END };

struct producer {
	pthread_t thread;
	struct stop stop; /* requested while the wish is not RUN */
	pthread_mutex_t lock;
	pthread_cond_t changed; /* one of the fields that the lock guards: */
	enum wish wish;
	bool has_ended;

	struct source_request request;
	struct mailbox *mailbox;

	struct silence silence;
	struct rerun rerun;
	struct backoff backoff;
	int error; /* why the source was left last, a negative errno */
	struct reason refusal; /* of the last visitor of a listener; or none */
	uint64_t lost_ns;      /* when the source was lost; 0: it is there */

	bool hangs; /* main thread only: the hang was logged */
};

/* Logged once when the source is lost and once when it is back. */
static void producer_log_lost(struct producer *producer,
			      const struct reason *reason)
{
	if (producer->lost_ns != 0) {
		log_debug("%s; still trying", reason->text);
		return;
	}
	producer->lost_ns = clock_monotonic_ns();
	log_warning("%s; will go on trying", reason->text);
}

static void producer_log_back(struct producer *producer)
{
	uint64_t lost_ns = producer->lost_ns;

	if (lost_ns == 0)
		return;
	producer->lost_ns = 0;
	log_notice("%s: back after %.1f s", producer->request.name,
		   (double)(clock_monotonic_ns() - lost_ns) / NS_PER_S);
}

/*
 * Until when the source need not give a picture: it may know, or its pace
 * tells.
 */
static void producer_await(struct producer *producer,
			   const struct source *source)
{
	const struct silence *silence = &producer->silence;
	uint64_t until_ns = 0;

	if (silence->picture_ns != 0)
		until_ns = silence->picture_ns + silence_allowed_ns(silence);
	if (until_ns < source->awaited_ns + SILENCE_LEAST_NS)
		until_ns = source->awaited_ns + SILENCE_LEAST_NS;
	mailbox_await(producer->mailbox, until_ns);
}

static void producer_deliver(struct producer *producer,
			     const struct source *source,
			     struct picture *picture)
{
	silence_note_picture(&producer->silence, clock_monotonic_ns());
	producer_await(producer, source);
	mailbox_put(producer->mailbox, picture);
	producer_log_back(producer);
	backoff_reset(&producer->backoff);
}

/* Read the source until it fails. Returns how it ended, never 0. */
static int producer_run_source(struct producer *producer, struct source *source,
			       struct reason *reason)
{
	struct picture *picture;
	int result;

	do {
		reason_forget(reason);
		result = source->next(source, &picture, reason);
		if (result == 0)
			producer_deliver(producer, source, picture);
		else if (result == -EAGAIN && reason_is_given(reason))
			mailbox_excuse(producer->mailbox, reason);
		else if (result == -EAGAIN)
			producer_await(producer, source);
	} while (result == 0 || result == -EAGAIN);
	return result;
}

static void producer_announce(struct producer *producer)
{
	struct reason waiting;

	if (reason_is_given(&producer->refusal))
		reason_give(&waiting, 0, "%s; waiting for another",
			    producer->refusal.text);
	else
		reason_give(&waiting, 0, "waiting for a publisher on %s",
			    producer->request.name);
	mailbox_excuse(producer->mailbox, &waiting);
	if (producer->lost_ns == 0)
		log_notice("%s", waiting.text);
}

/*
 * How long to wait before the next attempt, less the time that this one took.
 * An RTMP server says nothing while nobody publishes; by asking again at once
 * we are there when the publisher comes.
 */
static uint64_t pause_ns(struct producer *producer, uint64_t opening_ns)
{
	uint64_t wait_ns;

	/* A refused password: cameras lock out those that repeat it. */
	if (producer->error == -EACCES)
		return backoff_longest_ns(&producer->backoff);
	wait_ns = backoff_next_ns(&producer->backoff);
	return opening_ns < wait_ns ? wait_ns - opening_ns : 0;
}

/*
 * Use the source once, from open to close. Returns how long to wait before the
 * next time.
 */
static uint64_t producer_live(struct producer *producer)
{
	const struct source_request *request = &producer->request;
	const uint64_t began_ns = clock_monotonic_ns();
	struct reason reason = { "" };
	uint64_t opening_ns;
	struct source *source;
	int opened, result;

	silence_open(&producer->silence);
	if (request->listen)
		producer_announce(producer);
	result = opened = request->driver->open(&source, request,
						&producer->stop, &reason);
	opening_ns = clock_monotonic_ns() - began_ns;
	if (opened == 0) {
		result = producer_run_source(producer, source, &reason);
		source->close(source);
	}
	producer->error = result;
	if (result == -ECANCELED)
		return 0;
	producer_log_lost(producer, &reason);
	reason_forget(&producer->refusal);
	if (opened == -EAGAIN)
		producer->refusal = reason;
	/* The publisher left, or the visitor was none: listen on. */
	if (request->listen && (opened == 0 || opened == -EAGAIN))
		return 0;
	mailbox_excuse(producer->mailbox, &reason);
	return pause_ns(producer, opening_ns);
}

/* Wait until another attempt is worth while. Returns whether to stop. */
static bool producer_pause(struct producer *producer, uint64_t deadline_ns)
{
	const struct source_request *request = &producer->request;

	if (!request->driver->wait_until || request->listen)
		return stop_wait_until(&producer->stop, deadline_ns);
	return request->driver->wait_until(request->url, producer->error,
					   &producer->stop, deadline_ns);
}

/* Keep the source open, with pauses between attempts, until told to stop. */
static void producer_run(struct producer *producer)
{
	uint64_t wait_ns;

	backoff_reset(&producer->backoff);
	do
		wait_ns = producer_live(producer);
	while (!producer_pause(producer, clock_monotonic_ns() + wait_ns));
}

/* Wait until the source is wanted. Returns false when it is time to end. */
static bool producer_await_run(struct producer *producer)
{
	enum wish wish;

	pthread_mutex_lock(&producer->lock);
	if (producer->wish == WISH_REST)
		stop_ask_later(&producer->stop, UINT64_MAX);
	while (producer->wish == WISH_REST)
		pthread_cond_wait(&producer->changed, &producer->lock);
	wish = producer->wish;
	if (wish == WISH_RUN)
		stop_withdraw(&producer->stop);
	pthread_mutex_unlock(&producer->lock);
	return wish == WISH_RUN;
}

static void *producer_main(void *user)
{
	struct producer *producer = user;

	while (producer_await_run(producer))
		producer_run(producer);
	pthread_mutex_lock(&producer->lock);
	producer->has_ended = true;
	pthread_cond_broadcast(&producer->changed);
	pthread_mutex_unlock(&producer->lock);
	return NULL;
}

static void producer_set(struct producer *producer, enum wish wish)
{
	pthread_mutex_lock(&producer->lock);
	producer->wish = wish;
	if (wish != WISH_RUN)
		stop_request(&producer->stop);
	pthread_cond_broadcast(&producer->changed);
	pthread_mutex_unlock(&producer->lock);
}

static void producer_free(struct producer *producer)
{
	pthread_cond_destroy(&producer->changed);
	pthread_mutex_destroy(&producer->lock);
	stop_close(&producer->stop);
	free(producer);
}

static int producer_create(struct producer **created)
{
	struct producer *producer = calloc(1, sizeof(*producer));
	pthread_condattr_t attributes;
	int result;

	if (!producer)
		return -ENOMEM;
	result = stop_open(&producer->stop);
	if (result < 0) {
		free(producer);
		return result;
	}
	pthread_mutex_init(&producer->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&producer->changed, &attributes);
	pthread_condattr_destroy(&attributes);
	*created = producer;
	return 0;
}

int producer_start(struct producer **started,
		   const struct source_request *request,
		   struct mailbox *mailbox)
{
	struct producer *producer;
	int result = producer_create(&producer);

	if (result < 0)
		return result;
	producer->request = *request;
	producer->request.silence = &producer->silence;
	producer->request.rerun = &producer->rerun;
	silence_start(&producer->silence, request->silence_s);
	producer->mailbox = mailbox;
	result = -pthread_create(&producer->thread, NULL, producer_main,
				 producer);
	if (result < 0) {
		producer_free(producer);
		return result;
	}
	*started = producer;
	return 0;
}

void producer_rest(struct producer *producer)
{
	producer_set(producer, WISH_REST);
}

void producer_wake(struct producer *producer)
{
	producer_set(producer, WISH_RUN);
}

void producer_request_stop(struct producer *producer)
{
	producer_set(producer, WISH_END);
}

bool producer_hangs(struct producer *producer, uint64_t now_ns)
{
	bool hangs = stop_is_neglected(&producer->stop, now_ns);

	if (hangs && !producer->hangs)
		log_error("%s: its driver or decoder has not returned for "
			  "%d s; this program has to be started again, as "
			  "systemd's watchdog does",
			  producer->request.name, STOP_PATIENCE_S);
	else if (!hangs && producer->hangs)
		log_notice("%s: its driver or decoder has returned",
			   producer->request.name);
	producer->hangs = hangs;
	return hangs;
}

int producer_join(struct producer *producer, uint64_t deadline_ns)
{
	const struct timespec deadline = {
		.tv_sec = (time_t)(deadline_ns / NS_PER_S),
		.tv_nsec = (long)(deadline_ns % NS_PER_S),
	};
	bool has_ended;

	/* pthread_timedjoin_np() would wait by a clock that can be set. */
	pthread_mutex_lock(&producer->lock);
	while (!producer->has_ended &&
	       pthread_cond_timedwait(&producer->changed, &producer->lock,
				      &deadline) != ETIMEDOUT)
		;
	has_ended = producer->has_ended;
	pthread_mutex_unlock(&producer->lock);
	if (!has_ended)
		return -ETIMEDOUT;
	pthread_join(producer->thread, NULL);
	producer_free(producer);
	return 0;
}
