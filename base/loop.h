/*
 * The event loop: descriptors that become ready, timers that become due, and
 * bells that other threads ring.
 *
 * One thread owns a loop and everything in it; only loop_bell_ring() may be
 * called from elsewhere. A callback may remove any source and clear any timer,
 * its own or another's, and free it: the loop does not touch it again.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef LOOP_H
#define LOOP_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/queue.h>

struct loop;

struct loop_source {
	int fd;
	void (*ready)(void *user, uint32_t events);
	void *user;
};

struct loop_timer {
	void (*fire)(void *user);
	void *user;
	uint64_t due_ns;
	bool is_set;
	LIST_ENTRY(loop_timer) others;
};

struct loop_bell {
	struct loop_source source;
	void (*rung)(void *user);
	void *user;
};

/* Returns 0 and the loop, owned by the caller, or a negative errno. */
int loop_create(struct loop **loop);

/* Its sources and timers must be gone or never be used again. NULL is legal. */
void loop_destroy(struct loop *loop);

/*
 * Call source->ready() whenever one of `events` (epoll_ctl(2)) happens.
 *
 * Returns 0 or a negative errno; -EPERM for a file, which is always ready.
 */
int loop_add(struct loop *loop, struct loop_source *source, uint32_t events);

/*
 * Wait for other events from now on, and for one that has happened already.
 * Returns 0 or a negative errno.
 */
int loop_change(struct loop *loop, struct loop_source *source, uint32_t events);

/* The descriptor stays open and belongs to the caller. */
void loop_remove(struct loop *loop, struct loop_source *source);

/*
 * Fire once, not before `due_ns` (CLOCK_MONOTONIC). Setting a timer again moves
 * it, and costs so little that it may be done with each frame. A timer that is
 * due already fires soon, but never before the caller returns; if a timer that
 * fires sets it, descriptors are served first.
 */
void loop_timer_set(struct loop *loop, struct loop_timer *timer,
		    uint64_t due_ns);
void loop_timer_clear(struct loop_timer *timer);

/*
 * Call bell->rung() on the loop's thread, once for one or more rings. The
 * caller fills in rung and user.
 *
 * Returns 0 or a negative errno.
 */
int loop_bell_open(struct loop *loop, struct loop_bell *bell);
void loop_bell_close(struct loop *loop, struct loop_bell *bell);

/* From any thread; never blocks. */
void loop_bell_ring(struct loop_bell *bell);

/* CLOCK_MONOTONIC, as it was when the loop last woke up. */
uint64_t loop_now_ns(const struct loop *loop);

/*
 * Run until a callback calls loop_stop(). Returns 0 or a
 * negative errno.
 */
int loop_run(struct loop *loop);

/* loop_run() returns once everything that is ready now has been served. */
void loop_stop(struct loop *loop);

#endif
