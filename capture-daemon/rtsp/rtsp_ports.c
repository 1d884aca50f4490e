/*
 * A pair of UDP ports of ours, for the packets of one track and the reports
 * about them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtsp_ports.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "udp_socket.h"

/* The kernel chooses; every second time the port is odd. */
#define TRIES_MAX 64

/* The port may be any: a router on the way may have changed it. */
static bool is_same_machine(const struct sockaddr_storage *one,
			    const struct sockaddr_storage *other)
{
	const struct sockaddr_in *ipv4 = (const void *)one,
				 *other_ipv4 = (const void *)other;
	const struct sockaddr_in6 *ipv6 = (const void *)one,
				  *other_ipv6 = (const void *)other;

	if (one->ss_family != other->ss_family)
		return false;
	if (one->ss_family == AF_INET)
		return ipv4->sin_addr.s_addr == other_ipv4->sin_addr.s_addr;
	return IN6_ARE_ADDR_EQUAL(&ipv6->sin6_addr, &other_ipv6->sin6_addr);
}

/* Both families have the port at the same place. */
static in_port_t *port_of(struct sockaddr_storage *address)
{
	return &((struct sockaddr_in *)address)->sin_port;
}

static int port_number(int fd, uint16_t *number)
{
	struct sockaddr_storage address;
	socklen_t size_bytes = sizeof(address);

	memset(&address, 0, sizeof(address));
	if (getsockname(fd, (struct sockaddr *)&address, &size_bytes) < 0)
		return -errno;
	*number = ntohs(*port_of(&address));
	return 0;
}

/* Returns 0, -EAGAIN when others would do, or another negative errno. */
static int pair_open(struct rtsp_ports *ports, const char *host,
		     uint16_t numbers[2])
{
	char next[8];
	int result = udp_socket_open(host, "0");

	if (result < 0)
		return result;
	ports->fds[0] = result;
	result = port_number(ports->fds[0], &numbers[0]);
	if (result < 0)
		return result;
	if (numbers[0] % 2 != 0)
		return -EAGAIN;
	numbers[1] = (uint16_t)(numbers[0] + 1);
	snprintf(next, sizeof(next), "%u", numbers[1]);
	result = udp_socket_open(host, next);
	if (result < 0)
		return result == -EADDRINUSE ? -EAGAIN : result;
	ports->fds[1] = result;
	return 0;
}

int rtsp_ports_open(struct rtsp_ports *ports, int fd, uint16_t numbers[2])
{
	struct sockaddr_storage address;
	socklen_t size_bytes = sizeof(address);
	char host[NI_MAXHOST];
	int result = -EAGAIN;

	if (getsockname(fd, (struct sockaddr *)&address, &size_bytes) < 0)
		return -errno;
	if (getnameinfo((struct sockaddr *)&address, size_bytes, host,
			sizeof(host), NULL, 0, NI_NUMERICHOST) != 0)
		return -EADDRNOTAVAIL;
	for (int i = 0; i < TRIES_MAX && result == -EAGAIN; i++) {
		rtsp_ports_close(ports);
		result = pair_open(ports, host, numbers);
	}
	if (result < 0)
		rtsp_ports_close(ports);
	return result == -EAGAIN ? -EADDRINUSE : result;
}

void rtsp_ports_close(struct rtsp_ports *ports)
{
	for (size_t i = 0; i < 2; i++)
		if (ports->fds[i] >= 0)
			close(ports->fds[i]);
	*ports = RTSP_PORTS_CLOSED;
}

ssize_t rtsp_ports_receive(int fd, const struct sockaddr_storage *peer,
			   void *datagram, size_t size_bytes)
{
	struct sockaddr_storage sender;
	socklen_t sender_bytes;
	ssize_t length;

	memset(&sender, 0, sizeof(sender));
	do {
		sender_bytes = sizeof(sender);
		length = recvfrom(fd, datagram, size_bytes, MSG_DONTWAIT,
				  (struct sockaddr *)&sender, &sender_bytes);
	} while (length >= 0 && !is_same_machine(&sender, peer));
	return length < 0 ? -EAGAIN : length;
}

void rtsp_ports_report(const struct rtsp_ports *ports,
		       const struct sockaddr_storage *peer, uint16_t number,
		       const void *report, size_t length_bytes)
{
	struct sockaddr_storage to = *peer;

	*port_of(&to) = htons(number);
	/* One that is lost is followed by others. */
	(void)!sendto(ports->fds[1], report, length_bytes,
		      MSG_DONTWAIT | MSG_NOSIGNAL, (struct sockaddr *)&to,
		      to.ss_family == AF_INET ? sizeof(struct sockaddr_in)
					      : sizeof(struct sockaddr_in6));
}
