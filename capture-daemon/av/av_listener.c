/*
 * Notices that somebody has connected to a listener inside libavformat.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_listener.h"

#include <string.h>
#include <strings.h>
#include <sys/socket.h>

/* A listener is among the first descriptors of a small program. */
#define LISTENING_FD_MAX 64

static bool fd_is_listening(int fd)
{
	int is_listening = 0;
	socklen_t size_bytes = sizeof(is_listening);

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &is_listening,
			  &size_bytes) == 0 &&
	       is_listening;
}

static uint64_t listening_fds(void)
{
	uint64_t fds = 0;

	for (int fd = 0; fd < LISTENING_FD_MAX; fd++)
		if (fd_is_listening(fd))
			fds |= UINT64_C(1) << fd;
	return fds;
}

/* Who started us may have left us a listening socket of its own. */
void av_listener_start(struct av_listener *listener)
{
	*listener = (struct av_listener){
		.fd = -1,
		.listened_before = listening_fds(),
	};
}

bool av_listener_look(struct av_listener *listener)
{
	if (listener->has_accepted)
		return false;
	if (listener->fd < 0) {
		listener->fd = ffsll((long long)(listening_fds() &
						 ~listener->listened_before)) -
			       1;
		return false;
	}
	listener->has_accepted = !fd_is_listening(listener->fd);
	return listener->has_accepted;
}
