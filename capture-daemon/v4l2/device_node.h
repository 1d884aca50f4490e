/*
 * What a path under /dev leads to, for sentences that people read.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef DEVICE_NODE_H
#define DEVICE_NODE_H

#include <stddef.h>

/*
 * What `path` is when it is no camera: "a directory", "a regular file",
 * "the metadata node of a camera". Looks at the file system only, unless it
 * is a video device.
 */
void device_node_describe(const char *path, char *text, size_t size_bytes);

/*
 * Which other process has the device open: "ffmpeg (process 4711)". What
 * belongs to other users is not visible to everybody: "another program" then.
 */
void device_node_holder(const char *path, char *text, size_t size_bytes);

#endif
