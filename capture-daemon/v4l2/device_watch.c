/*
 * Waits for a device to come back.
 *
 * SPDX-License-Identifier: MIT
 */
#include "device_watch.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "clock.h"

#define WATCHED (IN_CREATE | IN_MOVED_TO | IN_ATTRIB)

/* Watch every folder that leads to `path` and exists. */
static void folders_add(int fd, const char *path)
{
	char folder[256];
	char *slash;

	snprintf(folder, sizeof(folder), "%s", path);
	while ((slash = strrchr(folder, '/')) && slash != folder) {
		*slash = '\0';
		inotify_add_watch(fd, folder, WATCHED);
	}
}

/*
 * A device comes with a burst of events: its folder, then a link, then the
 * right to open it. The event of the path itself is the last.
 */
static bool is_worth_trying(const char *path)
{
	return access(path, R_OK | W_OK) == 0;
}

static void events_forget(int fd)
{
	char events[4096];

	while (read(fd, events, sizeof(events)) > 0)
		;
}

/*
 * Returns whether something happened in the folders, or a stop was requested.
 */
static bool happens_until(int fd, struct stop *stop, uint64_t deadline_ns)
{
	struct pollfd wait[] = {
		{ .fd = stop->fd, .events = POLLIN },
		{ .fd = fd, .events = POLLIN },
	};

	return poll(wait, 2,
		    clock_poll_timeout_ms(clock_monotonic_ns(), deadline_ns)) >
	       0;
}

bool device_watch_until(const char *path, int error, struct stop *stop,
			uint64_t deadline_ns)
{
	/* It may have come between the attempt and the watch. */
	bool has_news = error == -ENOENT;
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);

	if (fd < 0)
		return stop_wait_until(stop, deadline_ns);
	folders_add(fd, path);
	while (!(has_news && is_worth_trying(path)) &&
	       happens_until(fd, stop, deadline_ns) &&
	       !stop_is_requested(stop)) {
		has_news = true;
		events_forget(fd);
		folders_add(fd, path);
	}
	close(fd);
	return stop_is_requested(stop);
}
