/*
 * Tells the service manager that the program is ready, and that it still works.
 * The protocol is that of sd_notify(3).
 *
 * libsystemd's function is not used, because it opens a socket for each
 * message; a program that has confined itself cannot do that.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SERVICE_NOTIFY_H
#define SERVICE_NOTIFY_H

#include <stdbool.h>
#include <stdint.h>

struct service_notify {
	int fd; /* negative: there is no manager */
	bool is_ready;
	uint64_t ping_period_ns; /* UINT64_MAX: no pings are wanted */
	uint64_t ping_due_ns;	 /* CLOCK_MONOTONIC; UINT64_MAX: never */
};

/*
 * Connect to the manager that NOTIFY_SOCKET names. It wants pings if
 * WATCHDOG_USEC is set for this process; two are sent in that time, so that one
 * may be late. Without a manager the functions below do nothing.
 */
void service_notify_open(struct service_notify *notify);
void service_notify_close(struct service_notify *notify);

/* The program is ready. Only the first call tells so. */
void service_notify_ready(struct service_notify *notify);

/* Work was done. Sends a ping if one is due at `now_ns`. */
void service_notify_ping(struct service_notify *notify, uint64_t now_ns);

/* No work can be done. Skips a ping if one is due at `now_ns`. */
void service_notify_skip_ping(struct service_notify *notify, uint64_t now_ns);

/* The program starts anew as the same process; it tells when it is ready. */
void service_notify_reloading(const struct service_notify *notify);

#endif
