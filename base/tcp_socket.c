/*
 * A TCP socket that listens.
 *
 * SPDX-License-Identifier: MIT
 */
#include "tcp_socket.h"

#include <errno.h>
#include <netdb.h>
#include <stddef.h>
#include <sys/socket.h>
#include <unistd.h>

/* So many may have connected and wait to be accepted. */
#define BACKLOG 64

static int socket_listen(const struct addrinfo *address)
{
	int fd = socket(address->ai_family,
			SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int on = 1, error;

	if (fd < 0)
		return -errno;
	/* Connections of the program before us may still be fading. */
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, address->ai_addr, address->ai_addrlen) == 0 &&
	    listen(fd, BACKLOG) == 0)
		return fd;
	error = errno;
	close(fd);
	return -error;
}

int tcp_socket_listen(const char *host, const char *port)
{
	const struct addrinfo wanted = {
		.ai_flags = AI_PASSIVE | AI_NUMERICSERV,
		.ai_socktype = SOCK_STREAM,
	};
	struct addrinfo *address;
	int result;

	if (getaddrinfo(host[0] == '\0' ? NULL : host, port, &wanted,
			&address) != 0)
		return -EIO;
	result = socket_listen(address);
	freeaddrinfo(address);
	return result;
}
