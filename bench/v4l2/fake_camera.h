/*
 * The camera that exists for one program only: its answers and its pictures.
 *
 * Calls must not overlap, but for those that only ask.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef FAKE_CAMERA_H
#define FAKE_CAMERA_H

#include <stdbool.h>

/* Whether its node is at `path`. */
bool fake_camera_is_at(const char *path);

/* Returns its descriptor, or -1 and errno, as open(2) and ioctl(2) do. */
int fake_camera_open(void);
int fake_camera_call(unsigned long request, void *argument);

/* Whether the descriptor is its own; what to map in its place. */
bool fake_camera_has(int fd);
int fake_camera_memory_fd(void);

/* Before its descriptor is closed. */
void fake_camera_forget(void);

#endif
