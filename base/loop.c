/*
 * The event loop: descriptors that become ready, timers that become due, and
 * bells that other threads ring.
 *
 * Timers lie in an unordered list. `next_due_ns` is never later than the
 * earliest of them; it may be too early, because a timer that moves to later
 * leaves it alone. Then one walk along the list finds nothing due and corrects
 * it. A thousand viewers whose patience is renewed with every frame thus
 * cost one walk in twenty seconds.
 *
 * SPDX-License-Identifier: MIT
 */
#include "loop.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "clock.h"

#define EVENTS_A_ROUND 256

LIST_HEAD(timer_list, loop_timer);

struct loop {
	int epoll_fd;
	bool stopped;
	uint64_t now_ns;
	uint64_t next_due_ns;
	struct timer_list timers;
	/* The events of one wait; those from `next` on are yet to be served. */
	struct epoll_event events[EVENTS_A_ROUND];
	int count, next;
};

int loop_create(struct loop **created)
{
	struct loop *loop = calloc(1, sizeof(*loop));

	if (!loop)
		return -ENOMEM;
	loop->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (loop->epoll_fd < 0) {
		int error = errno;

		free(loop);
		return -error;
	}
	loop->now_ns = clock_monotonic_ns();
	loop->next_due_ns = UINT64_MAX;
	LIST_INIT(&loop->timers);
	*created = loop;
	return 0;
}

void loop_destroy(struct loop *loop)
{
	if (!loop)
		return;
	close(loop->epoll_fd);
	free(loop);
}

static int loop_control(struct loop *loop, int operation,
			struct loop_source *source, uint32_t events)
{
	struct epoll_event event = { .events = events, .data.ptr = source };

	if (epoll_ctl(loop->epoll_fd, operation, source->fd, &event) < 0)
		return -errno;
	return 0;
}

int loop_add(struct loop *loop, struct loop_source *source, uint32_t events)
{
	return loop_control(loop, EPOLL_CTL_ADD, source, events);
}

int loop_change(struct loop *loop, struct loop_source *source, uint32_t events)
{
	return loop_control(loop, EPOLL_CTL_MOD, source, events);
}

void loop_remove(struct loop *loop, struct loop_source *source)
{
	epoll_ctl(loop->epoll_fd, EPOLL_CTL_DEL, source->fd, NULL);
	for (int i = loop->next; i < loop->count; i++)
		if (loop->events[i].data.ptr == source)
			loop->events[i].data.ptr = NULL;
}

void loop_timer_set(struct loop *loop, struct loop_timer *timer,
		    uint64_t due_ns)
{
	if (!timer->is_set)
		LIST_INSERT_HEAD(&loop->timers, timer, others);
	timer->is_set = true;
	timer->due_ns = due_ns;
	if (due_ns < loop->next_due_ns)
		loop->next_due_ns = due_ns;
}

void loop_timer_clear(struct loop_timer *timer)
{
	if (!timer->is_set)
		return;
	timer->is_set = false;
	LIST_REMOVE(timer, others);
}

/* In the order in which they were set; the list begins with the last one. */
static void loop_take_due_timers(struct loop *loop, struct timer_list *due)
{
	struct loop_timer *timer, *next;

	LIST_INIT(due);
	loop->next_due_ns = UINT64_MAX;
	for (timer = LIST_FIRST(&loop->timers); timer; timer = next) {
		next = LIST_NEXT(timer, others);
		if (timer->due_ns <= loop->now_ns) {
			LIST_REMOVE(timer, others);
			LIST_INSERT_HEAD(due, timer, others);
		} else if (timer->due_ns < loop->next_due_ns) {
			loop->next_due_ns = timer->due_ns;
		}
	}
}

/*
 * Timers that are due are moved to a list of their own first: a timer that
 * fires may clear any other, set it anew or postpone it, also one that is due
 * itself.
 */
static void loop_fire_timers(struct loop *loop)
{
	struct timer_list due;
	struct loop_timer *timer;

	if (loop->next_due_ns > loop->now_ns)
		return;
	loop_take_due_timers(loop, &due);
	while ((timer = LIST_FIRST(&due))) {
		loop_timer_clear(timer);
		if (timer->due_ns <= loop->now_ns)
			timer->fire(timer->user);
		else
			loop_timer_set(loop, timer, timer->due_ns);
	}
}

static void bell_ready(void *user, uint32_t events)
{
	struct loop_bell *bell = user;
	uint64_t rings;

	(void)events;
	if (read(bell->source.fd, &rings, sizeof(rings)) == sizeof(rings))
		bell->rung(bell->user);
}

int loop_bell_open(struct loop *loop, struct loop_bell *bell)
{
	int result;

	bell->source.fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (bell->source.fd < 0)
		return -errno;
	bell->source.ready = bell_ready;
	bell->source.user = bell;
	result = loop_add(loop, &bell->source, EPOLLIN);
	if (result < 0)
		close(bell->source.fd);
	return result;
}

void loop_bell_close(struct loop *loop, struct loop_bell *bell)
{
	loop_remove(loop, &bell->source);
	close(bell->source.fd);
}

void loop_bell_ring(struct loop_bell *bell)
{
	const uint64_t once = 1;

	/* It fails only after 2^64 - 2 rings that were not served. */
	if (write(bell->source.fd, &once, sizeof(once)) < 0)
		return;
}

uint64_t loop_now_ns(const struct loop *loop)
{
	return loop->now_ns;
}

static int loop_wait(struct loop *loop)
{
	int timeout_ms =
		clock_poll_timeout_ms(clock_monotonic_ns(), loop->next_due_ns);
	int count = epoll_wait(loop->epoll_fd, loop->events, EVENTS_A_ROUND,
			       timeout_ms);

	if (count < 0 && errno != EINTR)
		return -errno;
	loop->now_ns = clock_monotonic_ns();
	loop->next = 0;
	loop->count = count < 0 ? 0 : count;
	return 0;
}

static void loop_serve(struct loop *loop)
{
	while (loop->next < loop->count) {
		const struct epoll_event *event = &loop->events[loop->next++];
		struct loop_source *source = event->data.ptr;

		/* The ready() of another source may have removed it. */
		if (source)
			source->ready(source->user, event->events);
	}
}

int loop_run(struct loop *loop)
{
	loop->stopped = false;
	while (!loop->stopped) {
		int result = loop_wait(loop);

		if (result < 0)
			return result;
		loop_serve(loop);
		loop_fire_timers(loop);
	}
	return 0;
}

void loop_stop(struct loop *loop)
{
	loop->stopped = true;
}
