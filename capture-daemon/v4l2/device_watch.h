/*
 * Waits for a device to come back, without trying it again and again.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef DEVICE_WATCH_H
#define DEVICE_WATCH_H

#include <stdint.h>

#include "stop.h"

/*
 * Sleep until `deadline_ns`, or until another attempt to open `path` may be
 * worth while: it has appeared, leads elsewhere, or other users may open it
 * now. `error`, a negative errno, says why the last attempt failed. `path` may
 * be a link whose folder comes and goes with the device, as /dev/v4l/by-id
 * does.
 *
 * Returns whether to stop.
 */
bool device_watch_until(const char *path, int error, struct stop *stop,
			uint64_t deadline_ns);

#endif
