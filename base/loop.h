/*
 * The event loop: descriptors that become ready, timers that become due, and
 * bells that other threads ring.
 *
 * One thread owns a loop and everything in it; only loop_bell_ring() may be
 * called from elsewhere. Whatever runs in the loop may remove any source and
 * clear any timer, its own or another's, and free it: it is not heard of again.
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
 * Returns 0 or a negative errno; -EPERM for what is always ready (a file).
 */
int loop_add(struct loop *loop, struct loop_source *source, uint32_t events);

/*
 * Listen for other events from now on; one that is there already is told as
 * well. Returns 0 or a negative errno.
 */
int loop_change(struct loop *loop, struct loop_source *source, uint32_t events);

/* The descriptor stays open and the caller's. */
void loop_remove(struct loop *loop, struct loop_source *source);

/*
 * Fire once, not before `due_ns` (CLOCK_MONOTONIC). Setting a timer again
 * moves it; that costs next to nothing, so a timer may be moved per frame.
 * One that is due already fires soon, but never before the caller returns; set
 * by a timer that fires, it waits until descriptors have had their turn.
 */
void loop_timer_set(struct loop *loop, struct loop_timer *timer,
		    uint64_t due_ns);
void loop_timer_clear(struct loop_timer *timer);

/*
 * Call bell->rung() on the loop's thread, once for one or more rings. The
 * caller fills rung and user.
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
 * Run until something that runs in it calls loop_stop(). Returns 0 or a
 * negative errno.
 */
int loop_run(struct loop *loop);

/* loop_run() returns once everything that is ready now has been served. */
void loop_stop(struct loop *loop);

#endif
