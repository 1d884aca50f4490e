/*
 * Waiting for a device to come back, without looking for it again and again.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef DEVICE_WATCH_H
#define DEVICE_WATCH_H

#include <stdint.h>

#include "stop.h"

/*
 * Sleep until `deadline_ns`, or until `path`, which could not be opened for
 * the reason `error` (a negative errno), may be worth another attempt: it has
 * appeared, leads elsewhere, or another user may open it now. `path` may be a
 * link whose folder comes and goes with the device, as /dev/v4l/by-id does.
 *
 * Returns whether to stop.
 */
bool device_watch_until(const char *path, int error, struct stop *stop,
			uint64_t deadline_ns);

#endif
