/*
 * A UDP socket that receives.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef UDP_SOCKET_H
#define UDP_SOCKET_H

/*
 * Receive packets for `port` of `host`: an address of this machine, "" for
 * all of them, or a multicast group, which is joined.
 *
 * Returns the non-blocking descriptor, or a negative errno: -EADDRINUSE when
 * another program receives there, -EADDRNOTAVAIL when the address does not
 * belong to this machine, -EIO when the name has no address.
 */
int udp_socket_open(const char *host, const char *port);

#endif
