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
#include <unistd.h>

int signals_open(bool reloads)
{
	sigset_t awaited;
	int fd, error;

	sigemptyset(&awaited);
	sigaddset(&awaited, SIGTERM);
	sigaddset(&awaited, SIGINT);
	if (reloads)
		sigaddset(&awaited, SIGHUP);
	error = pthread_sigmask(SIG_BLOCK, &awaited, NULL);
	if (error != 0)
		return -error;
	signal(SIGPIPE, SIG_IGN);
	fd = signalfd(-1, &awaited, SFD_CLOEXEC | SFD_NONBLOCK);
	return fd < 0 ? -errno : fd;
}

int signals_read(int fd)
{
	struct signalfd_siginfo came;
	int number = 0;

	while ((number == 0 || number == SIGHUP) &&
	       read(fd, &came, sizeof(came)) == sizeof(came))
		number = (int)came.ssi_signo;
	return number;
}
