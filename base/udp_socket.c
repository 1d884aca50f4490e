/*
 * A UDP socket that receives.
 *
 * SPDX-License-Identifier: MIT
 */
#include "udp_socket.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A keyframe comes in one burst. The kernel gives at most rmem_max. */
#define RECEIVE_BUFFER_BYTES (1 << 20)

static bool is_multicast(const struct sockaddr *address)
{
	const struct sockaddr_in *ipv4 = (const void *)address;
	const struct sockaddr_in6 *ipv6 = (const void *)address;

	return address->sa_family == AF_INET
		       ? IN_MULTICAST(ntohl(ipv4->sin_addr.s_addr))
		       : IN6_IS_ADDR_MULTICAST(&ipv6->sin6_addr);
}

/* The routes choose the interface. */
static int group_join(int fd, const struct addrinfo *address)
{
	struct group_req request = { 0 };
	int level = address->ai_family == AF_INET ? IPPROTO_IP : IPPROTO_IPV6;
	int on = 1;

	memcpy(&request.gr_group, address->ai_addr, address->ai_addrlen);
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) < 0 ||
	    setsockopt(fd, level, MCAST_JOIN_GROUP, &request, sizeof(request)) <
		    0)
		return -errno;
	return 0;
}

static int socket_bind(const struct addrinfo *address)
{
	int fd = socket(address->ai_family,
			SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int size_bytes = RECEIVE_BUFFER_BYTES, result = 0;

	if (fd < 0)
		return -errno;
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size_bytes, sizeof(size_bytes));
	if (is_multicast(address->ai_addr))
		result = group_join(fd, address);
	if (result == 0 && bind(fd, address->ai_addr, address->ai_addrlen) < 0)
		result = -errno;
	if (result == 0)
		return fd;
	close(fd);
	return result;
}

int udp_socket_open(const char *host, const char *port)
{
	const struct addrinfo wanted = {
		.ai_flags = AI_PASSIVE | AI_NUMERICSERV,
		.ai_socktype = SOCK_DGRAM,
	};
	struct addrinfo *address;
	int result;

	if (getaddrinfo(host[0] == '\0' ? NULL : host, port, &wanted,
			&address) != 0)
		return -EIO;
	result = socket_bind(address);
	freeaddrinfo(address);
	return result;
}
