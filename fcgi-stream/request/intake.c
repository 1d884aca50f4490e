/*
 * Gets the request from an accepted connection.
 *
 * SPDX-License-Identifier: MIT
 */
#include "intake.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "request.h"
#include "request_reader.h"

#define READERS 2

/* How long a new connection may be silent. */
#define SILENCE_NS (10 * NS_PER_S)

/* One connection on its way; it is in one of the lists at any time. */
struct arrival {
	struct intake *intake;
	struct loop_source source;
	struct loop_timer silence;
	struct request *request; /* NULL: none came */
	TAILQ_ENTRY(arrival) others;
};

TAILQ_HEAD(arrivals, arrival);

struct reading_thread {
	struct intake *intake;
	pthread_t id;
	int fd; /* being read, -1 for none; under the intake's mutex */
	struct request_reader reader;
};

struct intake {
	struct loop *loop;
	void (*answer)(void *user, struct request *request);
	void *user;
	struct loop_bell bell;
	struct arrivals silent; /* the loop's thread only */
	pthread_mutex_t mutex;	/* guards what follows */
	pthread_cond_t has_work;
	struct arrivals speaking, read;
	bool is_ending;
	struct reading_thread threads[READERS];
	int thread_count;
};

static void arrival_drop(struct arrival *arrival)
{
	if (arrival->request)
		request_destroy(arrival->request);
	else if (arrival->source.fd >= 0)
		close(arrival->source.fd);
	free(arrival);
}

/* ------------------------------------------------- on the threads -------- */

/* The next arrival that speaks, or NULL at the end. */
static struct arrival *thread_next(struct reading_thread *thread)
{
	struct intake *intake = thread->intake;
	struct arrival *arrival = NULL;

	pthread_mutex_lock(&intake->mutex);
	while (TAILQ_EMPTY(&intake->speaking) && !intake->is_ending)
		pthread_cond_wait(&intake->has_work, &intake->mutex);
	if (!intake->is_ending) {
		arrival = TAILQ_FIRST(&intake->speaking);
		TAILQ_REMOVE(&intake->speaking, arrival, others);
		thread->fd = arrival->source.fd;
	}
	pthread_mutex_unlock(&intake->mutex);
	return arrival;
}

static void thread_deliver(struct reading_thread *thread,
			   struct arrival *arrival)
{
	struct intake *intake = thread->intake;

	pthread_mutex_lock(&intake->mutex);
	thread->fd = -1;
	TAILQ_INSERT_TAIL(&intake->read, arrival, others);
	pthread_mutex_unlock(&intake->mutex);
	loop_bell_ring(&intake->bell);
}

static void *thread_run(void *user)
{
	struct reading_thread *thread = user;
	struct arrival *arrival;

	while ((arrival = thread_next(thread))) {
		arrival->request = request_reader_read(&thread->reader,
						       arrival->source.fd);
		arrival->source.fd = -1;
		thread_deliver(thread, arrival);
	}
	return NULL;
}

/* ------------------------------------------- on the loop's thread -------- */

static void arrival_speaks(void *user, uint32_t events)
{
	struct arrival *arrival = user;
	struct intake *intake = arrival->intake;

	(void)events;
	loop_remove(intake->loop, &arrival->source);
	loop_timer_clear(&arrival->silence);
	TAILQ_REMOVE(&intake->silent, arrival, others);
	pthread_mutex_lock(&intake->mutex);
	TAILQ_INSERT_TAIL(&intake->speaking, arrival, others);
	pthread_cond_signal(&intake->has_work);
	pthread_mutex_unlock(&intake->mutex);
}

/* It was silent for too long, or the program ends. */
static void arrival_hang_up(void *user)
{
	struct arrival *arrival = user;

	loop_timer_clear(&arrival->silence);
	loop_remove(arrival->intake->loop, &arrival->source);
	TAILQ_REMOVE(&arrival->intake->silent, arrival, others);
	arrival_drop(arrival);
}

void intake_add(void *user, int fd)
{
	struct intake *intake = user;
	struct arrival *arrival = calloc(1, sizeof(*arrival));

	if (!arrival) {
		close(fd);
		return;
	}
	arrival->intake = intake;
	arrival->source = (struct loop_source){ fd, arrival_speaks, arrival };
	arrival->silence.fire = arrival_hang_up;
	arrival->silence.user = arrival;
	if (loop_add(intake->loop, &arrival->source, EPOLLIN | EPOLLRDHUP) <
	    0) {
		arrival_drop(arrival);
		return;
	}
	TAILQ_INSERT_TAIL(&intake->silent, arrival, others);
	loop_timer_set(intake->loop, &arrival->silence,
		       loop_now_ns(intake->loop) + SILENCE_NS);
}

static struct arrival *intake_next_read(struct intake *intake)
{
	struct arrival *arrival;

	pthread_mutex_lock(&intake->mutex);
	arrival = TAILQ_FIRST(&intake->read);
	if (arrival)
		TAILQ_REMOVE(&intake->read, arrival, others);
	pthread_mutex_unlock(&intake->mutex);
	return arrival;
}

static void intake_deliver(void *user)
{
	struct intake *intake = user;
	struct arrival *arrival;

	while ((arrival = intake_next_read(intake))) {
		struct request *request = arrival->request;

		arrival->request = NULL;
		arrival_drop(arrival);
		if (request)
			intake->answer(intake->user, request);
	}
}

int intake_create(struct intake **created, struct loop *loop,
		  void (*answer)(void *user, struct request *request),
		  void *user)
{
	struct intake *intake = calloc(1, sizeof(*intake));
	int result;

	if (!intake)
		return -ENOMEM;
	result = request_reader_prepare();
	if (result < 0)
		goto free_intake;
	intake->loop = loop;
	intake->answer = answer;
	intake->user = user;
	TAILQ_INIT(&intake->silent);
	TAILQ_INIT(&intake->speaking);
	TAILQ_INIT(&intake->read);
	pthread_mutex_init(&intake->mutex, NULL);
	pthread_cond_init(&intake->has_work, NULL);
	intake->bell.rung = intake_deliver;
	intake->bell.user = intake;
	result = loop_bell_open(loop, &intake->bell);
	if (result < 0)
		goto free_intake;
	*created = intake;
	return 0;

free_intake:
	free(intake);
	return result;
}

int intake_start(struct intake *intake)
{
	while (intake->thread_count < READERS) {
		struct reading_thread *thread =
			&intake->threads[intake->thread_count];
		int error;

		thread->intake = intake;
		thread->fd = -1;
		error = pthread_create(&thread->id, NULL, thread_run, thread);
		if (error != 0)
			return -error;
		intake->thread_count++;
	}
	return 0;
}

/* A thread may be waiting for the rest of a request: that rest ends now. */
static void intake_end_threads(struct intake *intake)
{
	pthread_mutex_lock(&intake->mutex);
	intake->is_ending = true;
	for (int i = 0; i < intake->thread_count; i++)
		if (intake->threads[i].fd >= 0)
			shutdown(intake->threads[i].fd, SHUT_RD);
	pthread_cond_broadcast(&intake->has_work);
	pthread_mutex_unlock(&intake->mutex);
	for (int i = 0; i < intake->thread_count; i++)
		pthread_join(intake->threads[i].id, NULL);
}

static void arrivals_drop(struct arrivals *arrivals)
{
	struct arrival *arrival;

	while ((arrival = TAILQ_FIRST(arrivals))) {
		TAILQ_REMOVE(arrivals, arrival, others);
		arrival_drop(arrival);
	}
}

void intake_destroy(struct intake *intake)
{
	struct arrival *arrival, *next;

	if (!intake)
		return;
	intake_end_threads(intake);
	for (arrival = TAILQ_FIRST(&intake->silent); arrival; arrival = next) {
		next = TAILQ_NEXT(arrival, others);
		arrival_hang_up(arrival);
	}
	arrivals_drop(&intake->speaking);
	arrivals_drop(&intake->read);
	loop_bell_close(intake->loop, &intake->bell);
	pthread_cond_destroy(&intake->has_work);
	pthread_mutex_destroy(&intake->mutex);
	free(intake);
}
