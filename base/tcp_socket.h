/*
 * A TCP socket that listens.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef TCP_SOCKET_H
#define TCP_SOCKET_H

/*
 * Listen at `port` of `host`: an address of this machine, or "" for all of
 * them.
 *
 * Returns the non-blocking descriptor, or a negative errno: -EADDRINUSE when
 * another program listens there, -EADDRNOTAVAIL when the address is not this
 * machine's, -EIO when the name has none.
 */
int tcp_socket_listen(const char *host, const char *port);

#endif
