/*
 * Limits how long libavformat may wait for the other side.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_patience.h"

#include <strings.h>
#include <sys/socket.h>

#include "av_sayings.h"
#include "clock.h"

#define PATIENCE_NS (5 * NS_PER_S)

/* A publisher that has vanished blocks the next one. */
#define PUBLISHER_PATIENCE_NS (3 * NS_PER_S)

#define GOODBYE_NS (NS_PER_S / 10)

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

/* Returns whether somebody has connected since the last call. */
static bool has_visitor(struct av_patience *patience)
{
	if (patience->has_accepted)
		return false;
	if (patience->listening_fd < 0) {
		patience->listening_fd =
			ffsll((long long)(listening_fds() &
					  ~patience->listened_before)) -
			1;
		return false;
	}
	patience->has_accepted = !fd_is_listening(patience->listening_fd);
	return patience->has_accepted;
}

/*
 * libsrt refuses a publisher with another passphrase and goes on listening. The
 * publisher is told nothing, so we have to tell.
 */
static bool visitor_was_refused(struct av_patience *patience)
{
	if (!patience->request->listen ||
	    (!av_sayings_hold(AV_SAYING_OTHER_PASSPHRASE) &&
	     !av_sayings_hold(AV_SAYING_ONE_PASSPHRASE)))
		return false;
	patience->has_accepted = true;
	return true;
}

unsigned av_patience_s(const struct av_patience *patience)
{
	return (unsigned)(patience->span_ns / NS_PER_S);
}

void av_patience_renew(struct av_patience *patience)
{
	const struct source_request *request = patience->request;

	/* What was interrupted may have succeeded all the same. */
	patience->is_over = false;
	patience->span_ns = patience->fixed_ns;
	if (patience->span_ns == 0)
		patience->span_ns = silence_patience_ns(
			request->silence,
			request->listen ? PUBLISHER_PATIENCE_NS : PATIENCE_NS);
	patience->deadline_ns = clock_monotonic_ns() + patience->span_ns;
}

void av_patience_fix(struct av_patience *patience, uint64_t span_ns)
{
	patience->fixed_ns = span_ns;
}

void av_patience_start(struct av_patience *patience,
		       const struct source_request *request, struct stop *stop,
		       bool accepts_tcp)
{
	*patience = (struct av_patience){
		.request = request,
		.stop = stop,
		.awaits_visitor = request->listen && accepts_tcp,
		/* We may have inherited a listening socket. */
		.listened_before = listening_fds(),
		.listening_fd = -1,
		.deadline_ns = UINT64_MAX,
	};
	if (!request->listen)
		av_patience_renew(patience);
}

void av_patience_allow_goodbye(struct av_patience *patience)
{
	patience->is_over = false;
	patience->deadline_ns = clock_monotonic_ns() + GOODBYE_NS;
}

int av_patience_interrupt(void *user)
{
	struct av_patience *patience = user;

	if (patience->awaits_visitor && has_visitor(patience))
		av_patience_renew(patience);
	patience->is_over |= visitor_was_refused(patience) ||
			     stop_is_requested(patience->stop) ||
			     clock_monotonic_ns() >= patience->deadline_ns;
	return patience->is_over;
}
