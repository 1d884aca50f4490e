/*
 * Reads a live stream that comes in bursts ahead of time, in a thread of its
 * own.
 *
 * SPDX-License-Identifier: MIT
 */
#include "read_ahead.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "clock.h"

/* Two segments of 10 s at 20 Mbit/s; and as many pictures of 30 fps. */
#define QUEUE_BYTES   (48u << 20)
#define QUEUE_PACKETS 2048

/* A segment may take 10 s, and libavformat asks for it by its own rhythm. */
#define PATIENCE_NS (20 * NS_PER_S)

struct queued {
	AVPacket *packet;
	uint64_t arrived_ns;
};

struct read_ahead {
	struct av_input *input; /* the thread's */
	struct stop *stop;	/* what its patience asked before, and will */
	struct stop halt;	/* what it asks meanwhile */
	pthread_t thread;
	int news_fd; /* readable when there may be something to take */

	pthread_mutex_t lock; /* guards what follows */
	pthread_cond_t room;  /* something was taken, or it is to end */
	struct queued queue[QUEUE_PACKETS];
	unsigned first, count;
	size_t bytes;
	int result; /* of the last read; 0: it goes on */
	struct reason reason;
};

static bool is_full(const struct read_ahead *ahead)
{
	return ahead->count == QUEUE_PACKETS || ahead->bytes >= QUEUE_BYTES;
}

/* Takes `packet` over. Returns whether to go on. */
static bool queue_put(struct read_ahead *ahead, AVPacket *packet)
{
	const uint64_t arrived_ns = clock_monotonic_ns();
	bool is_over;

	pthread_mutex_lock(&ahead->lock);
	while (is_full(ahead) && !stop_is_requested(&ahead->halt))
		pthread_cond_wait(&ahead->room, &ahead->lock);
	is_over = stop_is_requested(&ahead->halt);
	if (!is_over) {
		ahead->queue[(ahead->first + ahead->count) % QUEUE_PACKETS] =
			(struct queued){ packet, arrived_ns };
		ahead->count++;
		ahead->bytes += (size_t)packet->size;
	}
	pthread_mutex_unlock(&ahead->lock);
	if (is_over)
		av_packet_free(&packet);
	return !is_over;
}

static void queue_end(struct read_ahead *ahead, int result,
		      const struct reason *reason)
{
	pthread_mutex_lock(&ahead->lock);
	ahead->result = result;
	ahead->reason = *reason;
	pthread_mutex_unlock(&ahead->lock);
	eventfd_write(ahead->news_fd, 1);
}

/* Read one packet into the queue. Returns whether to go on. */
static bool packet_fetch(struct read_ahead *ahead)
{
	struct reason reason = { "" };
	AVPacket *packet = av_packet_alloc();
	int result;

	if (!packet) {
		result = reason_give(&reason, -ENOMEM, "out of memory");
		queue_end(ahead, result, &reason);
		return false;
	}
	result = av_input_read(ahead->input, packet, &reason);
	if (result < 0) {
		av_packet_free(&packet);
		queue_end(ahead, result, &reason);
		return false;
	}
	return queue_put(ahead, packet);
}

static void *read_ahead_main(void *user)
{
	struct read_ahead *ahead = user;

	while (packet_fetch(ahead))
		eventfd_write(ahead->news_fd, 1);
	return NULL;
}

static void read_ahead_free(struct read_ahead *ahead)
{
	for (; ahead->count > 0; ahead->count--)
		av_packet_free(
			&ahead->queue[ahead->first++ % QUEUE_PACKETS].packet);
	pthread_cond_destroy(&ahead->room);
	pthread_mutex_destroy(&ahead->lock);
	close(ahead->news_fd);
	stop_close(&ahead->halt);
	free(ahead);
}

static struct read_ahead *read_ahead_create(void)
{
	struct read_ahead *ahead = calloc(1, sizeof(*ahead));

	if (!ahead)
		return NULL;
	if (stop_open(&ahead->halt) < 0)
		goto free;
	ahead->news_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (ahead->news_fd < 0)
		goto close_halt;
	pthread_mutex_init(&ahead->lock, NULL);
	pthread_cond_init(&ahead->room, NULL);
	return ahead;

close_halt:
	stop_close(&ahead->halt);
free:
	free(ahead);
	return NULL;
}

struct read_ahead *read_ahead_start(struct av_input *input)
{
	struct read_ahead *ahead = read_ahead_create();

	if (!ahead)
		return NULL;
	ahead->input = input;
	ahead->stop = input->patience.stop;
	/* What silence learns belongs to the other thread from now on. */
	av_patience_fix(
		&input->patience,
		silence_patience_ns(input->request->silence, PATIENCE_NS));
	input->patience.stop = &ahead->halt;
	if (pthread_create(&ahead->thread, NULL, read_ahead_main, ahead) == 0)
		return ahead;
	input->patience.stop = ahead->stop;
	read_ahead_free(ahead);
	return NULL;
}

void read_ahead_stop(struct read_ahead *ahead)
{
	if (!ahead)
		return;
	pthread_mutex_lock(&ahead->lock);
	stop_request(&ahead->halt);
	pthread_cond_broadcast(&ahead->room);
	pthread_mutex_unlock(&ahead->lock);
	pthread_join(ahead->thread, NULL);
	ahead->input->patience.stop = ahead->stop;
	read_ahead_free(ahead);
}

/* Returns 0, -EAGAIN when the queue is empty, or the result at its end. */
static int queue_take(struct read_ahead *ahead, AVPacket *packet,
		      uint64_t *arrived_ns, struct reason *reason)
{
	struct queued *first;
	eventfd_t news;
	int result = 0;

	/* This comes first, so that the next packet makes it readable again. */
	eventfd_read(ahead->news_fd, &news);
	pthread_mutex_lock(&ahead->lock);
	if (ahead->count > 0) {
		first = &ahead->queue[ahead->first % QUEUE_PACKETS];
		*arrived_ns = first->arrived_ns;
		ahead->bytes -= (size_t)first->packet->size;
		av_packet_move_ref(packet, first->packet);
		av_packet_free(&first->packet);
		ahead->first = (ahead->first + 1) % QUEUE_PACKETS;
		ahead->count--;
		pthread_cond_signal(&ahead->room);
	} else if (ahead->result < 0) {
		*reason = ahead->reason;
		result = ahead->result;
	} else {
		result = -EAGAIN;
	}
	pthread_mutex_unlock(&ahead->lock);
	return result;
}

int read_ahead_take(struct read_ahead *ahead, struct stop *stop,
		    AVPacket *packet, uint64_t *arrived_ns,
		    struct reason *reason)
{
	struct pollfd wait[] = {
		{ .fd = ahead->news_fd, .events = POLLIN },
		{ .fd = stop->fd, .events = POLLIN },
	};

	while (!stop_is_requested(stop)) {
		int result = queue_take(ahead, packet, arrived_ns, reason);

		if (result != -EAGAIN)
			return result;
		stop_ask_later(stop, UINT64_MAX);
		poll(wait, 2, -1);
	}
	return -ECANCELED;
}
