/*
 * The other end of one request: a descriptor that gets one response.
 *
 * A frame that fits costs one system call, one that does not costs one more for
 * each time the web server has made room. Only then do we wait for
 * room: otherwise each of the web server's reads would wake us for nothing.
 *
 * SPDX-License-Identifier: MIT
 */
#include "peer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <frame_slot.h>

#include "clock.h"
#include "log.h"
#include "message.h"
#include "outgoing.h"
#include "record_input.h"

#define INPUT_BYTES 4096

#define EVENTS_WITHOUT_ROOM (EPOLLIN | EPOLLRDHUP | EPOLLET)

struct peer {
	struct peers *peers;
	struct loop_source source;
	struct loop_timer timer; /* patience, or the end of the peer */
	struct peer_owner owner;
	char object[FRAME_SLOT_NAME_MAX + 1];
	struct record_input input;
	bool input_is_aligned;
	bool is_in_loop; /* a file cannot be */
	bool awaits_room;
	bool is_finished;
	bool is_lost;
	struct answer_counts *counts; /* NULL: the answer is not counted */
	uint64_t progress_ns;	      /* when it last took something */
	struct outgoing outgoing;
	LIST_ENTRY(peer) others;
};

static void peer_drop(struct peer *peer)
{
	struct peers *peers = peer->peers;

	if (peer->owner.gone)
		peer->owner.gone(peer->owner.user);
	loop_timer_clear(&peer->timer);
	if (peer->is_in_loop)
		loop_remove(peers->loop, &peer->source);
	close(peer->source.fd);
	outgoing_clear(&peer->outgoing);
	LIST_REMOVE(peer, others);
	peers->count--;
	free(peer);
	if (LIST_EMPTY(&peers->list) && peers->emptied)
		peers->emptied(peers->user);
}

/* Soon, from the loop: the caller may still use the peer. */
static void peer_drop_soon(struct peer *peer)
{
	loop_timer_set(peer->peers->loop, &peer->timer, 0);
}

static void peer_lose(struct peer *peer)
{
	peer->is_lost = true;
	outgoing_clear(&peer->outgoing);
	peer_drop_soon(peer);
}

/* Returns whether the web server is still there and wants the response. */
static bool peer_read(struct peer *peer)
{
	uint8_t bytes[INPUT_BYTES];

	for (;;) {
		ssize_t size = read(peer->source.fd, bytes, sizeof(bytes));

		if (size < 0 && errno == EINTR)
			continue;
		if (size < 0)
			return errno == EAGAIN;
		if (size == 0)
			return false;
		if (peer->input_is_aligned &&
		    record_input_has_abort(&peer->input, bytes, (size_t)size))
			return false;
	}
}

static uint64_t peer_patience_ends_ns(const struct peer *peer)
{
	return peer->progress_ns + peer->peers->patience_ns;
}

static void peer_await_room(struct peer *peer, bool awaits)
{
	if (peer->awaits_room == awaits || !peer->is_in_loop)
		return;
	peer->awaits_room = awaits;
	if (loop_change(peer->peers->loop, &peer->source,
			EVENTS_WITHOUT_ROOM | (awaits ? EPOLLOUT : 0)) < 0)
		peer_lose(peer);
}

static void peer_write(struct peer *peer)
{
	int64_t taken_bytes = outgoing_write(&peer->outgoing, peer->source.fd);

	if (taken_bytes < 0) {
		peer_lose(peer);
		return;
	}
	if (taken_bytes > 0)
		peer->progress_ns = loop_now_ns(peer->peers->loop);
	peer_await_room(peer, !outgoing_is_empty(&peer->outgoing));
	if (!outgoing_is_empty(&peer->outgoing)) {
		if (!peer->timer.is_set)
			loop_timer_set(peer->peers->loop, &peer->timer,
				       peer_patience_ends_ns(peer));
	} else if (peer->is_finished) {
		peer_drop_soon(peer);
	}
}

/*
 * The web server wants no more. It may still read, and lighttpd logs an error
 * when a response just stops; in the middle of one nothing better is possible.
 */
static void peer_part(struct peer *peer)
{
	struct message *end = NULL;

	if (!peer_is_busy(peer) && !peer->is_finished)
		end = message_create_last("");
	if (end && outgoing_add_message(&peer->outgoing, end) == 0)
		outgoing_write(&peer->outgoing, peer->source.fd);
	peer_drop(peer);
}

static void peer_ready(void *user, uint32_t events)
{
	struct peer *peer = user;

	if (events & (EPOLLERR | EPOLLHUP)) {
		peer_drop(peer);
		return;
	}
	if ((events & (EPOLLIN | EPOLLRDHUP)) && !peer_read(peer)) {
		peer_part(peer);
		return;
	}
	if (!(events & EPOLLOUT) || outgoing_is_empty(&peer->outgoing))
		return;
	peer_write(peer);
	if (!peer->is_lost && !peer->is_finished && peer->owner.idle &&
	    outgoing_is_empty(&peer->outgoing))
		peer->owner.idle(peer->owner.user);
}

static void peer_record_drop(const struct peer *peer)
{
	log_notice("viewer dropped: %s: it took nothing for %llu s",
		   peer->object,
		   (unsigned long long)(peer->peers->patience_ns / NS_PER_S));
	peer->peers->dropped++;
}

/* The timer may have been set long before the peer last took something. */
static void peer_check_patience(struct peer *peer)
{
	uint64_t ends_ns = peer_patience_ends_ns(peer);

	if (loop_now_ns(peer->peers->loop) < ends_ns) {
		loop_timer_set(peer->peers->loop, &peer->timer, ends_ns);
		return;
	}
	peer_record_drop(peer);
	peer_drop(peer);
}

static void peer_timer_fire(void *user)
{
	struct peer *peer = user;

	if (peer->is_lost) {
		peer_drop(peer);
	} else if (!outgoing_is_empty(&peer->outgoing)) {
		peer_check_patience(peer);
	} else if (peer->is_finished) {
		/* Bytes left unread would turn our close() into a reset. */
		peer_read(peer);
		peer_drop(peer);
	}
}

static int peer_add_to_loop(struct peer *peer)
{
	int result =
		loop_add(peer->peers->loop, &peer->source, EVENTS_WITHOUT_ROOM);

	/* A CGI program's output may be a file, which takes everything. */
	if (result == -EPERM)
		return 0;
	peer->is_in_loop = result == 0;
	return result;
}

int peer_create(struct peer **created, struct peers *peers, int fd,
		bool input_is_aligned)
{
	struct peer *peer = calloc(1, sizeof(*peer));
	int result = -ENOMEM;

	if (!peer)
		goto close_fd;
	peer->peers = peers;
	peer->source = (struct loop_source){ fd, peer_ready, peer };
	peer->timer.fire = peer_timer_fire;
	peer->timer.user = peer;
	peer->input_is_aligned = input_is_aligned;
	result = peer_add_to_loop(peer);
	if (result < 0)
		goto free_peer;
	LIST_INSERT_HEAD(&peers->list, peer, others);
	peers->count++;
	*created = peer;
	return 0;

free_peer:
	free(peer);
close_fd:
	close(fd);
	return result;
}

void peer_set_owner(struct peer *peer, const struct peer_owner *owner)
{
	peer->owner = *owner;
	snprintf(peer->object, sizeof(peer->object), "%s", owner->object);
}

void peer_set_counts(struct peer *peer, struct answer_counts *counts)
{
	peer->counts = counts;
}

void peer_count_answer(struct peer *peer, int status)
{
	if (peer->counts)
		peer->counts->by_class[status / 100]++;
}

void peer_add_message(struct peer *peer, struct message *message)
{
	if (!message || outgoing_add_message(&peer->outgoing, message) < 0)
		peer_lose(peer);
}

void peer_add_frame(struct peer *peer, struct packed_frame *frame,
		    enum frame_piece piece)
{
	if (outgoing_add_frame(&peer->outgoing, frame, piece) < 0)
		peer_lose(peer);
}

void peer_send(struct peer *peer)
{
	if (peer->is_lost)
		return;
	/* Patience counts from the first byte that has to wait. */
	peer->progress_ns = loop_now_ns(peer->peers->loop);
	peer_write(peer);
}

void peer_note_progress(struct peer *peer, uint64_t progress_ns)
{
	if (peer->is_lost || loop_now_ns(peer->peers->loop) <
				     progress_ns + peer->peers->patience_ns)
		return;
	peer_record_drop(peer);
	peer_lose(peer);
}

void peer_finish(struct peer *peer)
{
	peer->is_finished = true;
	if (outgoing_is_empty(&peer->outgoing))
		peer_drop_soon(peer);
}

bool peer_is_busy(const struct peer *peer)
{
	return peer->is_lost || !outgoing_is_empty(&peer->outgoing);
}

struct loop *peer_loop(const struct peer *peer)
{
	return peer->peers->loop;
}

void peers_drop(struct peers *peers)
{
	struct peer *peer, *next;

	for (peer = LIST_FIRST(&peers->list); peer; peer = next) {
		next = LIST_NEXT(peer, others);
		peer_drop(peer);
	}
}

bool peers_are_none(const struct peers *peers)
{
	return LIST_EMPTY(&peers->list);
}
