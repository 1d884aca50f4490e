/*
 * Waits for publishers at one address, and takes the packets of the one that
 * publishes.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtsp_listener.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "log.h"
#include "rtsp_complaints.h"
#include "rtsp_connection.h"
#include "tcp_socket.h"
#include "url.h"

/* Visitors have come and do not publish yet. */
#define VISITORS_MAX 16

/* A publisher that was silent for so long makes room for another. */
#define HOLDS_NS NS_PER_S

/* After a good-bye in a report, TEARDOWN comes within that, or another video. */
#define FOLLOWS_NS (300 * NS_PER_MS)

/* How often visitors are served while packets never cease. */
#define LOOK_NS (50 * NS_PER_MS)

/* After accept() could not: descriptors are short. */
#define ACCEPT_AGAIN_NS NS_PER_S

struct rtsp_listener {
	struct rtsp_place place;
	int fd; /* -1: not open */
	struct rtsp_connection *visitors[VISITORS_MAX];
	size_t visitor_count;
	struct rtsp_connection *publisher; /* or NULL */
	bool is_new; /* the publisher, and nobody has been told */
	uint64_t accept_ns, look_ns; /* not before that */
	uint64_t left_ns;	     /* when the caller was here last */
	struct rtsp_complaints complaints;
};

/* ----------------------------------------------- what sessions ask for ---- */

static bool host_is_free(void *user)
{
	const struct rtsp_connection *visitor = user;
	const struct rtsp_listener *listener = visitor->owner;
	const struct rtsp_connection *publisher = listener->publisher;

	return !publisher || publisher == visitor ||
	       publisher->session.said_goodbye ||
	       clock_monotonic_ns() >= publisher->packet_ns + HOLDS_NS;
}

static void host_complain(void *user, const char *sentence)
{
	struct rtsp_connection *visitor = user;
	struct rtsp_listener *listener = visitor->owner;
	char told[512];

	snprintf(told, sizeof(told), "%s: %s %s", listener->place.name,
		 visitor->peer_name, sentence);
	if (rtsp_complaints_add(&listener->complaints, told,
				clock_monotonic_ns()))
		log_warning("%s", told);
	else
		log_debug("%s", told);
}

static const struct rtsp_host visitors_host = {
	.open_ports = rtsp_connection_open_ports,
	.is_free = host_is_free,
	.complain = host_complain,
};

/* ------------------------------------------------------------- visitors ---- */

static struct rtsp_connection *visitor_part(struct rtsp_listener *listener,
					    size_t index)
{
	struct rtsp_connection *visitor = listener->visitors[index];

	listener->visitor_count--;
	for (size_t i = index; i < listener->visitor_count; i++)
		listener->visitors[i] = listener->visitors[i + 1];
	return visitor;
}

static size_t visitors_from(const struct rtsp_listener *listener,
			    const char *peer_name)
{
	size_t count = 0;

	for (size_t i = 0; i < listener->visitor_count; i++)
		count += strcmp(listener->visitors[i]->peer_name, peer_name) ==
			 0;
	return count;
}

/*
 * When all places are taken, free that of the oldest visitor from the machine
 * that has the most of them. So no machine can keep the others out.
 */
static void room_make(struct rtsp_listener *listener)
{
	size_t chosen = 0, most = 0;

	if (listener->visitor_count < VISITORS_MAX)
		return;
	for (size_t i = 0; i < listener->visitor_count; i++) {
		size_t count = visitors_from(listener,
					     listener->visitors[i]->peer_name);

		if (count > most) {
			most = count;
			chosen = i;
		}
	}
	rtsp_connection_destroy(visitor_part(listener, chosen));
}

static void visitor_add(struct rtsp_listener *listener,
			struct rtsp_connection *visitor)
{
	room_make(listener);
	listener->visitors[listener->visitor_count++] = visitor;
}

void rtsp_listener_take(struct rtsp_listener *listener, int fd)
{
	struct rtsp_connection *visitor =
		rtsp_connection_create(fd, &listener->place, &visitors_host,
				       listener, clock_monotonic_ns());

	if (visitor)
		visitor_add(listener, visitor);
}

static void visitors_accept(struct rtsp_listener *listener, uint64_t now_ns)
{
	int fd;

	if (listener->fd < 0 || now_ns < listener->accept_ns)
		return;
	while ((fd = accept4(listener->fd, NULL, NULL, SOCK_CLOEXEC)) >= 0)
		rtsp_listener_take(listener, fd);
	if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS ||
	    errno == ENOMEM)
		listener->accept_ns = now_ns + ACCEPT_AGAIN_NS;
}

/* A visitor has begun to record, and replaces the publisher before it. */
static void publisher_set(struct rtsp_listener *listener,
			  struct rtsp_connection *visitor)
{
	if (listener->publisher)
		log_notice("%s: %s publishes now, in the place of %s, which "
			   "has become silent",
			   listener->place.name, visitor->peer_name,
			   listener->publisher->peer_name);
	else
		log_debug("%s: %s publishes now", listener->place.name,
			  visitor->peer_name);
	rtsp_connection_destroy(listener->publisher);
	visitor->packet_ns = clock_monotonic_ns();
	listener->publisher = visitor;
	listener->is_new = true;
	rtsp_complaints_forget(&listener->complaints);
}

/* Returns what the last thing there was to do has ended with. */
static ssize_t visitor_work(struct rtsp_connection *visitor, uint64_t now_ns)
{
	ssize_t result;

	/* Packets come only from one that records. */
	do
		result = rtsp_connection_work(visitor, now_ns, NULL, 0);
	while (result == 0 && visitor->session.phase != RTSP_RECORDING);
	return now_ns >= visitor->due_ns ? -EPIPE : result;
}

static void visitors_work(struct rtsp_listener *listener, uint64_t now_ns)
{
	size_t i = 0;

	while (i < listener->visitor_count) {
		struct rtsp_connection *visitor = listener->visitors[i];
		ssize_t result = visitor_work(visitor, now_ns);

		if (result == -EPIPE)
			rtsp_connection_destroy(visitor_part(listener, i));
		else if (visitor->session.phase == RTSP_RECORDING)
			publisher_set(listener, visitor_part(listener, i));
		else
			i++;
	}
}

/* Wait until there is something to do, and do what the visitors want. */
static void look_around(struct rtsp_listener *listener, int wait_ms)
{
	struct pollfd fds[1 + RTSP_WATCHED_MAX * (1 + VISITORS_MAX)];
	uint64_t now_ns = clock_monotonic_ns();
	size_t count = 0;

	fds[count++] = (struct pollfd){
		.fd = now_ns < listener->accept_ns ? -1 : listener->fd,
		.events = POLLIN,
	};
	if (listener->publisher)
		count += rtsp_connection_watch(listener->publisher, now_ns,
					       &fds[count]);
	for (size_t i = 0; i < listener->visitor_count; i++)
		count += rtsp_connection_watch(listener->visitors[i], now_ns,
					       &fds[count]);
	poll(fds, count, wait_ms);
	now_ns = clock_monotonic_ns();
	listener->look_ns = now_ns + LOOK_NS;
	visitors_accept(listener, now_ns);
	visitors_work(listener, now_ns);
}

int rtsp_listener_await(struct rtsp_listener *listener, int wait_ms)
{
	if (!listener->is_new)
		look_around(listener, wait_ms);
	if (!listener->is_new)
		return -EAGAIN;
	listener->is_new = false;
	listener->left_ns = clock_monotonic_ns();
	listener->publisher->packet_ns = listener->left_ns;
	return 0;
}

/* ------------------------------------------------------- the publisher ---- */

const char *rtsp_listener_description(const struct rtsp_listener *listener)
{
	return listener->publisher->session.tracks.description.text;
}

bool rtsp_listener_is_udp(const struct rtsp_listener *listener)
{
	return rtsp_tracks_video_way(&listener->publisher->session.tracks)
		->is_udp;
}

/* Do all that takes no waiting; as rtsp_listener_receive(). */
static ssize_t publisher_work(struct rtsp_listener *listener, void *packet,
			      size_t size_bytes)
{
	struct rtsp_connection *publisher = listener->publisher;
	uint64_t now_ns;
	ssize_t result;

	do {
		now_ns = clock_monotonic_ns();
		result = rtsp_connection_work(publisher, now_ns, packet,
					      size_bytes);
	} while (result == 0 && publisher->session.phase == RTSP_RECORDING &&
		 now_ns < listener->look_ns);
	if (result > 0)
		publisher->packet_ns = now_ns;
	if (result == -EAGAIN && publisher->session.said_goodbye &&
	    now_ns >= publisher->packet_ns + FOLLOWS_NS)
		return -EPIPE;
	return result;
}

/* As rtsp_listener_receive(), of the publisher that the caller knows. */
static ssize_t packet_await(struct rtsp_listener *listener, void *packet,
			    size_t size_bytes, int wait_ms)
{
	bool has_waited = false;
	ssize_t result;

	for (;;) {
		if (clock_monotonic_ns() >= listener->look_ns)
			look_around(listener, 0);
		if (listener->is_new)
			return -EPIPE;
		result = publisher_work(listener, packet, size_bytes);
		if (result == 0 &&
		    listener->publisher->session.phase != RTSP_RECORDING)
			return -EPIPE;
		if (result > 0 || result == -EPIPE ||
		    (result == -EAGAIN && has_waited))
			return result;
		if (result == -EAGAIN) {
			look_around(listener, wait_ms);
			has_waited = true;
		}
	}
}

ssize_t rtsp_listener_receive(struct rtsp_listener *listener, void *packet,
			      size_t size_bytes, int wait_ms)
{
	ssize_t result = -EPIPE;

	if (!listener->publisher || listener->is_new)
		return result;
	/* It was not silent while nobody took its packets. */
	listener->publisher->packet_ns +=
		clock_monotonic_ns() - listener->left_ns;
	result = packet_await(listener, packet, size_bytes, wait_ms);
	if (result == -EPIPE)
		rtsp_listener_dismiss(listener);
	listener->left_ns = clock_monotonic_ns();
	return result;
}

void rtsp_listener_report(struct rtsp_listener *listener, const uint8_t *report,
			  size_t length_bytes)
{
	if (listener->publisher && !listener->is_new)
		rtsp_connection_report(listener->publisher, report,
				       length_bytes);
}

void rtsp_listener_dismiss(struct rtsp_listener *listener)
{
	struct rtsp_connection *publisher = listener->publisher;

	/* The next one is there already. */
	if (!publisher || listener->is_new)
		return;
	listener->publisher = NULL;
	/* One that said good-bye is answered; any other is not. */
	if (publisher->session.phase == RTSP_LEAVING)
		visitor_add(listener, publisher);
	else
		rtsp_connection_destroy(publisher);
}

/* --------------------------------------------------------------- its life --- */

struct rtsp_listener *rtsp_listener_create(const struct rtsp_place *place)
{
	struct rtsp_listener *made = calloc(1, sizeof(*made));

	if (!made)
		return NULL;
	made->place = *place;
	made->fd = -1;
	return made;
}

void rtsp_listener_destroy(struct rtsp_listener *listener)
{
	if (!listener)
		return;
	rtsp_connection_destroy(listener->publisher);
	for (size_t i = 0; i < listener->visitor_count; i++)
		rtsp_connection_destroy(listener->visitors[i]);
	if (listener->fd >= 0)
		close(listener->fd);
	free(listener);
}

int rtsp_listener_open(struct rtsp_listener *listener)
{
	char host[URL_HOST_BYTES], port[URL_PORT_BYTES];
	int result;

	if (listener->fd >= 0)
		return 0;
	result = url_address_copy(listener->place.url, host, port);
	if (result < 0)
		return result;
	result = tcp_socket_listen(host, port);
	if (result < 0)
		return result;
	listener->fd = result;
	return 0;
}
