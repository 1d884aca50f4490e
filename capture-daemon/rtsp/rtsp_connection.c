/*
 * One connection: its socket, its bytes, and the conversation.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtsp_connection.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"

/* How an IPv4 address begins at a socket of IPv6; it is shown without. */
#define MAPPED_PREFIX "::ffff:"

/* Reports are short; of a longer one the beginning will do. */
#define REPORT_BYTES 1500

/* Bytes that are still on their way come within that, or do not matter. */
#define LEAVE_NS NS_PER_S

static int peer_find(struct rtsp_connection *connection)
{
	socklen_t size_bytes = sizeof(connection->peer);
	char *name = connection->peer_name;

	if (getpeername(connection->fd, (struct sockaddr *)&connection->peer,
			&size_bytes) < 0 ||
	    getnameinfo((struct sockaddr *)&connection->peer, size_bytes, name,
			sizeof(connection->peer_name), NULL, 0,
			NI_NUMERICHOST) != 0)
		return -ENOTCONN;
	if (strncmp(name, MAPPED_PREFIX, strlen(MAPPED_PREFIX)) == 0)
		memmove(name, name + strlen(MAPPED_PREFIX),
			strlen(name + strlen(MAPPED_PREFIX)) + 1);
	return 0;
}

static void socket_prepare(int fd)
{
	int on = 1;

	fcntl(fd, F_SETFD, FD_CLOEXEC);
	fcntl(fd, F_SETFL, O_NONBLOCK);
	/* The next request waits for the answer. */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

struct rtsp_connection *rtsp_connection_create(int fd,
					       const struct rtsp_place *place,
					       const struct rtsp_host *host,
					       void *owner, uint64_t now_ns)
{
	struct rtsp_connection *made = malloc(sizeof(*made));

	if (!made) {
		close(fd);
		return NULL;
	}
	made->fd = fd;
	made->owner = owner;
	made->due_ns = now_ns + RTSP_RECORD_NS;
	made->packet_ns = 0;
	made->is_shut = false;
	made->in_begin = made->in_end = 0;
	for (size_t i = 0; i < RTSP_TRACKS_MAX; i++)
		made->ports[i] = RTSP_PORTS_CLOSED;
	rtsp_session_begin(&made->session, place, host, made);
	socket_prepare(fd);
	if (peer_find(made) < 0) {
		rtsp_connection_destroy(made);
		return NULL;
	}
	return made;
}

void rtsp_connection_destroy(struct rtsp_connection *connection)
{
	if (!connection)
		return;
	rtsp_session_end(&connection->session);
	for (size_t i = 0; i < RTSP_TRACKS_MAX; i++)
		rtsp_ports_close(&connection->ports[i]);
	close(connection->fd);
	free(connection);
}

int rtsp_connection_open_ports(void *user, unsigned track, uint16_t ports[2])
{
	struct rtsp_connection *connection = user;

	return rtsp_ports_open(&connection->ports[track], connection->fd,
			       ports);
}

static bool is_held(const struct rtsp_connection *connection, uint64_t now_ns)
{
	return now_ns < connection->session.hold_ns;
}

/* Returns 0, or -EPIPE. */
static int out_send(struct rtsp_connection *connection)
{
	struct rtsp_session *session = &connection->session;
	ssize_t sent;

	if (session->out_bytes == 0)
		return 0;
	sent = send(connection->fd, session->out, session->out_bytes,
		    MSG_DONTWAIT | MSG_NOSIGNAL);
	if (sent < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -EPIPE;
	session->out_bytes -= (size_t)sent;
	memmove(session->out, session->out + sent, session->out_bytes);
	return 0;
}

/* Returns the bytes that came, -EAGAIN, or -EPIPE. */
static ssize_t in_receive(struct rtsp_connection *connection)
{
	size_t held = connection->in_end - connection->in_begin;
	ssize_t length;

	if (connection->in_begin > 0) {
		memmove(connection->in, connection->in + connection->in_begin,
			held);
		connection->in_begin = 0;
		connection->in_end = held;
	}
	/* Full of requests that have to wait until answers have left. */
	if (held == sizeof(connection->in))
		return -EAGAIN;
	length = recv(connection->fd, connection->in + held,
		      sizeof(connection->in) - held, MSG_DONTWAIT);
	if (length < 0 && (errno == EAGAIN || errno == EINTR))
		return -EAGAIN;
	if (length <= 0)
		return -EPIPE;
	connection->in_end += (size_t)length;
	return length;
}

/* Returns as rtsp_connection_work(), or -EAGAIN when more has to come. */
static ssize_t in_hear(struct rtsp_connection *connection, uint64_t now_ns,
		       void *packet, size_t size_bytes)
{
	struct rtsp_text heard;
	size_t used = rtsp_session_hear(
		&connection->session, connection->in + connection->in_begin,
		connection->in_end - connection->in_begin, now_ns, &heard);

	connection->in_begin += used;
	if (heard.length > 0 && heard.length <= size_bytes) {
		memcpy(packet, heard.begin, heard.length);
		return (ssize_t)heard.length;
	}
	return used > 0 ? 0 : -EAGAIN;
}

static const struct rtsp_ports *
video_ports(const struct rtsp_connection *connection)
{
	return &connection->ports[connection->session.tracks.description.video];
}

static bool is_by_udp(const struct rtsp_connection *connection)
{
	return connection->session.phase == RTSP_RECORDING &&
	       rtsp_tracks_video_way(&connection->session.tracks)->is_udp;
}

static ssize_t packet_receive(struct rtsp_connection *connection, void *packet,
			      size_t size_bytes)
{
	ssize_t length =
		rtsp_ports_receive(video_ports(connection)->fds[0],
				   &connection->peer, packet, size_bytes);

	if (length < 0)
		return length;
	return rtsp_session_adopt(&connection->session, packet, (size_t)length)
		       ? length
		       : 0;
}

static ssize_t report_receive(struct rtsp_connection *connection)
{
	uint8_t report[REPORT_BYTES];
	ssize_t length =
		rtsp_ports_receive(video_ports(connection)->fds[1],
				   &connection->peer, report, sizeof(report));

	if (length < 0)
		return length;
	rtsp_session_hear_report(&connection->session, report, (size_t)length);
	return 0;
}

/*
 * The last answer has left. A peer that still sends would not read it if the
 * socket were closed now (RFC 9112, 9.6).
 */
static void leave_begin(struct rtsp_connection *connection, uint64_t now_ns)
{
	if (connection->is_shut)
		return;
	shutdown(connection->fd, SHUT_WR);
	connection->is_shut = true;
	connection->due_ns = now_ns + LEAVE_NS;
}

ssize_t rtsp_connection_work(struct rtsp_connection *connection,
			     uint64_t now_ns, void *packet, size_t size_bytes)
{
	ssize_t result = -EAGAIN;

	if (is_held(connection, now_ns))
		return -EAGAIN;
	if (out_send(connection) < 0)
		return -EPIPE;
	if (connection->session.phase == RTSP_LEAVING &&
	    connection->session.out_bytes == 0)
		leave_begin(connection, now_ns);
	if (connection->in_begin < connection->in_end)
		result = in_hear(connection, now_ns, packet, size_bytes);
	if (result != -EAGAIN)
		return result;
	result = in_receive(connection);
	if (result != -EAGAIN)
		return result < 0 ? result : 0;
	if (!is_by_udp(connection))
		return -EAGAIN;
	result = packet_receive(connection, packet, size_bytes);
	return result == -EAGAIN ? report_receive(connection) : result;
}

void rtsp_connection_report(struct rtsp_connection *connection,
			    const uint8_t *report, size_t length_bytes)
{
	const struct rtsp_transport *way =
		rtsp_tracks_video_way(&connection->session.tracks);

	if (!is_by_udp(connection))
		rtsp_session_report(&connection->session, report, length_bytes);
	else if (way->is_numbered)
		rtsp_ports_report(video_ports(connection), &connection->peer,
				  way->numbers[1], report, length_bytes);
}

size_t rtsp_connection_watch(const struct rtsp_connection *connection,
			     uint64_t now_ns,
			     struct pollfd fds[RTSP_WATCHED_MAX])
{
	size_t held = connection->in_end - connection->in_begin;

	fds[0] = (struct pollfd){ .fd = connection->fd };
	if (is_held(connection, now_ns))
		fds[0].fd = -1; /* not even its end is of interest */
	if (held < sizeof(connection->in))
		fds[0].events |= POLLIN;
	if (connection->session.out_bytes > 0)
		fds[0].events |= POLLOUT;
	if (!is_by_udp(connection))
		return 1;
	for (size_t i = 0; i < 2; i++)
		fds[1 + i] = (struct pollfd){
			.fd = video_ports(connection)->fds[i],
			.events = POLLIN,
		};
	return RTSP_WATCHED_MAX;
}
