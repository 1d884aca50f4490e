/*
 * The socket on which web servers connect.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef LISTENER_H
#define LISTENER_H

#include <stdbool.h>

#include "loop.h"

struct listener {
	struct loop *loop;
	struct loop_source source;
	struct loop_timer pause;
	bool is_paused, is_short_of_descriptors;
	const char *path; /* to be removed at the end; NULL: not ours */
	void (*accepted)(void *user, int fd); /* takes the descriptor over */
	void *user;
};

/* Whether `fd` is a listening socket, as fd 0 of a web server's child is. */
bool listener_is_socket(int fd);

/*
 * Create a socket at `path`, for the owner and the group. The socket of a dead
 * process is replaced.
 *
 * Returns the descriptor, owned by the caller, or
 *   -EADDRINUSE    another process answers there
 *   -ENOTSOCK      the file there is not a socket; it stays
 *   -ENAMETOOLONG  the path does not fit in a socket's address
 *   others         as bind(2)
 */
int listener_make_socket(const char *path);

/*
 * Accept on `fd`, which becomes the listener's. `path` is NULL or the one
 * given to listener_make_socket(). The caller has filled in accepted and user.
 *
 * Returns 0 or a negative errno.
 */
int listener_open(struct listener *listener, struct loop *loop, int fd,
		  const char *path);

/* Accept no more and remove the path. */
void listener_close(struct listener *listener);

#endif
