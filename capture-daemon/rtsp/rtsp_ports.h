/*
 * A pair of UDP ports of ours, for the packets of one track and the reports
 * about them.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RTSP_PORTS_H
#define RTSP_PORTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

#define RTSP_PORTS_CLOSED                                                      \
	(struct rtsp_ports)                                                    \
	{                                                                      \
		.fds = { -1, -1 }                                              \
	}

struct rtsp_ports {
	int fds[2]; /* for RTP and RTCP; -1: not open */
};

/*
 * Open an even port and the next one, at the address at which the connection
 * `fd` has arrived. Ports that were open are closed before.
 *
 * Returns 0 and the numbers, or a negative errno.
 */
int rtsp_ports_open(struct rtsp_ports *ports, int fd, uint16_t numbers[2]);
void rtsp_ports_close(struct rtsp_ports *ports);

/*
 * Take what has come to `fd`, one of the two, from the machine of `peer`; the
 * rest is dropped.
 *
 * Returns its length, or -EAGAIN when there is nothing.
 */
ssize_t rtsp_ports_receive(int fd, const struct sockaddr_storage *peer,
			   void *datagram, size_t size_bytes);

/* Send a report to `number`, a port of the machine of `peer`. */
void rtsp_ports_report(const struct rtsp_ports *ports,
		       const struct sockaddr_storage *peer, uint16_t number,
		       const void *report, size_t length_bytes);

#endif
