/*
 * The socket on which web servers connect.
 *
 * SPDX-License-Identifier: MIT
 */
#include "listener.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "clock.h"
#include "log.h"

#define BACKLOG		1024
#define ACCEPTS_A_ROUND 64
#define PAUSE_NS	(100 * NS_PER_MS)
#define NO_OTHERS_MASK	0117 /* leaves 0660 */

bool listener_is_socket(int fd)
{
	int listens = 0;
	socklen_t size_bytes = sizeof(listens);

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens,
			  &size_bytes) == 0 &&
	       listens;
}

/* Remove the socket at `address`, if there is one and nobody answers. */
static int socket_remove_dead(const struct sockaddr_un *address)
{
	struct stat file;
	int result = 0;
	int fd;

	if (lstat(address->sun_path, &file) < 0)
		return errno == ENOENT ? 0 : -errno;
	if (!S_ISSOCK(file.st_mode))
		return -ENOTSOCK;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -errno;
	/* EAGAIN: alive, with a full backlog. */
	if (connect(fd, (const struct sockaddr *)address, sizeof(*address)) ==
		    0 ||
	    errno == EAGAIN)
		result = -EADDRINUSE;
	else if (errno == ECONNREFUSED && unlink(address->sun_path) < 0)
		result = -errno;
	close(fd);
	return result;
}

static int socket_bind(int fd, const struct sockaddr_un *address)
{
	mode_t mask = umask(NO_OTHERS_MASK);
	int result =
		bind(fd, (const struct sockaddr *)address, sizeof(*address));

	if (result < 0)
		result = -errno;
	umask(mask);
	if (result == 0 && listen(fd, BACKLOG) < 0)
		result = -errno;
	return result;
}

int listener_make_socket(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd, result;

	if (strlen(path) >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	strcpy(address.sun_path, path);
	result = socket_remove_dead(&address);
	if (result < 0)
		return result;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	result = socket_bind(fd, &address);
	if (result < 0) {
		close(fd);
		return result;
	}
	return fd;
}

static void listener_go_on(void *user)
{
	struct listener *listener = user;

	listener->is_paused = false;
	if (loop_add(listener->loop, &listener->source, EPOLLIN) < 0)
		log_error("no new viewers can be accepted: %s",
			  strerror(errno));
}

/* Connections wait in the backlog meanwhile; trying at once would spin. */
static void listener_pause(struct listener *listener, int error)
{
	if (!listener->is_short_of_descriptors)
		log_warning("new viewers must wait: %s", strerror(error));
	listener->is_short_of_descriptors = true;
	listener->is_paused = true;
	loop_remove(listener->loop, &listener->source);
	loop_timer_set(listener->loop, &listener->pause,
		       loop_now_ns(listener->loop) + PAUSE_NS);
}

static bool error_is_shortage(int error)
{
	return error == EMFILE || error == ENFILE || error == ENOBUFS ||
	       error == ENOMEM;
}

static void listener_ready(void *user, uint32_t events)
{
	struct listener *listener = user;

	(void)events;
	for (int i = 0; i < ACCEPTS_A_ROUND; i++) {
		int fd = accept4(listener->source.fd, NULL, NULL, SOCK_CLOEXEC);

		if (fd >= 0) {
			listener->is_short_of_descriptors = false;
			listener->accepted(listener->user, fd);
		} else if (error_is_shortage(errno)) {
			listener_pause(listener, errno);
			return;
		} else if (errno != EINTR && errno != ECONNABORTED) {
			return;
		}
	}
}

int listener_open(struct listener *listener, struct loop *loop, int fd,
		  const char *path)
{
	listener->loop = loop;
	listener->path = path;
	listener->source = (struct loop_source){ fd, listener_ready, listener };
	listener->pause =
		(struct loop_timer){ .fire = listener_go_on, .user = listener };
	if (fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) < 0)
		return -errno;
	return loop_add(loop, &listener->source, EPOLLIN);
}

void listener_close(struct listener *listener)
{
	loop_timer_clear(&listener->pause);
	if (!listener->is_paused)
		loop_remove(listener->loop, &listener->source);
	close(listener->source.fd);
	if (listener->path)
		unlink(listener->path);
}
