/*
 * What the kernel knows of the connection between the web server and one
 * browser.
 *
 * Pictures that the web server has taken may lie in that connection for
 * seconds, because the kernel lets its send buffer grow to 4 MB and does not
 * tell us. But the kernel answers any process that asks (sock_diag(7)), as
 * long as the web server runs on this machine and in this network namespace.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef BROWSER_LINK_H
#define BROWSER_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include <linux/inet_diag.h>

struct browser_link {
	bool is_known;
	uint8_t family;
	struct inet_diag_sockid ends;
};

/*
 * The link between these addresses and ports, as CGI has them in REMOTE_ADDR,
 * REMOTE_PORT, SERVER_ADDR and SERVER_PORT; not known if one of them is wrong.
 *
 * Web servers write IPv6 addresses with brackets or without, and IPv4 ones,
 * when they listen for both, like "::ffff:192.0.2.1".
 */
void browser_link_set(struct browser_link *link, const char *browser_address,
		      const char *browser_port, const char *server_address,
		      const char *server_port);

/* Returns a descriptor to ask the kernel with, or a negative errno. */
int browser_links_open(void);

/*
 * The number of bytes in the web server's send buffer that have not been sent
 * yet. Asking costs about 3 microseconds.
 *
 * Returns it or a negative errno: -ENOENT when the kernel knows of no such
 * connection, as with a web server on another machine.
 */
int64_t browser_link_unsent_bytes(const struct browser_link *link, int fd);

#endif
