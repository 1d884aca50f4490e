/*
 * Follows a slot through everything that can happen to it.
 *
 * While the slot exists the thread sleeps on its futex, otherwise over inotify;
 * frame_follower_wake() ends both. A thread cannot wait for a futex and inotify
 * together, so once a second it checks whether the name still leads to the
 * slot: after rm(1) or mv(1) it does not, and they wake nobody.
 *
 * SPDX-License-Identifier: MIT
 */
#include "frame_slot.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "frame_reader.h"
#include "futex.h"
#include "monotonic.h"
#include "shm_object.h"

/* How often the name is checked, because nothing may tell of a change. */
#define NAME_PAUSE_NS 1000000000u

/* The writer has overtaken every attempt to copy a frame; let it calm down. */
#define LAPPED_NS 5000000u

struct frame_follower {
	char name[FRAME_SLOT_NAME_MAX + 1];
	bool wanted;
	struct frame_reader *reader; /* NULL while the slot is not open */
	uint64_t name_due_ns;	     /* when the name is checked again */
	int fault;		     /* returned last: why it cannot be read */
	uint64_t seen_serial;	     /* in this slot; 0: nothing yet */
	struct frame_info last;	     /* frame that was taken, from any slot */
	void *frame;
	size_t room_bytes;
	uint64_t retries; /* of readers that are closed */

	int watch_fd;	       /* -1 while no missing slot is waited for */
	atomic_int bell_fd;    /* -1 until one has to be */
	_Atomic uint32_t call; /* 1: somebody wants us awake */
};

int frame_follower_open(struct frame_follower **opened, const char *name)
{
	struct frame_follower *follower;

	if (!frame_slot_name_is_valid(name))
		return -EINVAL;
	follower = calloc(1, sizeof(*follower));
	if (!follower)
		return -ENOMEM;
	strcpy(follower->name, name);
	follower->watch_fd = -1;
	follower->bell_fd = -1;
	*opened = follower;
	return 0;
}

static void follower_close_reader(struct frame_follower *follower)
{
	if (!follower->reader)
		return;
	follower->retries += frame_reader_retries(follower->reader);
	frame_reader_close(follower->reader);
	follower->reader = NULL;
}

/* A user has few instances, and what is not read piles up in the kernel. */
static void follower_stop_listening(struct frame_follower *follower)
{
	if (follower->watch_fd >= 0)
		close(follower->watch_fd);
	follower->watch_fd = -1;
}

void frame_follower_rest(struct frame_follower *follower)
{
	follower_close_reader(follower);
	follower_stop_listening(follower);
	free(follower->frame);
	follower->frame = NULL;
	follower->room_bytes = 0;
	follower->fault = 0;
	follower->last = (struct frame_info){ .serial = 0 };
}

void frame_follower_close(struct frame_follower *follower)
{
	if (!follower)
		return;
	frame_follower_rest(follower);
	if (follower->bell_fd >= 0)
		close(follower->bell_fd);
	free(follower);
}

int frame_follower_demand(struct frame_follower *follower, bool wanted)
{
	follower->wanted = wanted;
	return follower->reader ? frame_reader_demand(follower->reader, wanted)
				: 0;
}

uint64_t frame_follower_retries(const struct frame_follower *follower)
{
	uint64_t open =
		follower->reader ? frame_reader_retries(follower->reader) : 0;

	return follower->retries + open;
}

void frame_follower_wake(struct frame_follower *follower)
{
	const uint64_t once = 1;
	int bell_fd;

	/*
	 * This store and the load below are in one order with the store of the
	 * bell in follower_listen() and the exchange in follower_is_called()
	 * (all are sequentially consistent): if we do not see a
	 * sleeper's bell, it sees before it sleeps that we have called.
	 */
	atomic_store(&follower->call, 1);
	futex_wake_private(&follower->call);
	bell_fd = atomic_load(&follower->bell_fd);
	if (bell_fd >= 0 && write(bell_fd, &once, sizeof(once)) < 0)
		return; /* it was rung more often than it can count */
}

/* Pairs with the store in frame_follower_wake(). */
static bool follower_is_called(struct frame_follower *follower)
{
	return atomic_exchange(&follower->call, 0) != 0;
}

/* ------------------------------------------------------- the slot ---------- */

static bool follower_has_slot(const struct frame_follower *follower)
{
	const struct slot_map *map = &follower->reader->map;

	return slot_map_check(map) == 0 &&
	       shm_object_is_named(map->fd, follower->name);
}

static int follower_open_reader(struct frame_follower *follower)
{
	int result = frame_reader_open(&follower->reader, follower->name);

	if (result < 0)
		return result;
	/* Frames that nobody asked for are better than none. */
	frame_reader_demand(follower->reader, follower->wanted);
	/* A slot that was created anew counts from 1 again. */
	follower->seen_serial = 0;
	return 1;
}

/*
 * Open the slot if it is not open, or if its name leads elsewhere by now.
 * Returns 1 when it was opened now, 0 when it was open, or a negative errno.
 */
static int follower_enter(struct frame_follower *follower, uint64_t now_ns)
{
	if (now_ns >= follower->name_due_ns) {
		follower->name_due_ns = now_ns + NAME_PAUSE_NS;
		if (follower->reader && !follower_has_slot(follower))
			follower_close_reader(follower);
	}
	return follower->reader ? 0 : follower_open_reader(follower);
}

int frame_follower_look(struct frame_follower *follower,
			struct frame_reader **reader)
{
	int result;

	follower->name_due_ns = 0;
	result = follower_enter(follower, monotonic_ns());
	*reader = follower->reader;
	return result;
}

/* ---------------------------------------------------- its frames ----------- */

/* The old content is of no use, so it is not copied as realloc(3) would. */
static int follower_make_room(struct frame_follower *follower)
{
	size_t wanted_bytes = frame_reader_capacity(follower->reader);

	if (follower->room_bytes >= wanted_bytes)
		return 0;
	free(follower->frame);
	follower->frame = malloc(wanted_bytes);
	follower->room_bytes = follower->frame ? wanted_bytes : 0;
	return follower->frame ? 0 : -ENOMEM;
}

/*
 * Whether the slot was opened again and nothing has been published since. Two
 * frames are never published at the same moment.
 */
static bool follower_knows(const struct frame_follower *follower,
			   const struct frame_info *info)
{
	return info->serial == follower->last.serial &&
	       info->published_ns == follower->last.published_ns;
}

/* Returns as frame_reader_copy(), -ENOMEM, or -ECANCELED: a known frame. */
static int follower_copy(struct frame_follower *follower,
			 struct frame_info *info)
{
	int result = follower_make_room(follower);

	if (result == 0)
		result = frame_reader_copy(follower->reader, info,
					   follower->frame,
					   follower->room_bytes);
	if (result < 0)
		return result;
	follower->seen_serial = info->serial;
	if (follower_knows(follower, info))
		return -ECANCELED;
	follower->last = *info;
	return 0;
}

/* ------------------------------------------------------- sleeping ---------- */

static uint64_t earlier_ns(uint64_t one_ns, uint64_t other_ns)
{
	return one_ns < other_ns ? one_ns : other_ns;
}

/* Returns whether it has just begun to hear of slots that come and go. */
static bool follower_listen(struct frame_follower *follower)
{
	if (follower->watch_fd >= 0)
		return false;
	/* If one of them fails, a missing slot is tried once a second. */
	if (follower->bell_fd < 0)
		atomic_store(&follower->bell_fd,
			     eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
	if (follower->bell_fd >= 0)
		follower->watch_fd = frame_slot_watch();
	return follower->watch_fd >= 0;
}

/* Sleep until slots have come or gone, somebody calls, or `until_ns`. */
static int follower_poll(struct frame_follower *follower, uint64_t until_ns)
{
	struct pollfd both[] = {
		{ .fd = follower->watch_fd, .events = POLLIN },
		{ .fd = follower->bell_fd, .events = POLLIN },
	};
	uint64_t now_ns = monotonic_ns();
	uint64_t left_ns = until_ns > now_ns ? until_ns - now_ns : 0;
	const struct timespec left = { (time_t)(left_ns / 1000000000u),
				       (long)(left_ns % 1000000000u) };
	uint64_t calls;

	if (ppoll(both, 2, until_ns == UINT64_MAX ? NULL : &left, NULL) < 0)
		return -errno;
	if (!frame_slot_watch_clear(follower->watch_fd))
		follower_stop_listening(follower);
	if (read(follower->bell_fd, &calls, sizeof(calls)) < 0)
		return 0; /* it was not rung */
	return 0;
}

/*
 * The slot cannot be read because of `error`. Return that once; then sleep
 * until it may have changed.
 */
static int follower_miss(struct frame_follower *follower, int error,
			 uint64_t deadline_ns)
{
	uint64_t until_ns = earlier_ns(deadline_ns, follower->name_due_ns);
	int result;

	follower_close_reader(follower);
	if (error != follower->fault) {
		follower->fault = error;
		return error;
	}
	/* The slot may have come before the watch. */
	if (follower_listen(follower))
		return -EAGAIN;
	if (follower->watch_fd < 0)
		result = futex_wait_private(&follower->call, 0, until_ns);
	else
		result = follower_poll(follower, error == -ENOENT ? deadline_ns
								  : until_ns);
	if (result == -EINTR)
		return result;
	return monotonic_ns() < deadline_ns ? -EAGAIN : -ETIMEDOUT;
}

/*
 * The slot is open: wait for a frame and take it. Returns 0, -EAGAIN to try
 * again, or what frame_follower_next() returns.
 */
static int follower_take(struct frame_follower *follower,
			 struct frame_info *info, uint64_t deadline_ns)
{
	int result;

	/* To close takes a while: not before the first frame is taken. */
	if (follower->fault == 0)
		follower_stop_listening(follower);
	result = frame_reader_await(
		follower->reader, follower->seen_serial,
		earlier_ns(deadline_ns, follower->name_due_ns),
		&follower->call);
	if (result == 0)
		result = follower_copy(follower, info);
	if (result == -EBADMSG || result == -ENOMEM)
		return follower_miss(follower, result, deadline_ns);
	follower->fault = 0;
	if (result == 0 || result == -EINTR)
		return result;
	if (result == -ESTALE) {
		follower_close_reader(follower);
		return -EAGAIN;
	}
	if (result == -EAGAIN)
		futex_wait_private(&follower->call, 0,
				   monotonic_ns() + LAPPED_NS);
	return monotonic_ns() < deadline_ns ? -EAGAIN : -ETIMEDOUT;
}

int frame_follower_next(struct frame_follower *follower,
			struct frame_info *info, const void **frame,
			uint64_t deadline_ns)
{
	int result;

	do {
		if (follower_is_called(follower)) {
			follower->name_due_ns = 0;
			return -ECANCELED;
		}
		result = follower_enter(follower, monotonic_ns());
		result = result < 0
				 ? follower_miss(follower, result, deadline_ns)
				 : follower_take(follower, info, deadline_ns);
	} while (result == -EAGAIN);
	if (result == 0)
		*frame = follower->frame;
	return result;
}
