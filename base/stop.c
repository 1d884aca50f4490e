/*
 * The wish that a thread end.
 *
 * SPDX-License-Identifier: MIT
 */
#include "stop.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"

int stop_open(struct stop *stop)
{
	atomic_init(&stop->is_requested, false);
	stop_ask_later(stop, clock_monotonic_ns());
	stop->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return stop->fd < 0 ? -errno : 0;
}

void stop_close(struct stop *stop)
{
	close(stop->fd);
}

void stop_request(struct stop *stop)
{
	/* Carries no data: nothing else is ordered by it. */
	atomic_store_explicit(&stop->is_requested, true, memory_order_relaxed);
	eventfd_write(stop->fd, 1);
}

void stop_withdraw(struct stop *stop)
{
	eventfd_t wishes;

	eventfd_read(stop->fd, &wishes);
	atomic_store_explicit(&stop->is_requested, false, memory_order_relaxed);
	stop_ask_later(stop, clock_monotonic_ns());
}

void stop_ask_later(struct stop *stop, uint64_t deadline_ns)
{
	uint64_t due_s = deadline_ns / NS_PER_S + STOP_PATIENCE_S;

	atomic_store_explicit(&stop->ask_due_s,
			      due_s < UINT_MAX ? (unsigned)due_s : UINT_MAX,
			      memory_order_relaxed);
}

bool stop_is_neglected(struct stop *stop, uint64_t now_ns)
{
	return now_ns / NS_PER_S >
	       atomic_load_explicit(&stop->ask_due_s, memory_order_relaxed);
}

bool stop_is_requested(struct stop *stop)
{
	stop_ask_later(stop, clock_monotonic_ns());
	return atomic_load_explicit(&stop->is_requested, memory_order_relaxed);
}

bool stop_wait_until(struct stop *stop, uint64_t deadline_ns)
{
	struct pollfd poll_stop = { .fd = stop->fd, .events = POLLIN };

	while (!stop_is_requested(stop)) {
		uint64_t now_ns = clock_monotonic_ns();
		struct timespec rest;

		if (now_ns >= deadline_ns)
			return false;
		stop_ask_later(stop, deadline_ns);
		rest.tv_sec = (time_t)((deadline_ns - now_ns) / NS_PER_S);
		rest.tv_nsec = (long)((deadline_ns - now_ns) % NS_PER_S);
		ppoll(&poll_stop, 1, &rest, NULL);
	}
	return true;
}
