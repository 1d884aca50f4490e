/*
 * The connection between the web server and one browser, as the kernel knows
 * it.
 *
 * What a web server has taken of a stream may lie in that connection for
 * seconds: the kernel lets its send buffer grow to 4 MB, and says nothing of
 * it to us. But it answers when it is asked, whoever asks (sock_diag(7)), as
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
 * REMOTE_PORT, SERVER_ADDR and SERVER_PORT; unknown if one of them is wrong.
 */
void browser_link_set(struct browser_link *link, const char *browser_address,
		      const char *browser_port, const char *server_address,
		      const char *server_port);

/* Returns a descriptor to ask the kernel with, or a negative errno. */
int browser_links_open(void);

/*
 * The bytes that wait in the web server's send buffer for their first
 * departure. Asking costs about 3 microseconds.
 *
 * Returns them or a negative errno: -ENOENT when the kernel knows of no such
 * connection, as with a web server on another machine.
 */
int64_t browser_link_unsent_bytes(const struct browser_link *link, int fd);

#endif
