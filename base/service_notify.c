/*
 * Messages to the service manager.
 *
 * SPDX-License-Identifier: MIT
 */
#include "service_notify.h"

#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "clock.h"
#include "log.h"
#include "number.h"

#define NS_PER_US UINT64_C(1000)

/* A day: longer than anybody waits, and its nanoseconds do not overflow. */
#define WATCHDOG_US_MAX (UINT64_C(24) * 3600 * 1000 * 1000)

static int manager_connect(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t length = strlen(path);
	int fd;

	if (length >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	memcpy(address.sun_path, path, length);
	/* Linux's sockets without a file begin with a zero, written as @. */
	if (path[0] == '@')
		address.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	if (connect(fd, (const struct sockaddr *)&address,
		    (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
				length)) < 0) {
		int error = errno;

		close(fd);
		return -error;
	}
	return fd;
}

/* Only the process of WATCHDOG_PID is to ping, not one that it started. */
static uint64_t ping_period_find_ns(void)
{
	const char *pid_text = getenv("WATCHDOG_PID");
	const char *us_text = getenv("WATCHDOG_USEC");
	uint64_t pid, us;

	if (!us_text || number_parse(us_text, 1, WATCHDOG_US_MAX, &us) < 0)
		return UINT64_MAX;
	if (pid_text && (number_parse(pid_text, 1, INT32_MAX, &pid) < 0 ||
			 (pid_t)pid != getpid()))
		return UINT64_MAX;
	return us * NS_PER_US / 2;
}

void service_notify_open(struct service_notify *notify)
{
	const char *path = getenv("NOTIFY_SOCKET");

	*notify = (struct service_notify){ .fd = -1,
					   .ping_period_ns = UINT64_MAX,
					   .ping_due_ns = UINT64_MAX };
	if (!path)
		return;
	notify->fd = manager_connect(path);
	if (notify->fd < 0) {
		log_warning("the service manager at %s cannot be told "
			    "anything: %s",
			    path, strerror(-notify->fd));
		return;
	}
	notify->ping_period_ns = ping_period_find_ns();
	if (notify->ping_period_ns != UINT64_MAX)
		notify->ping_due_ns = 0;
}

void service_notify_close(struct service_notify *notify)
{
	if (notify->fd >= 0)
		close(notify->fd);
	notify->fd = -1;
}

/* Never waits: a manager that is too busy misses this one. */
static bool notify_send(const struct service_notify *notify, const char *text)
{
	return notify->fd >= 0 && send(notify->fd, text, strlen(text),
				       MSG_DONTWAIT | MSG_NOSIGNAL) >= 0;
}

void service_notify_ready(struct service_notify *notify)
{
	if (!notify->is_ready)
		notify->is_ready = notify_send(notify, "READY=1");
}

void service_notify_ping(struct service_notify *notify, uint64_t now_ns)
{
	if (now_ns >= notify->ping_due_ns)
		notify_send(notify, "WATCHDOG=1");
	service_notify_skip_ping(notify, now_ns);
}

void service_notify_skip_ping(struct service_notify *notify, uint64_t now_ns)
{
	if (now_ns >= notify->ping_due_ns)
		notify->ping_due_ns = now_ns + notify->ping_period_ns;
}

void service_notify_reloading(const struct service_notify *notify)
{
	uint64_t now_us = clock_monotonic_ns() / NS_PER_US;
	char text[80];

	snprintf(text, sizeof(text), "RELOADING=1\nMONOTONIC_USEC=%" PRIu64,
		 now_us);
	notify_send(notify, text);
}
