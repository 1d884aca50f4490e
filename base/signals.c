/*
 * The signals that end a program, as a descriptor.
 *
 * SPDX-License-Identifier: MIT
 */
#include "signals.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/signalfd.h>

int signals_open(void)
{
	sigset_t ending;
	int fd, error;

	sigemptyset(&ending);
	sigaddset(&ending, SIGTERM);
	sigaddset(&ending, SIGINT);
	error = pthread_sigmask(SIG_BLOCK, &ending, NULL);
	if (error != 0)
		return -error;
	signal(SIGPIPE, SIG_IGN);
	fd = signalfd(-1, &ending, SFD_CLOEXEC | SFD_NONBLOCK);
	return fd < 0 ? -errno : fd;
}
