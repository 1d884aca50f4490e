/*
 * One connection: its socket, its bytes, and the conversation.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RTSP_CONNECTION_H
#define RTSP_CONNECTION_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

#include "rtsp_message.h"
#include "rtsp_ports.h"
#include "rtsp_session.h"

/* Room for more than one message, so that what follows it is read as well. */
#define RTSP_IN_BYTES (RTSP_MESSAGE_BYTES_MAX + (48 << 10))

/*
 * How long it may take from the connection to RECORD: encoders that look far
 * ahead have nothing to announce for a while.
 */
#define RTSP_RECORD_NS (UINT64_C(30) * 1000000000)

/* So many descriptors at the most: its own, and two of UDP. */
#define RTSP_WATCHED_MAX 3

struct rtsp_connection {
	int fd;
	struct sockaddr_storage peer;
	char peer_name[64]; /* for people: "192.168.1.20" */
	void *owner;
	uint64_t due_ns;    /* by then it has to record, or to have left */
	uint64_t packet_ns; /* when its last packet came, or it began */
	bool is_shut;	    /* nothing is sent any more */
	struct rtsp_session session;
	struct rtsp_ports ports[RTSP_TRACKS_MAX];
	size_t in_begin, in_end; /* what has come and is not done with */
	char in[RTSP_IN_BYTES];
};

/*
 * Begin the conversation on `fd`, a stream socket that somebody has accepted,
 * and that belongs to the connection from now on. `host` is called with the
 * connection as its user; its open_ports is rtsp_connection_open_ports().
 *
 * Returns NULL, with `fd` closed, when there is no memory or no peer.
 */
struct rtsp_connection *rtsp_connection_create(int fd,
					       const struct rtsp_place *place,
					       const struct rtsp_host *host,
					       void *owner, uint64_t now_ns);
void rtsp_connection_destroy(struct rtsp_connection *connection);

/* The open_ports of struct rtsp_host. */
int rtsp_connection_open_ports(void *user, unsigned track, uint16_t ports[2]);

/*
 * Do one thing that there is to do, without waiting.
 *
 * Returns the length of a packet of the video, copied to `packet`; 0 when
 * something else was done; -EAGAIN when there is nothing to do until the
 * descriptors say so; -EPIPE when the connection has ended.
 */
ssize_t rtsp_connection_work(struct rtsp_connection *connection,
			     uint64_t now_ns, void *packet, size_t size_bytes);

/* Send a receiver report. */
void rtsp_connection_report(struct rtsp_connection *connection,
			    const uint8_t *report, size_t length_bytes);

/* Write the descriptors to wait for, one or more. Returns how many. */
size_t rtsp_connection_watch(const struct rtsp_connection *connection,
			     uint64_t now_ns,
			     struct pollfd fds[RTSP_WATCHED_MAX]);

#endif
