/*
 * What the service manager is told: that the program is ready, and that it
 * still gets on with its work. The protocol is sd_notify(3)'s.
 *
 * Not libsystemd's function, which opens a socket for each message: a program
 * that has confined itself cannot.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SERVICE_NOTIFY_H
#define SERVICE_NOTIFY_H

#include <stdbool.h>
#include <stdint.h>

struct service_notify {
	int fd; /* negative: nobody wants to be told */
	bool is_ready;
	uint64_t ping_period_ns; /* UINT64_MAX: no pings are wanted */
	uint64_t ping_due_ns;	 /* CLOCK_MONOTONIC; UINT64_MAX: never */
};

/*
 * Connect to the manager that NOTIFY_SOCKET names. It wants pings if
 * WATCHDOG_USEC is there for this process: two in that time, so that one may
 * be late. Without a manager everything below does nothing.
 */
void service_notify_open(struct service_notify *notify);
void service_notify_close(struct service_notify *notify);

/* Said once, however often it is called. */
void service_notify_ready(struct service_notify *notify);

/* Work was done. Sends a ping if one is due at `now_ns`. */
void service_notify_ping(struct service_notify *notify, uint64_t now_ns);

/* No work can be done. Leaves a ping out if one is due at `now_ns`. */
void service_notify_skip_ping(struct service_notify *notify, uint64_t now_ns);

/* The program starts anew, as the same process, and says when it is ready. */
void service_notify_reloading(const struct service_notify *notify);

#endif
