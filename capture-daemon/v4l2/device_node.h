/*
 * Describes what a path under /dev leads to, in words for people.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef DEVICE_NODE_H
#define DEVICE_NODE_H

#include <stddef.h>

/*
 * Describe `path`, which is no camera: "a directory", "a regular file", "the
 * metadata node of a camera". Only a video device is opened; for others the
 * file system is asked.
 */
void device_node_describe(const char *path, char *text, size_t size_bytes);

/*
 * Name the other process that has the device open: "ffmpeg (process 4711)"; or
 * "another program", because processes of other users are not visible to
 * everybody.
 */
void device_node_holder(const char *path, char *text, size_t size_bytes);

#endif
